//! `financial/Journals`: the journals of a division.

use uuid::Uuid;

use crate::odata::{Filter, Query};
use crate::row::row;
use crate::{Endpoint, List, Page, Trimmed};

/// Kinds of journals, as in `Journal::type`.
pub mod journal_type {
    /// Cash.
    pub const CASH: i32 = 10;
    /// Bank.
    pub const BANK: i32 = 12;
    /// Payment service.
    pub const PAYMENT_SERVICE: i32 = 16;
    /// Sales: what sales entries may be booked in.
    pub const SALES: i32 = 20;
    /// Return invoices.
    pub const RETURN_INVOICE: i32 = 21;
    /// Purchase.
    pub const PURCHASE: i32 = 22;
    /// General.
    pub const GENERAL: i32 = 90;
}

row! {
    /// A journal.
    pub struct Journal {
        "ID" => id: Uuid,
        "Code" => code: Option<Trimmed>,
        "Description" => description: Option<String>,
        /// See [`journal_type`].
        "Type" => r#type: Option<i32>,
        "IsBlocked" => is_blocked: Option<bool>,
        /// The receivable account of a sales journal, the bank account of a bank journal.
        "GLAccount" => gl_account: Option<Uuid>,
        "GLAccountCode" => gl_account_code: Option<Trimmed>,
        "Currency" => currency: Option<Trimmed>,
    }
}

/// The journals. Pages of 60.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListJournals {
    filter: Option<Filter>,
}

impl ListJournals {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Only what passes the filter.
    #[must_use]
    pub fn with_filter(mut self, filter: Filter) -> Self {
        self.filter = Some(filter);
        self
    }
}

impl Endpoint for ListJournals {
    type Answer = Page<Journal>;
    const NAME: &'static str = "financial/Journals";

    fn query(&self) -> Query {
        Query::select::<Journal>().filter(self.filter.as_ref())
    }
}

impl List for ListJournals {
    type Row = Journal;
}
