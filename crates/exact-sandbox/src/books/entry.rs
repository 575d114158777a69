//! A sales entry: what was entered, and what the books made of it.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::pack::{Pack, Packed, packed};
use super::shelf::{List, Shelf, Sum, SumKey, code_owner, number_order};
use super::table::{Index, Record, Slot, Stamp};
use crate::money::Money;

/// Whether an entry was processed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 20: entered, still to be processed.
    #[default]
    Open,
    /// 50: processed, cannot change any more.
    Processed,
}

impl Status {
    /// Exact's number.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Status::Open => 20,
            Status::Processed => 50,
        }
    }
}

impl Packed for Status {
    fn same(&self, like: &Self) -> bool {
        self == like
    }
    fn write(&self, _: &Self, out: &mut Vec<u8>) {
        (*self == Status::Processed).write(&false, out);
    }
    fn read(_: &Self, from: &mut &[u8]) -> Option<Self> {
        bool::read(&false, from).map(|processed| {
            if processed {
                Status::Processed
            } else {
                Status::Open
            }
        })
    }
}

/// One line as it is entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SaleLine {
    /// Its key, chosen by whoever makes the act.
    pub id: Uuid,
    /// The revenue account.
    pub gl_account: Option<Uuid>,
    /// Net amount; negative on a credit note.
    pub amount: Option<Money>,
    /// VAT code; else the ledger account's.
    pub vat_code: Option<String>,
    /// VAT, when it is not to be computed.
    pub vat_amount: Option<Money>,
    /// VAT fraction; must fit the code.
    pub vat_percentage: Option<Decimal>,
    /// Text.
    pub description: String,
    /// Cost centre code.
    pub cost_centre: Option<String>,
    /// Cost unit code.
    pub cost_unit: Option<String>,
    /// Quantity, informative.
    pub quantity: Option<Decimal>,
    /// Notes.
    pub notes: String,
    /// First day of a deferral.
    pub from: Option<Date>,
    /// Last day of a deferral.
    pub to: Option<Date>,
}

/// A sales entry as it is entered, by hand or through the API; `SaleDraft<()>` is its head alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SaleDraft<L = Vec<SaleLine>> {
    /// Its key, chosen by whoever makes the act.
    pub id: Uuid,
    /// Journal code.
    pub journal: Option<String>,
    /// The customer's key.
    pub customer: Option<Uuid>,
    /// Own number; else the journal's next.
    pub number: Option<i32>,
    /// Invoice date; else the day of the act.
    pub date: Option<Date>,
    /// Due date; else by the payment condition.
    pub due_date: Option<Date>,
    /// Financial year; else by the date.
    pub year: Option<i16>,
    /// Financial period; else by the date.
    pub period: Option<i16>,
    /// The external invoice number; at most 30 characters.
    pub your_ref: String,
    /// Structured reference for the bank.
    pub payment_reference: String,
    /// Payment condition code; else the customer's.
    pub payment_condition: Option<String>,
    /// Header text.
    pub description: String,
    /// Currency; else the company's.
    pub currency: Option<String>,
    /// Exchange rate.
    pub rate: Option<Decimal>,
    /// Key of a document.
    pub document: Option<Uuid>,
    /// Address or key of the external invoice.
    pub external_link: String,
    /// Order number.
    pub order_number: Option<i32>,
    /// Correction on the same side.
    pub reversal: bool,
    /// The lines.
    pub lines: L,
}

/// A line as it is booked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SalesLine {
    /// As entered.
    pub draft: SaleLine,
    /// 1, 2, …
    pub number: i32,
    /// The revenue account.
    pub gl_account: Uuid,
    /// Net.
    pub net: Money,
    /// VAT code that was used; empty for none.
    pub vat_code: String,
    /// VAT fraction.
    pub vat_percentage: Decimal,
    /// VAT.
    pub vat: Money,
}

/// A booked sales entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SalesEntry {
    /// As entered, without the lines.
    pub draft: SaleDraft<()>,
    /// Its key.
    pub id: Uuid,
    /// Its number: the invoice number in Exact.
    pub number: i32,
    /// Journal code.
    pub journal: String,
    /// The customer's key.
    pub customer: Uuid,
    /// Invoice date.
    pub date: Date,
    /// Due date.
    pub due_date: Date,
    /// Financial year.
    pub year: i16,
    /// Financial period.
    pub period: i16,
    /// Payment condition code; empty when only a due date was given.
    pub payment_condition: String,
    /// Currency code.
    pub currency: String,
    /// Open or processed.
    pub status: Status,
    /// The lines.
    pub(super) lines: SalesLines,
    /// Who, when, version.
    pub stamp: Stamp,
}

