//! `system/Divisions`: the administrations that the user may use and granted to the app.

use jiff::Timestamp;
use uuid::Uuid;

use crate::odata::{Filter, Query};
use crate::row::row;
use crate::{Division, Endpoint, List, Page, Trimmed};

row! {
    /// An administration.
    pub struct DivisionRow {
        /// The number in every path.
        "Code" => code: i32,
        /// The name that Exact shows.
        "Description" => description: Option<String>,
        /// The number that Exact's pages show.
        "Hid" => hid: Option<i64>,
        /// Whether it is the one last opened in Exact. It decides nothing.
        "Current" => current: Option<bool>,
        /// 0 inactive, 1 active, 2 archived.
        "Status" => status: Option<i32>,
        /// 0 free; anything else is a conversion, backup or copy under way.
        "BlockingStatus" => blocking_status: Option<i32>,
        /// The currency of amounts that end in DC.
        "Currency" => currency: Option<Trimmed>,
        "Country" => country: Option<Trimmed>,
        "VATNumber" => vat_number: Option<String>,
        "ChamberOfCommerceNumber" => chamber_of_commerce_number: Option<String>,
        /// The owner of the licence.
        "Customer" => customer: Option<Uuid>,
        "CustomerName" => customer_name: Option<String>,
        /// When it last moved to another database: every row version starts again.
        "DivisionMoveDate" => division_move_date: Option<Timestamp>,
    }
}

/// The administrations. Pages of 60. The division in the path is not looked at by Exact; any that the
/// user has will do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListDivisions {
    filter: Option<Filter>,
}

impl ListDivisions {
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

impl Endpoint for ListDivisions {
    type Answer = Page<DivisionRow>;
    const NAME: &'static str = "system/Divisions";

    fn query(&self) -> Query {
        Query::select::<DivisionRow>().filter(self.filter.as_ref())
    }
}

impl List for ListDivisions {
    type Row = DivisionRow;
}

impl DivisionRow {
    /// The number as a type.
    #[must_use]
    pub fn division(&self) -> Division {
        Division::new(self.code)
    }
}
