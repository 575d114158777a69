//! Invoices that are made here, from items (facts 4.13). They are in the books only once they are printed: then they
//! become a sales entry, as if it had been entered by hand.

mod apply;
mod check;
mod price;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::bag::Bag;
use super::shelf::{List, Shelf, Sum, SumKey, date_order};
use super::table::{Index, Record, Slot, Stamp};
use crate::money::Money;

/// Kinds of invoice; Exact's numbers.
pub mod invoice_type {
    /// An invoice.
    pub const INVOICE: i32 = 8_020;
    /// A credit note.
    pub const CREDIT: i32 = 8_021;
    /// An invoice without order.
    pub const DIRECT: i32 = 8_023;
    /// A credit note without order.
    pub const DIRECT_CREDIT: i32 = 8_024;
}

/// How far an invoice is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum InvoiceStatus {
    /// 10: somebody still works on it.
    Concept,
    /// 20: to be printed.
    #[default]
    Open,
    /// 50: printed and booked; it cannot change any more.
    Printed,
}

impl InvoiceStatus {
    /// All, in their order.
    pub const ALL: [InvoiceStatus; 3] = [
        InvoiceStatus::Concept,
        InvoiceStatus::Open,
        InvoiceStatus::Printed,
    ];

    /// Exact's number.
    #[must_use]
    pub fn number(self) -> i32 {
        match self {
            InvoiceStatus::Concept => 10,
            InvoiceStatus::Open => 20,
            InvoiceStatus::Printed => 50,
        }
    }
}

/// One line as it is entered. What it does not say it has from its item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvoiceItem {
    /// Its key, chosen by whoever makes the act.
    pub id: Uuid,
    /// The item.
    pub item: Option<Uuid>,
    /// How many; one when absent.
    pub quantity: Option<Decimal>,
    /// Price of one, before discount.
    pub unit_price: Option<Decimal>,
    /// Discount as a fraction.
    pub discount: Option<Decimal>,
    /// Price of one after discount, when it is not to be computed.
    pub net_price: Option<Decimal>,
    /// Net amount, when it is not to be computed.
    pub amount: Option<Money>,
    /// The revenue account.
    pub gl_account: Option<Uuid>,
    /// VAT code.
    pub vat_code: Option<String>,
    /// VAT, when it is not to be computed.
    pub vat_amount: Option<Money>,
    /// VAT fraction; must fit the code.
    pub vat_percentage: Option<Decimal>,
    /// Text.
    pub description: Option<String>,
    /// Cost centre code.
    pub cost_centre: Option<String>,
    /// Cost unit code.
    pub cost_unit: Option<String>,
    /// Notes.
    pub notes: String,
    /// Every other property that was set.
    pub other: Bag,
}

/// An invoice as it is entered; `InvoiceDraft<()>` is its head alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvoiceDraft<L = Vec<InvoiceItem>> {
    /// Its key, chosen by whoever makes the act.
    pub id: Uuid,
    /// Journal code.
    pub journal: Option<String>,
    /// Kind ([`invoice_type`]); else by the sign of the total.
    pub kind: Option<i32>,
    /// Whether somebody still works on it.
    pub concept: bool,
    /// Who ordered.
    pub ordered_by: Option<Uuid>,
    /// Who pays; who ordered when absent.
    pub invoice_to: Option<Uuid>,
    /// Who gets it; who ordered when absent.
    pub deliver_to: Option<Uuid>,
    /// Due date; else by the payment condition.
    pub due_date: Option<Date>,
    /// The customer's reference; at most 30 characters.
    pub your_ref: String,
    /// Structured reference for the bank.
    pub payment_reference: String,
    /// Payment condition code; else the customer's.
    pub payment_condition: Option<String>,
    /// Header text.
    pub description: String,
    /// Currency; else the company's.
    pub currency: Option<String>,
    /// Key of a document.
    pub document: Option<Uuid>,
    /// Order number.
    pub order_number: Option<i32>,
    /// Every other property that was set.
    pub other: Bag,
    /// The lines.
    pub lines: L,
}

/// How an invoice is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Printing {
    /// The invoice's key.
    pub invoice: Uuid,
    /// Invoice date; else the day of the act.
    pub date: Option<Date>,
    /// Financial year; else by the date.
    pub year: Option<i16>,
    /// Financial period; else by the date.
    pub period: Option<i16>,
    /// Every other property that was sent: how it is delivered.
    pub other: Bag,
}

/// What can be done with invoices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceDeed {
    /// Makes one.
    Enter(Box<InvoiceDraft>),
    /// Makes it anew under its key.
    Edit(Box<InvoiceDraft>),
    /// Removes one.
    Delete(
        /// Its key.
        Uuid,
    ),
    /// Prints and books one.
    Print(Box<Printing>),
}

