//! What an administration books on: its chart, journals, VAT codes, payment conditions and periods.

use std::collections::BTreeMap;

use domain::Language;
use exact_sandbox::books::{GlAccount, Journal, PaymentCondition, Period, VatCode, journal_type};
use jiff::ToSpan as _;
use jiff::civil::date;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::demo::chance::Chance;
use crate::demo::chart::{ACCOUNTS, FRENCH};
use crate::demo::dirty::ACCOUNT_BLOCKED;
use crate::demo::group::{JournalRole, Shop};
use crate::demo::sandbox_books::CONDITION;
use crate::demo::world::World;

/// The receivable account behind every sales journal.
const RECEIVABLE: &str = "400000";
/// Where VAT to pay is booked.
const VAT_TO_PAY: &str = "451100";
/// Journals that are not for sales: code, name, type, counter account.
const OTHER_JOURNALS: [(&str, &str, i32, &str); 4] = [
    ("200", "Bank zichtrekening", journal_type::BANK, "550000"),
    (
        "600",
        "Aankoop Onderdelen",
        journal_type::PURCHASE,
        "440000",
    ),
    ("610", "Aankoop diensten", journal_type::PURCHASE, "440000"),
    (
        "900",
        "Diverse verrichtingen",
        journal_type::GENERAL,
        "499000",
    ),
];

/// The ledger of one administration.
pub(super) struct Ledger {
    pub(super) gl_accounts: Vec<GlAccount>,
    pub(super) journals: Vec<Journal>,
    pub(super) vat_codes: Vec<VatCode>,
    keys: BTreeMap<&'static str, Uuid>,
}

impl Ledger {
    pub(super) fn of(shop: &Shop, chance: &mut Chance) -> Self {
        let keys: BTreeMap<&'static str, Uuid> = ACCOUNTS
            .iter()
            .map(|(code, _, _)| (*code, chance.uuid()))
            .collect();
        let key = |code: &str| keys.get(code).copied().unwrap_or_default();
        let gl_accounts = ACCOUNTS
            .iter()
            .map(|row| gl_account(row, key(row.0), shop.language))
            .collect();
        let sales = shop
            .journals
            .iter()
            .filter(|journal| journal.role != JournalRole::Unmapped);
        let sales = sales.map(|it| (it.code, it.name, journal_type::SALES, RECEIVABLE));
        let journals = sales
            .chain(OTHER_JOURNALS)
            .map(|(code, name, kind, counter)| Journal {
                id: chance.uuid(),
                code: code.to_owned(),
                description: name.to_owned(),
                kind,
                gl_account: key(counter),
                iban: if kind == journal_type::BANK {
                    shop.iban.to_owned()
                } else {
                    String::new()
                },
                ..Journal::default()
            })
            .collect();
        let vat_codes = shop.vat_codes.iter().map(|row| VatCode {
            id: chance.uuid(),
            code: row.code.to_owned(),
            description: row.name.to_owned(),
            percentage: Decimal::new(row.hundredths, 4),
            kind: row.kind.to_owned(),
            transactions: row.transactions.to_owned(),
            eu_listing: row.eu_listing.to_owned(),
            gl_to_pay: key(VAT_TO_PAY),
            ..VatCode::default()
        });
        Self {
            gl_accounts,
            journals,
            vat_codes: vat_codes.collect(),
            keys,
        }
    }

    /// The key of a ledger account.
    pub(super) fn key(&self, code: &str) -> Option<Uuid> {
        self.keys.get(code).copied()
    }
}

fn gl_account((code, name, kind): &(&str, &str, i32), id: Uuid, language: Language) -> GlAccount {
    let french = FRENCH
        .iter()
        .find(|(known, _)| known == code)
        .map(|(_, french)| *french);
    let name = french.filter(|_| language == Language::Fr).unwrap_or(name);
    let class = code.chars().next().unwrap_or_default();
    GlAccount {
        id,
        code: (*code).to_owned(),
        description: name.to_owned(),
        kind: *kind,
        balance_type: if matches!(class, '6' | '7') { "W" } else { "B" }.to_owned(),
        balance_side: if matches!(class, '1' | '7') { "C" } else { "D" }.to_owned(),
        blocked: *code == ACCOUNT_BLOCKED,
        ..GlAccount::default()
    }
}

/// Months, of every year that the demo touches and the one after.
pub(super) fn periods(world: &World, chance: &mut Chance) -> Vec<Period> {
    let first = world
        .months
        .first()
        .map_or(world.today, |month| month.first)
        .year();
    (first..=world.today.year() + 1)
        .flat_map(|year| (1..=12_i8).map(move |month| (year, month)))
        .map(|(year, month)| {
            let start = date(year, month, 1);
            let end = start.saturating_add(1.month()).saturating_sub(1.day());
            Period {
                id: chance.uuid(),
                year,
                period: i16::from(month),
                start,
                end,
                ..Period::default()
            }
        })
        .collect()
}

/// At once, and within thirty days.
pub(super) fn conditions(chance: &mut Chance) -> Vec<PaymentCondition> {
    [
        ("00", "Contant", 0),
        (CONDITION, "30 dagen na factuurdatum", 30),
    ]
    .map(|(code, name, days)| PaymentCondition {
        id: chance.uuid(),
        code: code.to_owned(),
        description: name.to_owned(),
        days,
        method: "B".to_owned(),
        ..PaymentCondition::default()
    })
    .into()
}
