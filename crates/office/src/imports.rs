//! Taking over invoices that other programs made: UBL files become customers and invoices.
//!
//! A file is a sales invoice of one location; its buyer becomes or is a customer. What it prints stays as it
//! is, the number and VAT included. A refused file leaves nothing behind.

mod buyer;
mod coding;
mod existing;
mod import;
mod known_as;
mod plan;
mod preview;
mod reading;
mod recognise;

use std::collections::BTreeMap;

use domain::{
    Customer, CustomerId, CustomerNumber, InvoiceId, JournalId, LedgerAccount, LedgerAccountId,
    LocationId, Party, Printed, Refusal,
};

pub use import::import;
pub use preview::preview;

/// What a person chooses for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The shop that sold.
    pub location: LocationId,
    /// The journal, marked *numbered elsewhere*.
    pub journal: JournalId,
    /// The ledger account of every line that has none of its own below.
    pub account_for_all: Option<LedgerAccountId>,
    /// The ledger accounts of single lines, by position from 1.
    pub accounts: BTreeMap<i64, LedgerAccountId>,
    /// Whether a person confirmed that a file of another seller is a sale of this location.
    pub accept_seller: bool,
    /// Who the buyer is, when that is asked: see [`Buyer::Asked`].
    pub buyer: Option<BuyerChoice>,
}

/// What a person answers when it is not certain who the buyer of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuyerChoice {
    /// One of those who may be him.
    Known(CustomerId),
    /// None of them: a new customer.
    New,
}

impl Choice {
    /// A choice without accounts: those remembered for the texts of the lines are taken.
    #[must_use]
    pub const fn new(location: LocationId, journal: JournalId) -> Self {
        Self {
            location,
            journal,
            account_for_all: None,
            accounts: BTreeMap::new(),
            accept_seller: false,
            buyer: None,
        }
    }
}

/// What became of a file that was not refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// It is an invoice now.
    Imported {
        /// The invoice.
        invoice: InvoiceId,
        /// Its customer.
        customer: CustomerId,
        /// Whether the customer was made for it.
        new_customer: bool,
        /// What is worth knowing.
        notes: Vec<Refusal>,
    },
    /// The same content is there under the same number: nothing was done.
    AlreadyImported {
        /// The invoice that is there.
        invoice: InvoiceId,
    },
}

/// What an import would do, for a page to show before it is done. Nothing of it is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// Seller, buyer, lines and amounts; `None` when the file could not be read.
    pub file: Option<FilePreview>,
    /// The invoice that has the same number and content already.
    pub already: Option<InvoiceId>,
    /// What is worth knowing: VAT that differs by cents, lines without account, prepaid amounts …
    pub notes: Vec<Refusal>,
    /// Why it would be refused; empty when it would not.
    pub refusals: Vec<Refusal>,
}

/// What a file says, and what it would become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePreview {
    /// Who sold, by the file.
    pub seller: Party,
    /// The seller's enterprise and VAT numbers.
    pub seller_numbers: Vec<String>,
    /// What would be stored as printed.
    pub printed: Printed,
    /// The customer.
    pub buyer: Buyer,
    /// For each line, in order, the ledger account that it would get.
    pub accounts: Vec<LineAccount>,
}

/// The customer that the buyer of a file is or would become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Buyer {
    /// A customer who is here already; nothing of the customer is changed.
    Known {
        /// Who it is.
        customer: Box<Customer>,
        /// By what the buyer was recognised.
        by: KnownBy,
    },
    /// A customer who would be made.
    New {
        /// The number that the customer would get.
        number: CustomerNumber,
        /// Whether the number stands in the file; otherwise it is the next free one.
        from_file: bool,
    },
    /// It is not certain: the file is refused until a person has chosen.
    Asked {
        /// Who may be him, by number.
        alike: Vec<Customer>,
    },
}

/// By what a buyer was recognised, in the order in which they are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownBy {
    /// The customer number in the file (`SupplierAssignedAccountID`).
    Number,
    /// A number that an earlier file of the location gave to the customer.
    NotedNumber,
    /// The VAT number.
    VatNumber,
    /// The Peppol address.
    Endpoint,
    /// Name and address.
    NameAndAddress,
    /// A person said so.
    Choice,
}

/// The ledger account of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineAccount {
    /// The line, from 1.
    pub position: i64,
    /// The account; `None`: the line would have none, and the export would refuse the invoice until it has.
    pub account: Option<LedgerAccount>,
    /// Where the account comes from.
    pub from: AccountFrom,
}

/// Where the account of a line comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountFrom {
    /// Chosen for this line.
    Line,
    /// Chosen for all lines.
    All,
    /// Remembered from an earlier import of a line with the same text, at this location.
    Remembered,
    /// There is none.
    Nowhere,
}
