//! *Beheer → Locatie*.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::{AdministrationId, Location, LocationId};
use http::StatusCode;
use i18n_embed_fl::fl;
use jiff::civil::Date;
use link::administrations::{self, AdministrationView};
use office::Right;
use office::locations::{self, LocationForm};

use super::names;
use crate::app::App;
use crate::error::WebError;
use crate::forms::Typed;
use crate::pages::customer::language_choices;
use crate::pages::locations::{LocationFields, LocationRow, LocationsPage};
use crate::routes::{Locations, with_query};
use crate::shell::{done, frame, may_see_locations, page, page_as};
use crate::views::{Choice, Field, Menu, Notice, Problem};
use crate::visitor::SignedIn;

/// The country of a location that nobody said anything about.
const HOME_COUNTRY: &str = "BE";

/// What stands in the form: the location itself, its administration and start date.
struct Open {
    id: Option<LocationId>,
    form: LocationForm,
    administration: Option<AdministrationId>,
    start_date: Field,
}

/// The list; a chosen location fills the form.
pub(crate) async fn show(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(typed): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    allowed(&signed_in)?;
    let id: Option<LocationId> = Typed(typed).read("location");
    let known = administrations::list(&app.link, &signed_in.actor).await?;
    let open = match id {
        Some(id) => open_of(
            &locations::get(&app.office, &signed_in.actor, id).await?,
            &known,
        ),
        None => Open {
            id: None,
            form: LocationForm {
                country: HOME_COUNTRY.to_owned(),
                ..LocationForm::default()
            },
            administration: None,
            start_date: Field::default(),
        },
    };
    page(&page_of(&app, &signed_in, &known, open).await?)
}

/// *Bewaren*: the location, then its administration, then the start date.
pub(crate) async fn save(
    State(app): State<App>,
    signed_in: SignedIn,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let typed = Typed(typed);
    let (date, start_date) = typed.date("start_date", signed_in.lang);
    let open = Open {
        id: typed.read("id"),
        form: form_of(&typed),
        administration: typed.read("administration"),
        start_date,
    };
    let known = administrations::list(&app.link, &signed_in.actor).await?;
    let wrong = !open.start_date.problem.is_empty();
    let outcome = if wrong {
        Err(Vec::new())
    } else {
        store(&app, &signed_in, &known, &open, date).await?
    };
    match outcome {
        Ok(id) => Ok(done(
            &app,
            with_query(Locations, &[("location", &id.to_string())]),
            Notice::Saved,
        )),
        Err(problems) => {
            let made = page_of(&app, &signed_in, &known, open).await?;
            page_as(
                StatusCode::UNPROCESSABLE_ENTITY,
                &LocationsPage { problems, ..made },
            )
        }
    }
}

/// Stores what the person may store; the problems when something is refused.
async fn store(
    app: &App,
    signed_in: &SignedIn,
    known: &[AdministrationView],
    open: &Open,
    date: Option<Date>,
) -> Result<Result<LocationId, Vec<Problem>>, WebError> {
    let actor = &signed_in.actor;
    let id = match locations::save(
        &app.office,
        actor,
        &LocationForm {
            id: open.id,
            ..open.form.clone()
        },
    )
    .await
    {
        Ok(location) => location.id,
        Err(error) => {
            let problems = Problem::all(signed_in.lang, &WebError::from(error).refusals()?);
            return Ok(Err(problems
                .into_iter()
                .map(|one| Problem { href: None, ..one })
                .collect()));
        }
    };
    let chosen = open
        .administration
        .and_then(|id| known.iter().find(|one| one.id == id));
    administrations::choose(&app.link, actor, id, chosen.map(|one| one.id)).await?;
    if let (Some(chosen), Some(date)) = (chosen, date)
        && chosen.start_date != Some(date)
        && actor.may(Right::MapVat)
    {
        administrations::set_start_date(&app.link, actor, chosen.id, date).await?;
    }
    Ok(Ok(id))
}

fn allowed(signed_in: &SignedIn) -> Result<(), WebError> {
    if may_see_locations(&signed_in.actor) {
        return Ok(());
    }
    Ok(signed_in.actor.require(Right::EditLocations)?)
}

fn open_of(location: &Location, known: &[AdministrationView]) -> Open {
    let chosen = location
        .administration
        .and_then(|id| known.iter().find(|one| one.id == id));
    let address = &location.address;
    Open {
        id: Some(location.id),
        form: LocationForm {
            id: Some(location.id),
            name: location.name.clone(),
            legal_name: location.legal_name.clone(),
            enterprise_number: location.enterprise_number.clone(),
            address_line: address.line.clone(),
            postcode: address.postcode.clone(),
            city: address.city.clone(),
            country: address.country.clone(),
            iban: location.iban.clone(),
            language: location.language,
        },
        administration: location.administration,
        start_date: Field::new(
            chosen
                .and_then(|one| one.start_date)
                .map(i18n::date)
                .unwrap_or_default(),
        ),
    }
}

fn form_of(typed: &Typed) -> LocationForm {
    let text = |name: &str| typed.get(name).to_owned();
    LocationForm {
        id: None,
        name: text("name"),
        legal_name: text("legal_name"),
        enterprise_number: text("enterprise_number"),
        address_line: text("line"),
        postcode: text("postcode"),
        city: text("city"),
        country: text("country"),
        iban: text("iban"),
        language: typed.read("language").unwrap_or_default(),
    }
}

async fn page_of(
    app: &App,
    signed_in: &SignedIn,
    known: &[AdministrationView],
    open: Open,
) -> Result<LocationsPage, WebError> {
    let none = fl!(i18n::texts(signed_in.lang), "administration-none");
    let first = Choice::new("", none, open.administration.is_none());
    let each = known.iter().map(|one| {
        Choice::new(
            one.id,
            names::administration_name(one),
            open.administration == Some(one.id),
        )
    });
    let form = &open.form;
    let fields = LocationFields {
        name: Field::new(&form.name),
        legal_name: Field::new(&form.legal_name),
        enterprise_number: Field::new(&form.enterprise_number),
        line: Field::new(&form.address_line),
        postcode: Field::new(&form.postcode),
        city: Field::new(&form.city),
        country: Field::new(&form.country),
        iban: Field::new(&form.iban),
        languages: language_choices(form.language.as_str()),
        administrations: std::iter::once(first).chain(each).collect(),
        start_date: open.start_date.clone(),
    };
    let rows = locations::list(&app.office, &signed_in.actor).await?;
    let rows = rows.into_iter().map(|one| {
        let administration = one
            .administration
            .and_then(|id| known.iter().find(|view| view.id == id));
        LocationRow {
            href: with_query(Locations, &[("location", &one.id.to_string())]),
            chosen: open.id == Some(one.id),
            name: one.name,
            legal_name: one.legal_name,
            city: one.address.city,
            administration: administration
                .map(names::administration_name)
                .unwrap_or_default(),
        }
    });
    Ok(LocationsPage {
        rows: rows.collect(),
        frame: frame(app, signed_in, Menu::Locations).await?,
        problems: Vec::new(),
        editing: open.id,
        form: fields,
        may_edit: signed_in.actor.may(Right::EditLocations),
        connected: !known.is_empty(),
    })
}
