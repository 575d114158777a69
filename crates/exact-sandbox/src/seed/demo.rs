//! Two small companies with VAT code numbers of their own, as section 7 of the facts proposes. Invented throughout.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

use super::Seed;
use super::demo_ledger::{conditions, gl_accounts, items, journals, vat_codes};
use super::{key, months};
use crate::books::{
    Account, CompanyProfile, CompanySeed, EntrySeed, Plain, PlainKind, SaleDraft, SaleLine, User,
    plain_row,
};
use crate::gate::App;
use crate::money::Money;
use crate::switches::Switches;

/// Client id of the demo's app.
pub const DEMO_CLIENT_ID: &str = "5f0c2a5e-3a0b-4a58-9c39-6d3f0f4f9f01";
/// Its secret.
pub const DEMO_CLIENT_SECRET: &str = "sandbox-secret";
/// User name of the demo's first user.
pub const DEMO_USER: &str = "els@example.com";

/// Users, one app and two companies; the periods and entries are around `now`.
#[must_use]
pub fn demo(now: Timestamp) -> Seed {
    let today = TimeZone::UTC.to_datetime(now).date();
    let user = |name: &str, mail: &str, language: &str, divisions: &[i32]| User {
        id: key(mail, "user"),
        user_name: mail.to_owned(),
        full_name: name.to_owned(),
        email: mail.to_owned(),
        language: language.to_owned(),
        divisions: divisions.to_vec(),
        inactive: false,
    };
    Seed {
        switches: Some(Switches::demo()),
        users: vec![
            user("Els Proefmans", DEMO_USER, "NL", &[123_456, 234_567]),
            user("Joris Vandeproef", "joris@example.com", "EN", &[123_456]),
        ],
        apps: vec![App {
            client_id: DEMO_CLIENT_ID.to_owned(),
            secret: DEMO_CLIENT_SECRET.to_owned(),
            name: "Demo-app".to_owned(),
            redirect_uris: vec![
                "http://127.0.0.1:8080/oauth/callback".to_owned(),
                "https://localhost/callback".to_owned(),
            ],
            scopes: None,
            webhook_secret: "sandbox-webhook-secret".to_owned(),
        }],
        companies: vec![
            company(
                &Shape {
                    division: 123_456,
                    name: "Proefbedrijf NV",
                    city: "Testgem",
                    enterprise: "0001010085",
                    codes: ["0", "2", "3", "4"],
                },
                today,
            ),
            company(
                &Shape {
                    division: 234_567,
                    name: "Voorbeeld BV",
                    city: "Proefdorp",
                    enterprise: "0001010481",
                    codes: ["N", "21", "21I", "6"],
                },
                today,
            ),
        ],
    }
}

