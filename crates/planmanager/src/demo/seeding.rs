//! The first start: people, shops, the real sign-in, what the link imports, and the past in both books.

use anyhow::{Context as _, Result};
use domain::{AdministrationId, LocationId};
use exact_sandbox::Sandbox;
use exact_sandbox::admin::Order;
use link::vat::{self, MappingKey};
use link::{accounts, administrations, journals, worker};
use office::{Actor, locations};
use url::Url;

use super::connect;
use super::group::{SHOPS, Shop};
use super::our_books;
use super::users::{self, USERS};
use super::world::World;
use crate::wiring::Wiring;

/// A shop with its location here and its administration there.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) shop: &'static Shop,
    pub(super) location: LocationId,
    pub(super) administration: AdministrationId,
}

/// Seeds both sides; both programs must be listening.
///
/// # Errors
/// At the first step that fails.
pub(super) async fn seed(
    wiring: &Wiring,
    exact: &Sandbox,
    world: &World,
    pages: &Url,
) -> Result<()> {
    let actor = Actor::system("demo");
    users::create(&wiring.office, &actor)
        .await
        .context("making people")?;
    connect::connect(pages, &USERS[0]).await?;
    let places = shops(wiring, &actor, world)
        .await
        .context("making locations")?;
    for place in &places {
        accounts::import(&wiring.link, &actor, place.administration).await?;
        journals::import(&wiring.link, &actor, place.administration).await?;
    }
    worker::run_until_idle(&wiring.link)
        .await
        .context("importing accounts and journals")?;
    for place in &places {
        map_vat(wiring, &actor, place)
            .await
            .context("mapping VAT codes")?;
    }
    our_books::write(wiring, &actor, world, &places)
        .await
        .context("writing our books")?;
    for row in SHOPS
        .iter()
        .flat_map(|shop| shop.vat_codes.iter().map(move |row| (shop, row)))
    {
        if row.1.blocked_later {
            exact.order(
                row.0.division,
                Order::BlockVatCode {
                    code: row.1.code.to_owned(),
                },
            )?;
        }
    }
    Ok(())
}

async fn shops(wiring: &Wiring, actor: &Actor, world: &World) -> Result<Vec<Place>> {
    let known = administrations::list(&wiring.link, actor).await?;
    let mut places = Vec::new();
    for shop in &SHOPS {
        let location = locations::save(&wiring.office, actor, &location_form(shop))
            .await?
            .id;
        let division = i64::from(shop.division);
        let administration = known.iter().find(|it| it.division == division);
        let administration = administration
            .context("the consent does not reach an administration")?
            .id;
        administrations::choose(&wiring.link, actor, location, Some(administration)).await?;
        let start = world.open_month().first;
        administrations::set_start_date(&wiring.link, actor, administration, start).await?;
        places.push(Place {
            shop,
            location,
            administration,
        });
    }
    Ok(places)
}

fn location_form(shop: &Shop) -> locations::LocationForm {
    locations::LocationForm {
        id: None,
        name: shop.name.to_owned(),
        legal_name: shop.legal_name.to_owned(),
        enterprise_number: shop.enterprise_number.to_owned(),
        address_line: shop.street.to_owned(),
        postcode: shop.postcode.to_owned(),
        city: shop.city.to_owned(),
        country: "BE".to_owned(),
        iban: shop.iban.to_owned(),
        language: shop.language,
    }
}

/// As the accountant would: one code per treatment, for every journal.
async fn map_vat(wiring: &Wiring, actor: &Actor, place: &Place) -> Result<()> {
    for row in place.shop.vat_codes {
        let Some(treatment) = row.stands_for else {
            continue;
        };
        let key = MappingKey {
            administration: place.administration,
            journal: String::new(),
            treatment,
        };
        vat::map(&wiring.link, actor, &key, Some(row.code)).await?;
    }
    Ok(())
}
