//! The demo in the local Exact Online: three administrations with their charts, journals, VAT codes, customers and a
//! year of entries.

mod entries;
mod ledger;

use exact_sandbox::books::{Account, CompanyProfile, CompanySeed, User};
use exact_sandbox::{App, Seed};
use jiff::civil::Date;
use uuid::Uuid;

use super::chance::Chance;
use super::dirty::Snag;
use super::group::{SHOPS, Shop};
use super::world::{Relation, World};
use ledger::Ledger;

/// Our app, as the local Exact Online registered it.
pub const CLIENT_ID: &str = "5d1c7a52-6f0e-4c39-9b7d-2a4f6f1e0b01";
/// Its secret: it opens nothing but the demo on this machine.
pub const CLIENT_SECRET: &str = "demo-secret-of-this-machine-only";
/// The bookkeeper's key in the local Exact Online.
const BOOKKEEPER: Uuid = Uuid::from_u128(0x00b0_0cbe_e9e2_4000_8000_0000_0000_0001);
/// What the bookkeeper signs in with there.
pub const BOOKKEEPER_LOGIN: &str = "boekhouder@example.com";
/// The payment condition of every customer.
pub(crate) const CONDITION: &str = "30";

/// Everything that the local Exact Online starts with.
#[must_use]
pub fn seed(world: &World, seed: u64, redirect_uri: &str) -> Seed {
    let companies = SHOPS
        .iter()
        .enumerate()
        .map(|(place, shop)| company(world, seed, place, shop))
        .collect();
    Seed {
        users: vec![User {
            id: BOOKKEEPER,
            user_name: BOOKKEEPER_LOGIN.to_owned(),
            full_name: "Els Proefmans".to_owned(),
            email: BOOKKEEPER_LOGIN.to_owned(),
            language: "NL".to_owned(),
            divisions: SHOPS.iter().map(|shop| shop.division).collect(),
            inactive: false,
        }],
        apps: vec![App {
            client_id: CLIENT_ID.to_owned(),
            secret: CLIENT_SECRET.to_owned(),
            name: "PlanManager".to_owned(),
            redirect_uris: vec![redirect_uri.to_owned()],
            ..App::default()
        }],
        companies,
        ..Seed::default()
    }
}

fn company(world: &World, seed: u64, place: usize, shop: &Shop) -> CompanySeed {
    let part = 100 + u64::try_from(place).unwrap_or_default();
    let mut chance = Chance::of(seed, part);
    let ledger = Ledger::of(shop, &mut chance);
    let entries = entries::of(world, place, &ledger, &mut chance);
    let accounts = world.relations.iter().filter(|it| it.shop == place);
    CompanySeed {
        profile: profile(shop),
        accounts: accounts
            .filter_map(|relation| account(world, relation))
            .collect(),
        entries,
        closed: closed(world, place),
        periods: ledger::periods(world, &mut chance),
        conditions: ledger::conditions(&mut chance),
        gl_accounts: ledger.gl_accounts,
        journals: ledger.journals,
        vat_codes: ledger.vat_codes,
        ..CompanySeed::default()
    }
}

fn profile(shop: &Shop) -> CompanyProfile {
    CompanyProfile {
        division: shop.division,
        hid: i64::from(shop.division) - 101_000,
        name: shop.legal_name.to_owned(),
        address: shop.street.to_owned(),
        postcode: shop.postcode.to_owned(),
        city: shop.city.to_owned(),
        country: "BE".to_owned(),
        currency: "EUR".to_owned(),
        vat_number: shop.enterprise_number.to_owned(),
        enterprise_number: shop.enterprise_number.trim_start_matches("BE").to_owned(),
        licence: Uuid::from_u128(0x11ce_0ce0_0000_4000_8000_0000_0000_0001),
        licence_name: "Bodystop".to_owned(),
    }
}

/// A customer as the accountant has him: most alike, some oddly.
fn account(world: &World, relation: &Relation) -> Option<Account> {
    let person = world.people.get(relation.person)?;
    let mut account = Account {
        id: relation.id,
        code: person.number.to_string(),
        name: person.name.chars().take(domain::NAME_KEPT).collect(),
        status: "C".to_owned(),
        address_line1: person.address.line.clone(),
        postcode: person.address.postcode.clone(),
        city: person.address.city.clone(),
        country: person.address.country.clone(),
        // One in twenty was typed without its country.
        vat_number: match person.number % 20 {
            7 => person.vat_number.trim_start_matches("BE").to_owned(),
            _ => person.vat_number.clone(),
        },
        email: person.email.clone(),
        language: person.language.as_str().to_uppercase(),
        payment_condition: CONDITION.to_owned(),
        ..Account::default()
    };
    match relation.snag {
        Some(Snag::SomeoneElse) => {
            "Iemand Anders BV".clone_into(&mut account.name);
            "Elders 99".clone_into(&mut account.address_line1);
        }
        Some(Snag::CustomerBlocked) => account.blocked = true,
        Some(Snag::CustomerThereFirst) => {
            account.name = account.name.to_uppercase();
            account.address_line1 = format!("{} ", account.address_line1.to_uppercase());
        }
        _ => {}
    }
    Some(account)
}

/// The journal and period that the accountant closed too early.
fn closed(world: &World, place: usize) -> Vec<(String, i16, i16)> {
    let snag = world
        .open_invoices(place)
        .find(|it| it.snag == Some(Snag::PeriodClosed));
    let key = |day: Date| (day.year(), i16::from(day.month()));
    snag.map(|it| (it, key(it.printed.issue_date)))
        .map(|(it, (year, period))| (it.journal.to_owned(), year, period))
        .into_iter()
        .collect()
}
