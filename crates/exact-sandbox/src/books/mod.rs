//! The books themselves: companies with their accounts, journals, VAT codes and bookings, and the acts that change them.
//!
//! Nothing here knows HTTP, JSON or OData. Every change is an [`Act`] that carries all its ids and times, so that
//! replaying the acts gives the same books again.

mod account;
mod act;
mod apply;
mod bag;
mod balance;
mod booking;
mod card;
mod check;
mod check_account;
mod check_dimensions;
mod check_line;
mod check_posting;
mod company;
mod division;
mod documents;
mod due_date;
mod entry;
mod index;
mod invoices;
mod item;
mod ledger;
mod ledger_lines;
mod lines;
mod load;
mod master;
mod matching;
mod pack;
mod plain;
mod post;
mod posting;
mod refusal;
mod sale_terms;
mod shelf;
mod source;
mod standing;
mod states;
mod table;
mod transaction;
mod vat_number;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use account::Account;
pub use act::{Act, Deed};
pub use bag::{Bag, Field, key_in, text_in};
pub use balance::BalanceKey;
pub use card::{Card, CardKind};
pub use company::{Company, CompanyProfile, Deletion, Entity};
pub use documents::{Attachment, DOCUMENT_TYPES, Document, DocumentDeed, DocumentType};
pub use due_date::due_date;
pub use entry::{SaleDraft, SaleLine, SalesEntry, SalesLine, Status};
pub use invoices::{
    InvoiceDeed, InvoiceDraft, InvoiceItem, InvoiceLine, InvoiceStatus, Printing, SalesInvoice,
    invoice_type,
};
pub use item::Item;
pub use ledger::{
    CostCentre, GlAccount, Journal, PaymentCondition, Period, PeriodKey, VatCode, gl_type,
    journal_type,
};
pub use lines::Lines;
pub use load::{CompanySeed, EntrySeed, LoadError};
pub use matching::{MatchDraft, MatchSet, WriteOff};
pub use plain::{Plain, PlainKind, plain_row};
pub use posting::{BookedLine, Posting, PostingDraft, PostingLine};
pub use refusal::{BooksError, Label, Refusal};
pub use shelf::{
    List, Place, Position, Shelf, Sum, SumKey, Total, code_owner, date_order, number_order,
    ordered_date,
};
pub use source::Source;
pub use standing::{AGES, Ages, JournalStanding};
pub use states::{STATES, State};
pub use table::{Index, Record, Slot, Stamp, Table};
pub use transaction::{PaymentTerm, TermStatus, TransactionLine};

/// Someone who can sign in to Exact Online.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct User {
    /// Exact's key of the user.
    pub id: Uuid,
    /// What he signs in with.
    pub user_name: String,
    /// First and last name.
    pub full_name: String,
    /// Mail address.
    pub email: String,
    /// `NL`, `EN` or `FR`: the language of refusals.
    pub language: String,
    /// The companies that he may open.
    pub divisions: Vec<i32>,
    /// Whether he was disabled by his administrator.
    pub inactive: bool,
}

impl User {
    /// First and last name.
    #[must_use]
    pub fn names(&self) -> (&str, &str) {
        self.full_name
            .split_once(' ')
            .unwrap_or((&self.full_name, ""))
    }
}

/// All companies of one Exact environment, with the people who may open them. A clone shares the companies: one is
/// copied when it first changes while a clone still holds it.
#[derive(Clone, Debug, Default)]
pub struct Books {
    /// The companies by their number.
    pub companies: BTreeMap<i32, Arc<Company>>,
    /// The people.
    pub users: Vec<User>,
}

impl Books {
    /// The company with this number.
    #[must_use]
    pub fn company(&self, division: i32) -> Option<&Company> {
        self.companies.get(&division).map(Arc::as_ref)
    }

    /// The user with this key.
    #[must_use]
    pub fn user(&self, id: Uuid) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }
}
