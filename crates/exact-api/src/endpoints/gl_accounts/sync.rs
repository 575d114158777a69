//! `sync/Financial/GLAccounts`: G/L accounts by change, a thousand at a time.

use super::GlAccount;
use crate::odata::{Filter, Query};
use crate::{Endpoint, List, Page, Rowversion, Synced};

/// The G/L accounts that changed since a row version. Pages of 1,000.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncGlAccounts {
    after: Rowversion,
}

impl SyncGlAccounts {
    /// Those after the version; [`Rowversion::START`] for all.
    #[must_use]
    pub fn after(version: Rowversion) -> Self {
        Self { after: version }
    }
}

impl Endpoint for SyncGlAccounts {
    type Answer = Page<Synced<GlAccount>>;
    const NAME: &'static str = "sync/Financial/GLAccounts";

    fn query(&self) -> Query {
        let filter = Filter::gt("Timestamp", self.after);
        Query::select::<Synced<GlAccount>>().filter(Some(&filter))
    }
}

impl List for SyncGlAccounts {
    type Row = Synced<GlAccount>;
}
