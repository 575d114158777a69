//! Ledger lines and payment terms: what a booking leaves in the ledger and among the receivables.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::entry::Status;
use super::pack::packed;
use super::shelf::{List, Shelf, Sum, SumKey, date_order};
use super::table::{Index, Record, Slot, Stamp};
use crate::money::Money;

/// One line of the general ledger. The lines of an entry sum to zero, and share their texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TransactionLine {
    /// Its key; a revenue line has that of its sales entry line.
    pub id: Uuid,
    /// The entry it belongs to.
    pub entry: Uuid,
    /// Entry number.
    pub entry_number: i32,
    /// 0 is the header line of a sales entry, on the receivable account.
    pub number: i32,
    /// 20 sales entry, 21 credit note, 40 cash flow, 83 payment difference, 90 other.
    pub kind: i64,
    /// Number of the invoice: the sales entry's own, or the one that a line is meant for.
    pub invoice_number: Option<i32>,
    /// Journal code.
    pub journal: Arc<str>,
    /// The relation; nil for none.
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
    pub vat_code: Arc<str>,
    /// VAT fraction.
    pub vat_percentage: Decimal,
    /// Exact's letter for the part this line plays in VAT.
    pub vat_type: Option<char>,
    /// Booking date.
    pub date: Date,
    /// Due date; on the header line.
    pub due_date: Option<Date>,
    /// Financial year.
    pub year: i16,
    /// Financial period.
    pub period: i16,
    /// Text.
    pub description: Arc<str>,
    /// Notes.
    pub notes: Arc<str>,
    /// External invoice number; on the header line.
    pub your_ref: Arc<str>,
    /// Structured reference; on the header line.
    pub payment_reference: Arc<str>,
    /// Address of the external invoice; on the header line.
    pub external_link: Arc<str>,
    /// Currency code.
    pub currency: Arc<str>,
    /// Cost centre code.
    pub cost_centre: Arc<str>,
    /// Cost unit code.
    pub cost_unit: Arc<str>,
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

/// Where a term stands. Exact's 30 and 40 (collection selected, collection processed) do not happen here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TermStatus {
    /// 20: to be received or paid.
    #[default]
    Open,
    /// 50: matched.
    Matched,
}

impl TermStatus {
    /// Exact's number.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            TermStatus::Open => 20,
            TermStatus::Matched => 50,
        }
    }
}

/// An open item: what a customer has to pay or paid, what a supplier is to get or got. Several per booking when its
/// payment condition has instalments, or when it was matched in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentTerm {
    /// Its key.
    pub id: Uuid,
    /// Groups the parts of a split term; not the booking.
    pub group: Uuid,
    /// The booking.
    pub entry: Uuid,
    /// The ledger line on the receivable or payable account.
    pub line: Uuid,
    /// The customer or supplier.
    pub account: Uuid,
    /// The receivable or payable account.
    pub gl_account: Uuid,
    /// Whether it is a supplier's.
    pub payable: bool,
    /// Debit positive: to be received.
    pub amount: Money,
    /// When.
    pub due_date: Date,
    /// 20, 21, 40, 83, 90: what the booking is.
    pub kind: i64,
    /// Number of the booking.
    pub entry_number: i32,
    /// Number of the invoice: its own, or the one that was meant to be paid.
    pub invoice_number: Option<i32>,
    /// Journal code.
    pub journal: String,
    /// Invoice date, or the bank's date.
    pub date: Date,
    /// External invoice number.
    pub your_ref: String,
    /// Structured reference.
    pub payment_reference: String,
    /// Text.
    pub description: String,
    /// `B` on credit, `I` collection, `K` cash.
    pub payment_method: String,
    /// Open or matched.
    pub status: TermStatus,
    /// Latest date among the items it was matched with.
    pub end_date: Option<Date>,
    /// Latest date of a payment among them.
    pub last_payment: Option<Date>,
    /// The set it was matched in; the API does not tell.
    pub matching: Option<Uuid>,
    /// Who, when, version.
    pub stamp: Stamp,
}

packed!(TransactionLine {
    id,
    number,
    amount,
    vat_base,
    vat_amount,
    stamp,
    gl_account,
    description,
    vat_code,
    vat_percentage,
    vat_type,
    quantity,
    notes,
    cost_centre,
    cost_unit,
    account,
    invoice_number,
    your_ref,
    payment_reference,
    due_date,
    offset,
    document,
    external_link,
    date,
    order_number,
    entry,
    entry_number,
    kind,
    journal,
    year,
    period,
    currency,
    status,
});

impl TransactionLine {
    /// What it can be found by, besides its entry.
    const INDEXES: [Index; 7] = [
        Index::EntryNumber,
        Index::InvoiceNumber,
        Index::YourRef,
        Index::PaymentReference,
        Index::Account,
        Index::Date,
        Index::JournalDate,
    ];

    /// Its value of one of these.
    pub(super) fn slot(&self, index: Index) -> Slot {
        match index {
            Index::EntryNumber => self.entry_number.into(),
            Index::InvoiceNumber => self.invoice_number.into(),
            Index::YourRef => (&*self.your_ref).into(),
            Index::PaymentReference => (&*self.payment_reference).into(),
            Index::Account => self.account.into(),
            Index::Date => self.date.into(),
            Index::JournalDate => (&*self.journal, self.date).into(),
            _ => Slot::NONE,
        }
    }
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
    fn keys(&self) -> Vec<(Index, Slot)> {
        let key = |index| (index, self.slot(index));
        TransactionLine::INDEXES.map(key).to_vec()
    }
    fn sums(&self) -> Vec<(SumKey, Money)> {
        let key = SumKey::new(Sum::Ledger, self.gl_account, self.date);
        let mut sums = Vec::with_capacity(4);
        sums.push((key.in_journal(&self.journal), self.amount));
        let named = [
            (Sum::VatCode, &self.vat_code),
            (Sum::CostCentre, &self.cost_centre),
            (Sum::CostUnit, &self.cost_unit),
        ];
        let named = named.into_iter();
        let keys = named.filter_map(|(sum, code)| SumKey::of_code(sum, code));
        sums.extend(keys.map(|key| (key, Money::ZERO)));
        sums
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
    fn keys(&self) -> Vec<(Index, Slot)> {
        vec![
            Index::Entry.of(self.entry),
            Index::Line.of(self.line),
            Index::Group.of(self.group),
            Index::Account.of(self.account),
            Index::EntryNumber.of(self.entry_number),
            Index::InvoiceNumber.of(self.invoice_number),
            Index::YourRef.of(&self.your_ref),
            Index::PaymentReference.of(&self.payment_reference),
            Index::Status.of(&self.status.number().to_string()),
            Index::Journal.of(&self.journal),
            Index::JournalDate.of((&*self.journal, self.date)),
        ]
    }
    fn shelves(&self) -> Vec<Shelf> {
        let open = self.status == TermStatus::Open;
        let mut shelves = vec![Shelf::of(List::Items, (self.account, open))];
        if open && !self.payable {
            let list = if self.kind == 40 {
                List::LooseReceipts
            } else {
                List::OpenReceivables
            };
            shelves.push(Shelf::of(list, ()));
        }
        shelves
    }
    fn order(&self) -> u64 {
        date_order(self.due_date)
    }
    fn sums(&self) -> Vec<(SumKey, Money)> {
        if self.status != TermStatus::Open || self.payable {
            return Vec::new();
        }
        let of = |owner| SumKey::new(Sum::Receivable, owner, self.due_date);
        vec![
            (of(self.account), self.amount),
            (of(Uuid::nil()), self.amount),
        ]
    }
}
