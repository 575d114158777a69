//! The invoices of one world, drawn from its seed: clean ones that must be booked, and dirty ones that must not.

use std::collections::BTreeMap;

use domain::{
    Coding, CustomerId, Draft, DraftLine, Invoice, InvoiceId, InvoiceKind, InvoiceNumber,
    JournalId, LedgerAccountId, Money, Printed, Source, VatRate, VatRegime, VatTreatment,
};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use store::{Db, params};

use crate::{chance::Chance, customers, image::LOCATION};

/// What is wrong with an invoice, before anybody mends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dirt {
    /// Its customer has no address; it may be mended.
    NoAddress,
    /// Exact has somebody else under the number of its customer.
    SomebodyElse,
    /// It has no number.
    NoNumber,
    /// A line has no account.
    NoAccount,
    /// Its VAT treatment has no code in Exact.
    NoVatCode,
    /// It is older than the start date.
    TooOld,
}

/// An invoice, and what is to become of it.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    pub(crate) invoice: Invoice,
    /// The code of its journal.
    pub(crate) journal: &'static str,
    pub(crate) dirt: Option<Dirt>,
}

impl Planned {
    /// Its number, empty when it has none.
    pub(crate) fn reference(&self) -> &str {
        self.invoice
            .printed
            .number
            .as_ref()
            .map_or("", |number| number.as_str())
    }
}

/// What the image has that invoices name.
pub(crate) struct Desk {
    journals: BTreeMap<String, JournalId>,
    pub(crate) accounts: BTreeMap<String, LedgerAccountId>,
}

/// The accounts on which lines are booked.
pub(crate) const ACCOUNTS: &[&str] = &["704000", "705000", "705750"];

impl Desk {
    pub(crate) async fn look(db: &Db) -> Self {
        let mut tx = db.read().await.unwrap();
        let journals: Vec<(String, i64)> = tx
            .all("SELECT code, id FROM journal", params![])
            .await
            .unwrap();
        let accounts: Vec<(String, i64)> = tx
            .all("SELECT number, id FROM ledger_account", params![])
            .await
            .unwrap();
        Self {
            journals: journals
                .into_iter()
                .map(|(code, id)| (code, JournalId::new(id)))
                .collect(),
            accounts: accounts
                .into_iter()
                .map(|(number, id)| (number, LedgerAccountId::new(id)))
                .collect(),
        }
    }

    /// Draws the invoices of a world.
    pub(crate) fn draw(&self, chance: &mut Chance) -> Vec<Planned> {
        let many = i64::try_from(chance.between(1, 9)).unwrap();
        (1..=many).map(|number| self.one(chance, number)).collect()
    }

    fn one(&self, chance: &mut Chance, number: i64) -> Planned {
        let dirt = chance.percent(20).then(|| {
            *chance.pick(&[
                Dirt::NoAddress,
                Dirt::SomebodyElse,
                Dirt::NoNumber,
                Dirt::NoAccount,
                Dirt::NoVatCode,
                Dirt::TooOld,
            ])
        });
        let customer = match dirt {
            Some(Dirt::NoAddress) => customers::ADDRESSLESS,
            Some(Dirt::SomebodyElse) => customers::MISTAKEN,
            _ => *chance.pick(&[101, 101, 102, 103, 900, 901, 902]),
        };
        let (journal, prefix) = *chance.pick(&[("70", "A1"), ("70", "A1"), ("71", "B1")]);
        let day = match dirt {
            Some(Dirt::TooOld) => date(2026, 9, 15),
            _ => date(2026, 11, i8::try_from(chance.between(1, 20)).unwrap()),
        };
        let lines = self.lines(chance, dirt);
        let printed = printed(lines.iter().map(|(line, _)| line.clone()).collect(), day);
        let number_text = format!("{prefix}-{number}");
        let mut printed = printed;
        if dirt != Some(Dirt::NoNumber) {
            printed.number = InvoiceNumber::parse(&number_text).ok();
        }
        Planned {
            invoice: Invoice {
                id: InvoiceId::new(number),
                location: LOCATION,
                journal: self.journals[journal],
                customer: CustomerId::new(customer),
                source: Source::Desk,
                printed,
                coding: lines.into_iter().map(|(_, coding)| coding).collect(),
            },
            journal,
            dirt,
        }
    }

    fn lines(&self, chance: &mut Chance, dirt: Option<Dirt>) -> Vec<(DraftLine, Coding)> {
        let sign = if chance.percent(20) { -1 } else { 1 };
        let many = chance.between(1, 4);
        (0..many)
            .map(|position| {
                let treatment = match chance.below(4) {
                    _ if dirt == Some(Dirt::NoVatCode) => VatTreatment::untaxed(VatRegime::Margin),
                    0 => VatTreatment::standard(VatRate::PERCENT_6),
                    1 => VatTreatment::untaxed(VatRegime::Exempt),
                    _ => VatTreatment::standard(VatRate::PERCENT_21),
                };
                let cents = i64::try_from(chance.between(1, 20_000)).unwrap();
                let price = Money::from_cents(sign * cents).to_decimal();
                let text = format!("Werk {position}");
                let line = DraftLine::priced(&text, Decimal::ONE, "stuk", price, treatment);
                let account = self.accounts[*chance.pick(ACCOUNTS)];
                let coding = Coding {
                    ledger_account: (dirt != Some(Dirt::NoAccount)).then_some(account),
                    cost_centre: String::new(),
                };
                (line.unwrap(), coding)
            })
            .collect()
    }
}

fn printed(lines: Vec<DraftLine>, day: Date) -> Printed {
    let total: Money = lines.iter().filter_map(|line| line.net).sum();
    let kind = if total.is_negative() {
        InvoiceKind::CreditNote
    } else {
        InvoiceKind::Invoice
    };
    let draft = Draft {
        kind,
        number: None,
        issue_date: day,
        due_date: Some(day.saturating_add(jiff::Span::new().days(30))),
        supply_date: None,
        payment_reference: String::new(),
        plate: "1-ABC-234".to_owned(),
        note: String::new(),
        buyer: domain::Party {
            name: "Klant".to_owned(),
            ..Default::default()
        },
        lines,
        prepaid: Money::ZERO,
        corrects: Vec::new(),
    };
    Printed::compute(draft).unwrap()
}

/// The VAT code of a treatment in the sandbox's company.
pub(crate) fn vat_code(treatment: VatTreatment) -> &'static str {
    if treatment == VatTreatment::standard(VatRate::PERCENT_21) {
        "2"
    } else if treatment == VatTreatment::standard(VatRate::PERCENT_6) {
        "4"
    } else {
        "0"
    }
}
