//! `salesentry/SalesEntries`, deleting. Refused once an entry is processed (status 50).

use http::Method;
use uuid::Uuid;

use crate::{Division, Done, Endpoint};

/// Deletes one entry with its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteSalesEntry {
    entry_id: Uuid,
}

impl DeleteSalesEntry {
    /// The entry.
    #[must_use]
    pub fn new(entry_id: Uuid) -> Self {
        Self { entry_id }
    }
}

impl Endpoint for DeleteSalesEntry {
    type Answer = Done;
    const NAME: &'static str = "salesentry/SalesEntries";

    fn method(&self) -> Method {
        Method::DELETE
    }

    fn path(&self, division: Division) -> String {
        format!("/api/v1/{division}/{}(guid'{}')", Self::NAME, self.entry_id)
    }
}
