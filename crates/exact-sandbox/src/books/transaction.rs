//! Ledger lines and payment terms: what a booking leaves in the ledger and among the receivables.

use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::entry::Status;
use super::table::{Index, Record, Stamp};
use crate::money::Money;

/// One line of the general ledger. The lines of an entry sum to zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionLine {
    /// Its key; a revenue line has that of its sales entry line.
    pub id: Uuid,
    /// The entry it belongs to.
    pub entry: Uuid,
    /// Entry number.
    pub entry_number: i32,
    /// 0 is the header line, on the receivable account.
    pub number: i32,
    /// 20 sales entry, 21 credit note, …
    pub kind: i64,
    /// Journal code.
    pub journal: String,
    /// The customer.
    pub account: Uuid,
    /// The ledger account.
    pub gl_account: Uuid,
    /// Debit positive.
    pub amount: Money,
    /// What VAT was computed on.
    pub vat_base: Money,
    /// The VAT of this line.
    pub vat_amount: Money,
    /// VAT code; empty for none.
    pub vat_code: String,
    /// VAT fraction.
    pub vat_percentage: Decimal,
    /// Exact's letter for the part this line plays in VAT.
    pub vat_type: String,
    /// Booking date.
    pub date: Date,
    /// Due date; on the header line.
    pub due_date: Option<Date>,
    /// Financial year.
    pub year: i16,
    /// Financial period.
    pub period: i16,
    /// Text.
    pub description: String,
    /// Notes.
    pub notes: String,
    /// External invoice number; on the header line.
    pub your_ref: String,
    /// Structured reference; on the header line.
    pub payment_reference: String,
    /// Address of the external invoice; on the header line.
    pub external_link: String,
    /// Currency code.
    pub currency: String,
    /// Cost centre code.
    pub cost_centre: String,
    /// Cost unit code.
    pub cost_unit: String,
    /// Quantity.
    pub quantity: Option<Decimal>,
    /// Order number.
    pub order_number: Option<i32>,
    /// Document.
    pub document: Option<Uuid>,
    /// The counter line.
    pub offset: Uuid,
    /// Open or processed.
    pub status: Status,
    /// Who, when, version.
    pub stamp: Stamp,
}

/// What a customer has to pay, and by when. One per booking here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentTerm {
    /// Its key.
    pub id: Uuid,
    /// Groups the parts of a split term; not the booking.
    pub group: Uuid,
    /// The booking.
    pub entry: Uuid,
    /// The header line of the booking.
    pub line: Uuid,
    /// The customer.
    pub account: Uuid,
    /// Positive: to be received.
    pub amount: Money,
    /// When.
    pub due_date: Date,
    /// Who, when, version.
    pub stamp: Stamp,
}

impl Record for TransactionLine {
    fn id(&self) -> Uuid {
        self.id
    }
    fn stamp(&self) -> &Stamp {
        &self.stamp
    }
    fn stamp_mut(&mut self) -> &mut Stamp {
        &mut self.stamp
    }
    fn keys(&self) -> Vec<(Index, String)> {
        let mut keys = vec![
            (Index::Entry, self.entry.to_string()),
            (Index::EntryNumber, self.entry_number.to_string()),
        ];
        if !self.your_ref.is_empty() {
            keys.push((Index::YourRef, self.your_ref.clone()));
        }
        if !self.payment_reference.is_empty() {
            keys.push((Index::PaymentReference, self.payment_reference.clone()));
        }
        keys
    }
}

impl Record for PaymentTerm {
    fn id(&self) -> Uuid {
        self.id
    }
    fn stamp(&self) -> &Stamp {
        &self.stamp
    }
    fn stamp_mut(&mut self) -> &mut Stamp {
        &mut self.stamp
    }
    fn keys(&self) -> Vec<(Index, String)> {
        vec![(Index::Entry, self.entry.to_string())]
    }
}