/// What differs between the companies.
pub(crate) struct Shape {
    pub(crate) division: i32,
    pub(crate) name: &'static str,
    pub(crate) city: &'static str,
    pub(crate) enterprise: &'static str,
    /// VAT codes for no VAT, 21 % excluding, 21 % including, 6 % excluding.
    pub(crate) codes: [&'static str; 4],
}

/// A company with a few relations and entries.
pub(crate) fn company(shape: &Shape, today: Date) -> CompanySeed {
    let owner = shape.division.to_string();
    let id = |name: &str| key(&owner, name);
    CompanySeed {
        profile: CompanyProfile {
            division: shape.division,
            hid: i64::from(shape.division) - 120_000,
            name: shape.name.to_owned(),
            address: "Voorbeeldlaan 1".to_owned(),
            postcode: "9999".to_owned(),
            city: shape.city.to_owned(),
            country: "BE".to_owned(),
            currency: "EUR".to_owned(),
            vat_number: format!("BE{}", shape.enterprise),
            enterprise_number: shape.enterprise.to_owned(),
            licence: key("licence", "demo"),
            licence_name: "Proefgroep".to_owned(),
        },
        gl_accounts: gl_accounts(&id, shape.codes[1]),
        journals: journals(&id),
        vat_codes: vat_codes(&id, shape.codes),
        conditions: conditions(&id),
        cost_centres: Vec::new(),
        periods: months(&id, today.year()),
        closed: Vec::new(),
        accounts: accounts(&id),
        plains: plains(&id),
        items: items(&id, shape.codes),
        entries: entries(&id, shape.codes, today),
    }
}

/// Categories and a folder for documents, a bank, and how ledger accounts are classified.
fn plains(id: &dyn Fn(&str) -> Uuid) -> Vec<Plain> {
    let row = |kind: PlainKind, name: &str, texts: &[(&str, &str)]| {
        plain_row(
            kind,
            id(&format!("{kind:?} {name}")),
            texts,
            Timestamp::default(),
        )
    };
    let category = |name: &str| row(PlainKind::DocumentCategory, name, &[("Description", name)]);
    let class = |code: &str, name: &str, balance: &str| {
        let texts = [
            ("Code", code),
            ("Name", code),
            ("Description", name),
            ("Balance", balance),
        ];
        row(PlainKind::GlClassification, code, &texts)
    };
    vec![
        category("Facturen"),
        category("Contracten"),
        category("Briefwisseling"),
        row(
            PlainKind::DocumentFolder,
            "VF",
            &[("Code", "VF"), ("Description", "Verkoopfacturen")],
        ),
        row(
            PlainKind::Bank,
            "Proefbank",
            &[
                ("BankName", "Proefbank"),
                ("BICCode", "PROFBEBB"),
                ("Country", "BE"),
                ("Status", "A"),
            ],
        ),
        row(
            PlainKind::Layout,
            "factuur",
            &[("Subject", "Verkoopfactuur")],
        ),
        class("B", "Balans", "D"),
        class("W", "Winst en verlies", "C"),
    ]
}

fn accounts(id: &dyn Fn(&str) -> Uuid) -> Vec<Account> {
    let rows = [
        (
            "101",
            "Fictieve Garage BV",
            "Proefweg 12",
            "9998",
            "Proefdorp",
            "BE0001010184",
            "C",
        ),
        (
            "102",
            "D'Essai Amélie",
            "Rue de l'Exemple 7",
            "4999",
            "Testville",
            "",
            "C",
        ),
        (
            "103",
            "LeaseDemo NV",
            "Voorbeeldlaan 100",
            "9999",
            "Testgem",
            "BE0001010283",
            "C",
        ),
        (
            "201",
            "Onderdelen Proef",
            "Proefweg 1",
            "9998",
            "Proefdorp",
            "BE0001010382",
            "A",
        ),
    ];
    let make = |(code, name, address, postcode, city, vat, status): (
        &str,
        &str,
        &str,
        &str,
        &str,
        &str,
        &str,
    )| Account {
        id: id(&format!("account {code}")),
        code: code.to_owned(),
        name: name.to_owned(),
        status: status.to_owned(),
        address_line1: address.to_owned(),
        postcode: postcode.to_owned(),
        city: city.to_owned(),
        country: "BE".to_owned(),
        vat_number: vat.to_owned(),
        language: "NL".to_owned(),
        payment_condition: "30".to_owned(),
        ..Account::default()
    };
    rows.into_iter().map(make).collect()
}

/// A few invoices of the last days, and an older one that is processed.
fn entries(id: &dyn Fn(&str) -> Uuid, codes: [&str; 4], today: Date) -> Vec<EntrySeed> {
    let sale = |name: &str,
                (customer, journal): (&str, &str),
                days: i64,
                lines: &[(&str, i64, &str, &str)]| {
        let date = today.saturating_sub(days.days());
        let line = |(index, (gl, cents, vat, text)): (usize, &(&str, i64, &str, &str))| SaleLine {
            id: id(&format!("{name} line {index}")),
            gl_account: Some(id(&format!("gl {gl}"))),
            amount: Some(Money(*cents)),
            vat_code: Some((*vat).to_owned()),
            description: (*text).to_owned(),
            ..SaleLine::default()
        };
        EntrySeed {
            draft: SaleDraft {
                id: id(name),
                journal: Some(journal.to_owned()),
                customer: Some(id(&format!("account {customer}"))),
                date: Some(date),
                your_ref: name.to_owned(),
                description: format!("Factuur {name}"),
                lines: lines.iter().enumerate().map(line).collect(),
                ..SaleDraft::default()
            },
            at: TimeZone::UTC
                .to_timestamp(date.at(9, 0, 0, 0))
                .unwrap_or_default(),
            ..EntrySeed::default()
        }
    };
    let (high, low) = (codes[1], codes[3]);
    let mut old = sale(
        "P-0001",
        ("101", "70"),
        40,
        &[("704000", 45_000, high, "Arbeidsloon 1-DOO-417")],
    );
    old.status = crate::books::Status::Processed;
    vec![
        old,
        sale(
            "P-0002",
            ("102", "70"),
            6,
            &[
                ("704000", 38_250, high, "Plaatwerk voorscherm"),
                ("705000", 21_499, high, "Voorscherm links"),
                ("705750", 9_680, high, "Lak en vernis"),
            ],
        ),
        sale(
            "P-0003",
            ("103", "71"),
            3,
            &[
                ("704000", 112_000, high, "Herstelling 2-PRO-001"),
                ("704900", 2_500, low, "Milieubijdrage"),
            ],
        ),
        sale(
            "P-0004",
            ("101", "70"),
            1,
            &[("704000", -4_500, high, "Creditnota P-0001, teveel uren")],
        ),
    ]
}
