//! `read/financial/JournalStatusList`: which journal periods are closed. A period without a row is open.

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted};
use crate::api::tables;
use crate::books::PeriodKey;
use crate::odata::Value;

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    key: &["Journal", "Period", "Year"],
    ..Endpoint::reading(
        "read/financial/JournalStatusList",
        &tables::journal_status_list::TABLE,
        "financial.accounting",
        rows,
    )
};

struct JournalStatus<'a> {
    view: &'a View<'a>,
    key: &'a PeriodKey,
    closed: bool,
}

fn rows<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    let mut all: Vec<_> = view.company.period_status.iter().collect();
    all.sort_by_key(|((journal, year, period), _)| (journal, *period, *year));
    Box::new(all.into_iter().map(move |(key, closed)| {
        Box::new(JournalStatus {
            view,
            key,
            closed: *closed,
        }) as Box<dyn Row>
    }))
}

impl Row for JournalStatus<'_> {
    fn get(&self, property: &str) -> Value {
        let (code, year, period) = self.key;
        let journal = self.view.company.journal(code);
        match property {
            "Journal" => Value::text(code),
            "Year" => (*year).into(),
            "Period" => (*period).into(),
            "JournalDescription" => {
                journal.map_or(Value::Null, |journal| Value::text(&journal.description))
            }
            "JournalType" => journal.map(|journal| journal.kind).into(),
            "Status" => Value::Int(i64::from(self.closed)),
            "StatusDescription" => Value::text(if self.closed { "Afgesloten" } else { "Open" }),
            _ => Value::Null,
        }
    }
}
