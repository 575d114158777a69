//! `cashflow/PaymentConditions`: read only in this version.

use rust_decimal::Decimal;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, candidates};
use crate::api::tables;
use crate::books::{Index, PaymentCondition};
use crate::odata::Value;

use super::shared::audit;

pub(crate) static ENDPOINT: Endpoint = Endpoint::reading(
    "cashflow/PaymentConditions",
    &tables::payment_conditions::TABLE,
    "financial.cashflow",
    rows,
);

struct Condition<'a> {
    view: &'a View<'a>,
    condition: &'a PaymentCondition,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let found = candidates(
        &view.company.conditions,
        wanted,
        "ID",
        &[("Code", Index::Code)],
    );
    let seen = found.filter(|condition| view.sees(&condition.stamp));
    Box::new(seen.map(move |condition| Box::new(Condition { view, condition }) as Box<dyn Row>))
}

impl Row for Condition<'_> {
    fn get(&self, property: &str) -> Value {
        let condition = self.condition;
        match property {
            "ID" => condition.id.into(),
            "Code" => Value::text(&condition.code),
            "Description" => Value::text(&condition.description),
            "PaymentDays" => condition.days.into(),
            "PaymentEndOfMonths" => condition.end_of_months.into(),
            "PaymentMethod" => Value::text(&condition.method),
            "Percentage" => Value::Decimal(Decimal::ONE),
            other => audit(self.view, &condition.stamp, other).unwrap_or(Value::Null),
        }
    }
}
