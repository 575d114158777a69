//! Invoices and credit notes: what is printed, apart from how it is booked.

use jiff::civil::Date;

use crate::ids::{CustomerId, InvoiceId, JournalId, LocationId};
use crate::line::{Coding, DraftLine, Line};
use crate::money::Money;
use crate::number::InvoiceNumber;
use crate::party::Party;
use crate::vat::{VatTotal, VatTreatment};
use crate::words::words;

/// Invoice or credit note.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// An invoice (*factuur*): its total is positive.
    Invoice,
    /// A credit note (*creditnota*): its total is negative.
    CreditNote,
}

words!(InvoiceKind: Invoice = "invoice", CreditNote = "credit_note");

/// Where an invoice came from.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Made at our own desk.
    Desk,
    /// Read from a UBL file.
    Ubl,
}

words!(Source: Desk = "desk", Ubl = "ubl");

/// An invoice before VAT is computed. Amounts are signed: negative on a credit note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Invoice or credit note.
    pub kind: InvoiceKind,
    /// Its number, once it has one.
    pub number: Option<InvoiceNumber>,
    /// Invoice date (*factuurdatum*), which is also the booking date.
    pub issue_date: Date,
    /// Due date (*vervaldatum*).
    pub due_date: Option<Date>,
    /// Date of supply or completion, where it is known.
    pub supply_date: Option<Date>,
    /// Payment reference, as printed or as twelve digits; empty for none.
    pub payment_reference: String,
    /// Number plate (*nummerplaat*); empty for none.
    pub plate: String,
    /// Free text.
    pub note: String,
    /// Who is invoiced.
    pub buyer: Party,
    /// Lines, in printed order.
    pub lines: Vec<DraftLine>,
    /// What was paid before the invoice, signed like the total.
    pub prepaid: Money,
    /// Numbers of the invoices that it corrects.
    pub corrects: Vec<String>,
}

/// The printed content of an invoice; immutable once issued. Amounts are signed: negative on a
/// credit note.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Printed {
    /// Invoice or credit note.
    pub kind: InvoiceKind,
    /// Its number; `None` while it is a draft.
    pub number: Option<InvoiceNumber>,
    /// Invoice date (*factuurdatum*), which is also the booking date.
    pub issue_date: Date,
    /// Due date (*vervaldatum*).
    pub due_date: Option<Date>,
    /// Date of supply or completion, where it is known.
    pub supply_date: Option<Date>,
    /// Payment reference; empty for none.
    pub payment_reference: String,
    /// Number plate (*nummerplaat*); empty for none.
    pub plate: String,
    /// Free text.
    pub note: String,
    /// Who is invoiced, as printed.
    pub buyer: Party,
    /// Lines, in printed order.
    pub lines: Vec<Line>,
    /// VAT per treatment, in order of treatment.
    pub vat: Vec<VatTotal>,
    /// Sum of the lines.
    pub net: Money,
    /// Sum of the VAT.
    pub vat_total: Money,
    /// What is owed for it: net and VAT.
    pub total: Money,
    /// What was paid before the invoice.
    pub prepaid: Money,
    /// Numbers of the invoices that it corrects.
    pub corrects: Vec<String>,
}

impl Printed {
    /// The treatment and net of each line with an amount, in line order.
    #[must_use]
    pub fn taxed_lines(&self) -> Vec<(VatTreatment, Money)> {
        self.lines
            .iter()
            .filter_map(|line| Some((line.treatment, line.net?)))
            .collect()
    }
}

/// An invoice in the books: what it prints, and how it is booked.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Invoice {
    /// Key.
    pub id: InvoiceId,
    /// The shop that issued it.
    pub location: LocationId,
    /// Its journal.
    pub journal: JournalId,
    /// The customer who owes it.
    pub customer: CustomerId,
    /// Where it came from.
    pub source: Source,
    /// What it prints; never changes once issued.
    pub printed: Printed,
    /// How each line is booked: as many as there are lines.
    pub coding: Vec<Coding>,
}
