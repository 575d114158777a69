//! `read/financial/JournalStatusList`: which period is closed for which journal.

use crate::odata::{Filter, Query};
use crate::row::row;
use crate::{Endpoint, List, Page, Trimmed};

row! {
    /// The status of one journal in one period. No row means open.
    pub struct JournalStatus {
        /// The journal's code.
        "Journal" => journal: Trimmed,
        "Year" => year: i32,
        "Period" => period: i32,
        /// 0 open, 1 closed.
        "Status" => status: Option<i32>,
        "StatusDescription" => status_description: Option<String>,
        "JournalType" => journal_type: Option<i32>,
    }
}

/// The statuses. Pages of 60.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListJournalStatus {
    filter: Option<Filter>,
}

impl ListJournalStatus {
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

impl Endpoint for ListJournalStatus {
    type Answer = Page<JournalStatus>;
    const NAME: &'static str = "read/financial/JournalStatusList";

    fn query(&self) -> Query {
        Query::select::<JournalStatus>().filter(self.filter.as_ref())
    }
}

impl List for ListJournalStatus {
    type Row = JournalStatus;
}

impl JournalStatus {
    /// Whether nothing can be booked there any more.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.status == Some(1)
    }
}
