//! `financial/FinancialPeriods`: years and periods. They have no status; see `JournalStatus`.

use jiff::civil::Date;
use uuid::Uuid;

use crate::odata::{Filter, Query};
use crate::row::row;
use crate::{Endpoint, List, Page};

row! {
    /// A period. A date outside every period cannot be booked.
    pub struct FinancialPeriod {
        "ID" => id: Uuid,
        "FinYear" => fin_year: Option<i16>,
        "FinPeriod" => fin_period: Option<i16>,
        "StartDate" => start_date: Option<Date>,
        /// The last day of the period.
        "EndDate" => end_date: Option<Date>,
    }
}

/// The periods. Pages of 60.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListFinancialPeriods {
    filter: Option<Filter>,
}

impl ListFinancialPeriods {
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

impl Endpoint for ListFinancialPeriods {
    type Answer = Page<FinancialPeriod>;
    const NAME: &'static str = "financial/FinancialPeriods";

    fn query(&self) -> Query {
        Query::select::<FinancialPeriod>().filter(self.filter.as_ref())
    }
}

impl List for ListFinancialPeriods {
    type Row = FinancialPeriod;
}
