//! `cashflow/PaymentConditions`: how long a customer has.

use uuid::Uuid;

use crate::odata::{Filter, Query};
use crate::row::row;
use crate::{Endpoint, Fraction, List, Page, Trimmed};

row! {
    /// A payment condition.
    pub struct PaymentCondition {
        "ID" => id: Uuid,
        /// What entries refer to.
        "Code" => code: Option<Trimmed>,
        "Description" => description: Option<String>,
        /// Days, added after the month-ends.
        "PaymentDays" => payment_days: Option<i32>,
        "PaymentEndOfMonths" => payment_end_of_months: Option<i32>,
        /// B on credit, I collection, K cash, Q collected by a payment service.
        "PaymentMethod" => payment_method: Option<Trimmed>,
        /// The share of the total that this instalment is.
        "Percentage" => percentage: Option<Fraction>,
    }
}

/// The payment conditions. Pages of 60.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListPaymentConditions {
    filter: Option<Filter>,
}

impl ListPaymentConditions {
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

impl Endpoint for ListPaymentConditions {
    type Answer = Page<PaymentCondition>;
    const NAME: &'static str = "cashflow/PaymentConditions";

    fn query(&self) -> Query {
        Query::select::<PaymentCondition>().filter(self.filter.as_ref())
    }
}

impl List for ListPaymentConditions {
    type Row = PaymentCondition;
}
