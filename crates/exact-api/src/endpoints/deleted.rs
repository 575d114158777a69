//! `sync/Deleted`: what no longer exists. Kept by Exact for two months.

use jiff::Timestamp;
use uuid::Uuid;

use crate::odata::{Filter, Query};
use crate::row::row;
use crate::{Endpoint, List, Page, Rowversion, Synced};

/// What a deleted row was, as in `Deleted::entity_type`.
pub mod entity_type {
    /// `financialtransaction/TransactionLines`.
    pub const TRANSACTION_LINES: i32 = 1;
    /// `crm/Accounts`.
    pub const ACCOUNTS: i32 = 2;
    /// `documents/DocumentAttachments`.
    pub const ATTACHMENTS: i32 = 4;
    /// `documents/Documents`.
    pub const DOCUMENTS: i32 = 6;
    /// `financial/GLAccounts`.
    pub const GL_ACCOUNTS: i32 = 7;
    /// `cashflow` payment terms.
    pub const PAYMENT_TERMS: i32 = 10;
}

row! {
    /// One deletion.
    pub struct Deleted {
        /// The id of the row that is gone.
        "EntityKey" => entity_key: Uuid,
        /// See [`entity_type`].
        "EntityType" => entity_type: i32,
        "DeletedDate" => deleted_date: Option<Timestamp>,
    }
}

/// The deletions since a row version, of every kind. Pages of 1,000.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncDeleted {
    after: Rowversion,
}

impl SyncDeleted {
    /// Those after the version; [`Rowversion::START`] for all.
    #[must_use]
    pub fn after(version: Rowversion) -> Self {
        Self { after: version }
    }
}

impl Endpoint for SyncDeleted {
    type Answer = Page<Synced<Deleted>>;
    const NAME: &'static str = "sync/Deleted";

    fn query(&self) -> Query {
        let filter = Filter::gt("Timestamp", self.after);
        Query::select::<Synced<Deleted>>().filter(Some(&filter))
    }
}

impl List for SyncDeleted {
    type Row = Synced<Deleted>;
}
