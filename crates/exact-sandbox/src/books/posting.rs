//! A posting: an entry in a bank, cash or general journal, as it was entered and as it is booked.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::bag::Field;
use super::entry::Status;
use super::ledger::{GlAccount, VatCode, gl_type};
use super::shelf::{List, Shelf, Sum, SumKey, code_owner, number_order};
use super::table::{Index, Record, Slot, Stamp};
use crate::money::Money;

/// One line as it is entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostingLine {
    /// Its key, chosen by whoever makes the act.
    pub id: Uuid,
    /// The ledger account; a receivable or payable account makes an open item.
    pub gl_account: Option<Uuid>,
    /// The relation; mandatory with a receivable or payable account.
    pub account: Option<Uuid>,
    /// Bank and cash: received is positive. General: debit is positive.
    pub amount: Option<Money>,
    /// VAT code; empty is none.
    pub vat_code: Option<String>,
    /// VAT, when it is not to be computed; with the sign of the amount.
    pub vat_amount: Option<Money>,
    /// Text.
    pub description: String,
    /// Number of the invoice that is paid. It matches nothing by itself.
    pub our_ref: Option<i32>,
    /// The customer's reference.
    pub your_ref: String,
    /// Structured reference.
    pub payment_reference: String,
    /// Date of the line; else the entry's.
    pub date: Option<Date>,
    /// Cost centre code.
    pub cost_centre: Option<String>,
    /// Cost unit code.
    pub cost_unit: Option<String>,
    /// Quantity, informative.
    pub quantity: Option<Decimal>,
    /// Key of a document.
    pub document: Option<Uuid>,
    /// Notes.
    pub notes: String,
}

/// A posting as it is entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostingDraft {
    /// Its key, chosen by whoever makes the act.
    pub id: Uuid,
    /// Code of a bank, cash, payment-service or general journal.
    pub journal: Option<String>,
    /// Own number; else the journal's next.
    pub number: Option<i32>,
    /// Booking date; else that of the first line, else the day of the act.
    pub date: Option<Date>,
    /// Financial year; else by the date.
    pub year: Option<i16>,
    /// Financial period; else by the date.
    pub period: Option<i16>,
    /// Currency; else the company's.
    pub currency: Option<String>,
    /// Balance before; must be the journal's last closing balance.
    pub opening: Option<Money>,
    /// Balance after; must be the opening balance and the lines.
    pub closing: Option<Money>,
    /// Text for lines without one.
    pub description: String,
    /// Correction on the same side.
    pub reversal: bool,
    /// Whether it came from a bank statement that was imported.
    pub imported: bool,
    /// Whether it is a payment difference (83), made when items were matched.
    pub difference: bool,
    /// The lines.
    pub lines: Vec<PostingLine>,
}

/// A line as it is booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookedLine {
    /// As entered.
    pub draft: PostingLine,
    /// 1, 2, …
    pub number: i32,
    /// The ledger account.
    pub gl_account: Uuid,
    /// What was entered.
    pub amount: Money,
    /// What the ledger account gets; debit positive.
    pub net: Money,
    /// What the VAT account gets; debit positive.
    pub vat: Money,
    /// VAT code that was used; empty for none.
    pub vat_code: String,
    /// VAT fraction.
    pub vat_percentage: Decimal,
    /// Whether the line makes an open item.
    pub item: bool,
    /// Date of the line.
    pub date: Date,
}

/// A booked posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// As entered, but for the lines: each of those is with the line that was booked of it.
    pub draft: PostingDraft,
    /// Its key.
    pub id: Uuid,
    /// Its number.
    pub number: i32,
    /// Journal code.
    pub journal: String,
    /// Kind of the journal: 10, 12, 16 or 90.
    pub journal_kind: i32,
    /// 40 cash flow, 83 payment difference, 90 other.
    pub kind: i64,
    /// Booking date.
    pub date: Date,
    /// Financial year.
    pub year: i16,
    /// Financial period.
    pub period: i16,
    /// Balance before; bank and cash only.
    pub opening: Money,
    /// Balance after; bank and cash only.
    pub closing: Money,
    /// Open or processed.
    pub status: Status,
    /// The lines.
    pub lines: Vec<BookedLine>,
    /// Who, when, version.
    pub stamp: Stamp,
}

impl BookedLine {
    /// Whether its VAT is that of a sale. A code for both goes by the ledger account, and beside profit and loss by the
    /// side that is booked.
    fn is_sale(&self, code: &VatCode, gl: Option<&GlAccount>) -> bool {
        match (code.transactions.as_str(), gl.map(|gl| gl.kind)) {
            ("S", _) | (_, Some(gl_type::REVENUE | gl_type::OTHER_INCOME | gl_type::INTEREST)) => {
                code.transactions != "P"
            }
            ("P", _) | (_, Some(gl_type::COSTS_FROM..=gl_type::COSTS_TO)) => false,
            _ => self.net.is_negative(),
        }
    }

    /// The letters of a VAT basis and of its VAT (facts 4.22): of a sale V and A, taken back X and Z; of a purchase I and
    /// O, taken back W and Y. And the ledger account of the VAT.
    pub(super) fn vat_of(&self, code: &VatCode, gl: Option<&GlAccount>) -> (char, char, Uuid) {
        let sale = self.is_sale(code, gl);
        let (basis, vat) = match (sale, self.net.is_negative()) {
            (true, true) => ('V', 'A'),
            (true, false) => ('X', 'Z'),
            (false, false) => ('I', 'O'),
            (false, true) => ('W', 'Y'),
        };
        let account = match code.other.get("GLToClaim") {
            Some(Field::Guid(claim)) if !sale => *claim,
            _ => code.gl_to_pay,
        };
        (basis, vat, account)
    }
}

impl Posting {
    /// The posting as it was entered, to be changed and entered anew.
    #[must_use]
    pub fn as_entered(&self) -> PostingDraft {
        let lines = self.lines.iter().map(|line| line.draft.clone());
        PostingDraft {
            lines: lines.collect(),
            ..self.draft.clone()
        }
    }

    /// Whether money flows: bank, cash and payment services.
    #[must_use]
    pub fn is_flow(&self) -> bool {
        self.kind == 40
    }

    /// Sum of what was entered: what the bank account gets.
    #[must_use]
    pub fn total(&self) -> Money {
        self.lines.iter().map(|line| line.amount).sum()
    }
}

impl Record for Posting {
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
            Index::Journal.of(&self.journal),
            Index::EntryNumber.of(self.number),
            Index::Date.of(self.date),
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
