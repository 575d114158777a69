//! `financialtransaction/TransactionLines`, reading. Exact refuses this list without a filter.

use uuid::Uuid;

use super::TransactionLine;
use crate::odata::{Filter, Query, TooManyTerms};
use crate::{Endpoint, List, Page};

/// The lines that pass a filter. Pages of 60.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListTransactionLines {
    filter: Filter,
}

impl ListTransactionLines {
    /// By any filter that names one of Exact's filterable properties.
    #[must_use]
    pub fn new(filter: Filter) -> Self {
        Self { filter }
    }

    /// All lines of these entries.
    ///
    /// # Errors
    /// When there are none, or more than `MAX_OR_TERMS`.
    pub fn by_entries(entries: &[Uuid]) -> Result<Self, TooManyTerms> {
        Filter::any_of("EntryID", entries).map(Self::new)
    }

    /// The lines that bear one of these references (an entry bears it on its receivable line).
    ///
    /// # Errors
    /// When there are none, or more than `MAX_OR_TERMS`.
    pub fn by_your_refs<S: AsRef<str>>(refs: &[S]) -> Result<Self, TooManyTerms> {
        Filter::any_of("YourRef", refs.iter().map(AsRef::as_ref)).map(Self::new)
    }
}

impl Endpoint for ListTransactionLines {
    type Answer = Page<TransactionLine>;
    const NAME: &'static str = "financialtransaction/TransactionLines";

    fn query(&self) -> Query {
        Query::select::<TransactionLine>().filter(Some(&self.filter))
    }
}

impl List for ListTransactionLines {
    type Row = TransactionLine;
}
