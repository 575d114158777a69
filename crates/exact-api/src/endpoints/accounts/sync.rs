//! `sync/CRM/Accounts`: accounts by change, a thousand at a time.

use super::Account;
use crate::odata::{Filter, Query};
use crate::{Endpoint, List, Page, Rowversion, Synced};

/// The accounts that changed since a row version. Pages of 1,000.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncAccounts {
    after: Rowversion,
}

impl SyncAccounts {
    /// Those after the version; [`Rowversion::START`] for all.
    #[must_use]
    pub fn after(version: Rowversion) -> Self {
        Self { after: version }
    }
}

impl Endpoint for SyncAccounts {
    type Answer = Page<Synced<Account>>;
    const NAME: &'static str = "sync/CRM/Accounts";

    fn query(&self) -> Query {
        let filter = Filter::gt("Timestamp", self.after);
        Query::select::<Synced<Account>>().filter(Some(&filter))
    }
}

impl List for SyncAccounts {
    type Row = Synced<Account>;
}
