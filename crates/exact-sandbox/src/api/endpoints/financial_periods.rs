//! `financial/FinancialPeriods`: the periods; whether one is closed stands in `JournalStatusList`.

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, candidates};
use crate::api::tables;
use crate::books::Period;
use crate::odata::Value;

use super::shared::audit;

pub(crate) static ENDPOINT: Endpoint = Endpoint::reading(
    "financial/FinancialPeriods",
    &tables::financial_periods::TABLE,
    "financial.accounting",
    rows,
);

struct Span<'a> {
    view: &'a View<'a>,
    period: &'a Period,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let found = candidates(&view.company.periods, wanted, "ID", &[]);
    Box::new(found.map(move |period| Box::new(Span { view, period }) as Box<dyn Row>))
}

impl Row for Span<'_> {
    fn get(&self, property: &str) -> Value {
        let period = self.period;
        match property {
            "ID" => period.id.into(),
            "FinYear" => period.year.into(),
            "FinPeriod" => period.period.into(),
            "StartDate" => period.start.into(),
            "EndDate" => period.end.into(),
            other => audit(self.view, &period.stamp, other).unwrap_or(Value::Null),
        }
    }
}