/// An invoice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SalesInvoice {
    /// As entered, without the lines.
    pub draft: InvoiceDraft<()>,
    /// Kind ([`invoice_type`]).
    pub kind: i32,
    /// Who pays.
    pub invoice_to: Uuid,
    /// Net total.
    pub net: Money,
    /// VAT total.
    pub vat: Money,
    /// Payment condition code; empty when only a due date was given.
    pub payment_condition: String,
    /// When it is to be paid: as entered, or since it was printed.
    pub due_date: Option<Date>,
    /// How far it is.
    pub status: InvoiceStatus,
    /// Invoice date, since it was printed.
    pub date: Option<Date>,
    /// Invoice number, since it was printed.
    pub number: Option<i32>,
    /// The sales entry that it became.
    pub entry: Option<Uuid>,
    /// How it was printed.
    pub printing: Printing,
    /// Who, when, version.
    pub stamp: Stamp,
}

/// A line of an invoice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvoiceLine {
    /// As entered, completed from the item.
    pub draft: InvoiceItem,
    /// The invoice's key.
    pub invoice: Uuid,
    /// 1, 2, …
    pub number: i32,
    /// The item.
    pub item: Uuid,
    /// The revenue account.
    pub gl_account: Uuid,
    /// Net; negative on a credit note.
    pub net: Money,
    /// VAT code that was used; empty for none.
    pub vat_code: String,
    /// VAT fraction.
    pub vat_percentage: Decimal,
    /// VAT.
    pub vat: Money,
    /// Who, when, version.
    pub stamp: Stamp,
}

impl<L> InvoiceDraft<L> {
    /// The same head with other lines, or none.
    #[must_use]
    pub fn with_lines<M>(self, lines: M) -> InvoiceDraft<M> {
        InvoiceDraft {
            id: self.id,
            journal: self.journal,
            kind: self.kind,
            concept: self.concept,
            ordered_by: self.ordered_by,
            invoice_to: self.invoice_to,
            deliver_to: self.deliver_to,
            due_date: self.due_date,
            your_ref: self.your_ref,
            payment_reference: self.payment_reference,
            payment_condition: self.payment_condition,
            description: self.description,
            currency: self.currency,
            document: self.document,
            order_number: self.order_number,
            other: self.other,
            lines,
        }
    }
}

impl SalesInvoice {
    /// Total including VAT.
    #[must_use]
    pub fn total(&self) -> Money {
        self.net + self.vat
    }

    /// Its date; the day on which it was made when it is not printed.
    #[must_use]
    pub fn day(&self) -> Date {
        let made = || TimeZone::UTC.to_datetime(self.stamp.created).date();
        self.date.unwrap_or_else(made)
    }

    /// Journal code.
    #[must_use]
    pub fn journal(&self) -> &str {
        self.draft.journal.as_deref().unwrap_or_default()
    }
}

impl Record for SalesInvoice {
    fn id(&self) -> Uuid {
        self.draft.id
    }
    fn stamp(&self) -> &Stamp {
        &self.stamp
    }
    fn stamp_mut(&mut self) -> &mut Stamp {
        &mut self.stamp
    }
    fn keys(&self) -> Vec<(Index, Slot)> {
        let draft = &self.draft;
        let parties = [draft.ordered_by, Some(self.invoice_to), draft.deliver_to];
        let mut keys = vec![
            Index::Journal.of(self.journal()),
            Index::EntryNumber.of(self.number),
            Index::YourRef.of(&draft.your_ref),
            Index::PaymentReference.of(&draft.payment_reference),
            Index::Document.of(draft.document),
            Index::Date.of(self.date),
            Index::Status.of(self.status.number()),
            Index::Entry.of(self.entry),
        ];
        keys.extend(parties.map(|party| Index::Account.of(party)));
        keys
    }
    fn shelves(&self) -> Vec<Shelf> {
        vec![Shelf::of(List::Invoices, self.status)]
    }
    fn order(&self) -> u64 {
        date_order(self.day())
    }
}

impl Record for InvoiceLine {
    fn id(&self) -> Uuid {
        self.draft.id
    }
    fn stamp(&self) -> &Stamp {
        &self.stamp
    }
    fn stamp_mut(&mut self) -> &mut Stamp {
        &mut self.stamp
    }
    fn keys(&self) -> Vec<(Index, Slot)> {
        vec![
            Index::Entry.of(self.invoice),
            Index::Item.of(self.item),
            Index::GlAccount.of(self.gl_account),
        ]
    }
    fn sums(&self) -> Vec<(SumKey, Money)> {
        let code = |code: &Option<String>| code.clone().unwrap_or_default();
        let named = [
            (Sum::VatCode, self.vat_code.clone()),
            (Sum::CostCentre, code(&self.draft.cost_centre)),
            (Sum::CostUnit, code(&self.draft.cost_unit)),
        ];
        let keys = named
            .iter()
            .filter_map(|(sum, code)| SumKey::of_code(*sum, code));
        keys.map(|key| (key, Money::ZERO)).collect()
    }
}
