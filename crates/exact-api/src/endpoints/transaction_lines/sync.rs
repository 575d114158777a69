//! `sync/Financial/TransactionLines`: transaction lines by change, a thousand at a time.

use super::TransactionLine;
use crate::odata::{Filter, Query};
use crate::{Endpoint, List, Page, Rowversion, Synced};

/// The transaction lines that changed since a row version. Pages of 1,000.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncTransactionLines {
    after: Rowversion,
}

impl SyncTransactionLines {
    /// Those after the version; [`Rowversion::START`] for all.
    #[must_use]
    pub fn after(version: Rowversion) -> Self {
        Self { after: version }
    }
}

impl Endpoint for SyncTransactionLines {
    type Answer = Page<Synced<TransactionLine>>;
    const NAME: &'static str = "sync/Financial/TransactionLines";

    fn query(&self) -> Query {
        let filter = Filter::gt("Timestamp", self.after);
        Query::select::<Synced<TransactionLine>>().filter(Some(&filter))
    }
}

impl List for SyncTransactionLines {
    type Row = Synced<TransactionLine>;
}
