//! Why something is refused, as data: a code, its parameters and the place where it is mended.
//!
//! No sentence is made here; pages and the command line say it in the reader's language.

use std::collections::BTreeMap;

use crate::ids::{AdministrationId, CustomerId, InvoiceId, JournalId, LedgerAccountId, LocationId};

/// One refusal: a person can mend it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Refusal {
    /// The reason, in kebab-case; each crate lists its own as constants.
    pub code: String,
    /// What the sentence mentions, by name.
    pub params: BTreeMap<String, String>,
    /// Where it is mended.
    pub place: Place,
}

/// Where a refusal is mended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A customer.
    Customer(CustomerId),
    /// An invoice or credit note.
    Invoice(InvoiceId),
    /// A line of an invoice, by its position from 1.
    InvoiceLine(InvoiceId, i64),
    /// A journal.
    Journal(JournalId),
    /// The list of journals.
    Journals,
    /// The list of ledger accounts.
    LedgerAccounts,
    /// A ledger account.
    LedgerAccount(LedgerAccountId),
    /// A location.
    Location(LocationId),
    /// The VAT codes of an administration.
    VatMapping(AdministrationId),
    /// The connection with the accounting package.
    Connection,
    /// Which installation this is: the one, or a copy.
    Installation,
    /// The file that was read.
    File {
        /// Its line, from 1, where that is known.
        line: Option<u32>,
    },
    /// Nowhere in the product.
    Nowhere,
}

impl Refusal {
    /// A refusal without parameters.
    #[must_use]
    pub fn new(code: &'static str, place: Place) -> Self {
        Self {
            code: code.to_owned(),
            params: BTreeMap::new(),
            place,
        }
    }

    /// The same with one parameter more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}