/// The lines of an entry, packed, with their sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SalesLines {
    pack: Pack<SalesLine>,
    net: Money,
    vat: Money,
}

impl SalesLines {
    /// Packs the lines.
    pub(super) fn of(lines: &[SalesLine]) -> SalesLines {
        SalesLines {
            pack: Pack::of(lines),
            net: lines.iter().map(|line| line.net).sum(),
            vat: lines.iter().map(|line| line.vat).sum(),
        }
    }
}

impl<L> SaleDraft<L> {
    /// The same head with other lines, or none.
    #[must_use]
    pub fn with_lines<M>(self, lines: M) -> SaleDraft<M> {
        SaleDraft {
            id: self.id,
            journal: self.journal,
            customer: self.customer,
            number: self.number,
            date: self.date,
            due_date: self.due_date,
            year: self.year,
            period: self.period,
            your_ref: self.your_ref,
            payment_reference: self.payment_reference,
            payment_condition: self.payment_condition,
            description: self.description,
            currency: self.currency,
            rate: self.rate,
            document: self.document,
            external_link: self.external_link,
            order_number: self.order_number,
            reversal: self.reversal,
            lines,
        }
    }
}

packed!(SaleLine {
    id,
    amount,
    vat_amount,
    description,
    gl_account,
    vat_code,
    quantity,
    cost_centre,
    cost_unit,
    vat_percentage,
    notes,
    from,
    to,
});

packed!(SalesLine {
    draft,
    number,
    net,
    vat,
    gl_account,
    vat_code,
    vat_percentage,
});

impl SalesEntry {
    /// The lines.
    #[must_use]
    pub fn lines(&self) -> Vec<SalesLine> {
        self.lines.pack.to_vec()
    }

    /// Whether its lines can be read.
    pub(super) fn is_whole(&self) -> bool {
        self.lines.pack.whole().is_some()
    }

    /// The line with this key.
    #[must_use]
    pub fn line(&self, id: Uuid) -> Option<SalesLine> {
        self.lines.pack.find(|line| line.draft.id == id)
    }

    /// The entry as it was entered, to be changed and entered anew.
    #[must_use]
    pub fn as_entered(&self) -> SaleDraft {
        let lines = self.lines().into_iter().map(|line| line.draft);
        self.draft.clone().with_lines(lines.collect())
    }

    /// Net total.
    #[must_use]
    pub fn net(&self) -> Money {
        self.lines.net
    }

    /// VAT total.
    #[must_use]
    pub fn vat(&self) -> Money {
        self.lines.vat
    }

    /// Total including VAT.
    #[must_use]
    pub fn total(&self) -> Money {
        self.net() + self.vat()
    }

    /// 20 sales entry, 21 credit note; follows the sign of the total.
    #[must_use]
    pub fn kind(&self) -> i64 {
        if self.total().is_negative() { 21 } else { 20 }
    }
}

impl Record for SalesEntry {
    fn id(&self) -> Uuid {
        self.id
    }
    fn stamp(&self) -> &Stamp {
        &self.stamp
    }
    fn stamp_mut(&mut self) -> &mut Stamp {
        &mut self.stamp
    }
    fn keys(&self) -> Vec<(Index, Slot)> {
        vec![
            Index::YourRef.of(&self.draft.your_ref),
            Index::Account.of(self.customer),
            Index::Journal.of(&self.journal),
            Index::EntryNumber.of(self.number),
            Index::PaymentReference.of(&self.draft.payment_reference),
            Index::Date.of(self.date),
            Index::JournalDate.of((&*self.journal, self.date)),
            Index::Document.of(self.draft.document),
        ]
    }
    fn shelves(&self) -> Vec<Shelf> {
        vec![Shelf::of(List::Entries, (&*self.journal, self.status))]
    }
    fn order(&self) -> u64 {
        number_order(self.year, self.number)
    }
    fn sums(&self) -> Vec<(SumKey, Money)> {
        let sum = match self.status {
            Status::Open => Sum::ToProcess,
            Status::Processed => Sum::Processed,
        };
        let key = SumKey::new(sum, code_owner(&self.journal), self.date);
        vec![(key, self.total())]
    }
}
