//! `read/financial/JournalStatusList`: which journal periods are closed. A period without a row is open.

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted};
use crate::api::parameters::Wants;
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

/// Every journal of one period: parameters `year` and `period`; a journal whose status was never set is open.
pub(crate) static BY_PERIOD: Endpoint = Endpoint {
    parameters: &[
        ("year", Wants::Int),
        ("financialYear", Wants::Int),
        ("period", Wants::Int),
        ("financialPeriod", Wants::Int),
    ],
    key: &["Journal", "Period", "Year"],
    ..Endpoint::reading(
        "read/financial/JournalStatusByFinancialPeriod",
        &tables::journal_status_by_period::TABLE,
        "financial.accounting",
        of_period,
    )
};

struct JournalStatus<'a> {
    view: &'a View<'a>,
    key: PeriodKey,
    closed: bool,
}

fn rows<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    let mut all: Vec<_> = view.company.period_status.iter().collect();
    all.sort_by_key(|((journal, year, period), _)| (journal, *period, *year));
    Box::new(all.into_iter().map(move |(key, closed)| {
        Box::new(JournalStatus {
            view,
            key: key.clone(),
            closed: *closed,
        }) as Box<dyn Row>
    }))
}

fn of_period<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    let number = |names: [&str; 2]| {
        let value = names.into_iter().find_map(|name| view.argument(name));
        match value {
            Some(Value::Int(number)) => i16::try_from(number).ok(),
            _ => None,
        }
    };
    let year = number(["year", "financialYear"]);
    let period = number(["period", "financialPeriod"]);
    let mut codes: Vec<&str> = view
        .company
        .journals
        .iter()
        .map(|it| it.code.as_str())
        .collect();
    codes.sort_unstable();
    let chosen = view.company.periods.iter().filter(move |it| {
        year.is_none_or(|year| year == it.year) && period.is_none_or(|wanted| wanted == it.period)
    });
    let mut periods: Vec<(i16, i16)> = chosen.map(|it| (it.period, it.year)).collect();
    periods.sort_unstable();
    let rows = codes.into_iter().flat_map(move |code| {
        periods
            .clone()
            .into_iter()
            .map(move |(period, year)| JournalStatus {
                view,
                key: (code.to_owned(), year, period),
                closed: view.company.is_closed(code, year, period),
            })
    });
    Box::new(rows.map(|row| Box::new(row) as Box<dyn Row>))
}

impl Row for JournalStatus<'_> {
    fn get(&self, property: &str) -> Value {
        let (code, year, period) = &self.key;
        let journal = self.view.company.journal(code);
        match property {
            "Journal" => Value::text(code),
            "Year" => (*year).into(),
            "Period" => (*period).into(),
            "JournalDescription" => {
                journal.map_or(Value::Null, |journal| Value::text(&journal.description))
            }
            "JournalType" => journal.map(|journal| journal.kind).into(),
            "JournalTypeDescription" => Value::text(match journal.map(|journal| journal.kind) {
                Some(10) => "Kas",
                Some(12) => "Bank",
                Some(16) => "Betaaldienst",
                Some(20) => "Verkoop",
                Some(22) => "Inkoop",
                Some(90) => "Memoriaal",
                _ => "",
            }),
            "Status" => Value::Int(i64::from(self.closed)),
            "StatusDescription" => Value::text(if self.closed { "Afgesloten" } else { "Open" }),
            _ => Value::Null,
        }
    }
}
