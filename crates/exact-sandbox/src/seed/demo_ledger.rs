//! The demo companies' ledger: accounts, journals, VAT codes, payment conditions.

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::books::{
    Field, GlAccount, Item, Journal, PaymentCondition, VatCode, gl_type, journal_type,
};

pub(super) fn gl_accounts(id: &dyn Fn(&str) -> Uuid, high: &str) -> Vec<GlAccount> {
    let rows = [
        (
            "400000",
            "Handelsdebiteuren",
            gl_type::RECEIVABLE,
            "B",
            "D",
            "",
        ),
        ("440000", "Leveranciers", gl_type::PAYABLE, "B", "C", ""),
        ("451000", "Te betalen btw", gl_type::VAT, "B", "C", ""),
        ("550000", "Bank", gl_type::BANK, "B", "D", ""),
        ("499000", "Wachtrekening", 90, "B", "D", ""),
        ("704000", "Arbeidsloon", gl_type::REVENUE, "W", "C", high),
        ("705000", "Onderdelen", gl_type::REVENUE, "W", "C", high),
        ("705750", "Spuitproducten", gl_type::REVENUE, "W", "C", high),
        ("704900", "Diversen", gl_type::REVENUE, "W", "C", ""),
        ("640200", "Diverse kosten", gl_type::COSTS, "W", "D", ""),
    ];
    let make =
        |(code, name, kind, balance, side, vat): (&str, &str, i32, &str, &str, &str)| GlAccount {
            id: id(&format!("gl {code}")),
            code: code.to_owned(),
            description: name.to_owned(),
            kind,
            balance_type: balance.to_owned(),
            balance_side: side.to_owned(),
            vat_code: vat.to_owned(),
            ..GlAccount::default()
        };
    rows.into_iter().map(make).collect()
}

pub(super) fn journals(id: &dyn Fn(&str) -> Uuid) -> Vec<Journal> {
    let rows = [
        ("60", "Aankopen", journal_type::PURCHASE, "440000"),
        ("70", "Verkopen", journal_type::SALES, "400000"),
        ("71", "Verkopen carrosserie", journal_type::SALES, "400000"),
        ("20", "Bank", journal_type::BANK, "550000"),
        (
            "90",
            "Diverse verrichtingen",
            journal_type::GENERAL,
            "499000",
        ),
    ];
    let make = |(code, name, kind, gl): (&str, &str, i32, &str)| Journal {
        id: id(&format!("journal {code}")),
        code: code.to_owned(),
        description: name.to_owned(),
        kind,
        gl_account: id(&format!("gl {gl}")),
        ..Journal::default()
    };
    rows.into_iter().map(make).collect()
}

pub(super) fn vat_codes(id: &dyn Fn(&str) -> Uuid, codes: [&str; 4]) -> Vec<VatCode> {
    let rows = [
        ("Geen btw", "N", Decimal::ZERO),
        ("Btw 21 %, exclusief", "E", Decimal::new(21, 2)),
        ("Btw 21 %, inclusief", "I", Decimal::new(21, 2)),
        ("Btw 6 %, exclusief", "E", Decimal::new(6, 2)),
    ];
    let make = |(code, (name, kind, percentage)): (&str, (&str, &str, Decimal))| VatCode {
        id: id(&format!("vat {code}")),
        code: code.to_owned(),
        description: name.to_owned(),
        percentage,
        kind: kind.to_owned(),
        transactions: "B".to_owned(),
        eu_listing: "N".to_owned(),
        gl_to_pay: id("gl 451000"),
        ..VatCode::default()
    };
    codes.into_iter().zip(rows).map(make).collect()
}

pub(super) fn conditions(id: &dyn Fn(&str) -> Uuid) -> Vec<PaymentCondition> {
    let make = |(code, name, days): (&str, &str, i32)| PaymentCondition {
        id: id(&format!("condition {code}")),
        code: code.to_owned(),
        description: name.to_owned(),
        days,
        method: "B".to_owned(),
        ..PaymentCondition::default()
    };
    [
        ("00", "Contant", 0),
        ("14", "14 dagen", 14),
        ("30", "30 dagen", 30),
    ]
    .into_iter()
    .map(make)
    .collect()
}

/// What the demo companies sell: by the hour, by the piece, and one item that is only bought.
pub(super) fn items(id: &dyn Fn(&str) -> Uuid, codes: [&str; 4]) -> Vec<Item> {
    let rows = [
        (
            "UUR",
            "Arbeidsloon per uur",
            "704000",
            codes[1],
            6_250,
            "uur",
            true,
        ),
        (
            "VERF",
            "Spuitproducten per liter",
            "705750",
            codes[1],
            3_890,
            "l",
            true,
        ),
        (
            "MILIEU",
            "Milieubijdrage",
            "704900",
            codes[3],
            250,
            "pc",
            true,
        ),
        ("POETS", "Poetsdoeken", "704900", "", 0, "pc", false),
    ];
    let make =
        |(code, name, gl, vat, cents, unit, sold): (&str, &str, &str, &str, i64, &str, bool)| {
            Item {
                id: id(&format!("item {code}")),
                code: code.to_owned(),
                description: name.to_owned(),
                sales_item: sold,
                gl_revenue: Some(id(&format!("gl {gl}"))),
                vat_code: vat.to_owned(),
                price: Decimal::new(cents, 2),
                other: [("Unit".to_owned(), Field::Text(unit.to_owned()))].into(),
                ..Item::default()
            }
        };
    rows.into_iter().map(make).collect()
}
