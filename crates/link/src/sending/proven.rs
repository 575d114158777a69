//! Which values Exact has taken before: those that entries in the mirror bear.

use std::collections::BTreeSet;

use jiff::civil::Date;
use store::params;

use super::{Lane, LaneError, recheck::period_value};
use crate::{check::rows::PeriodRow, refusals::Suspect};

/// The proven values of the administration.
pub(super) async fn load(lane: &Lane<'_>) -> Result<BTreeSet<Suspect>, LaneError> {
    let id = lane.administration.get();
    let mut tx = lane.link.office.db.read().await?;
    let mut proven = BTreeSet::new();
    let codes: Vec<(String, String, String)> = tx
        .all(
            "SELECT DISTINCT journal, gl_account, vat_code FROM exact_line \
             WHERE administration_id = $1 AND line_number > 0",
            params![id],
        )
        .await?;
    for (journal, account, code) in codes {
        proven.insert(Suspect::Journal(journal));
        proven.insert(Suspect::Account(account));
        proven.insert(Suspect::VatCode(code.trim().to_owned()));
    }
    let customers: Vec<String> = tx
        .all(
            "SELECT DISTINCT r.code FROM exact_line l JOIN exact_relation r \
             ON r.administration_id = l.administration_id AND r.guid = l.relation \
             WHERE l.administration_id = $1 AND l.line_number = 0",
            params![id],
        )
        .await?;
    proven.extend(customers.into_iter().map(Suspect::Customer));
    let periods: Vec<PeriodRow> = tx
        .all(
            "SELECT year, period, start_date, end_date FROM exact_period WHERE administration_id = $1",
            params![id],
        )
        .await?;
    let days: Vec<(String, Date)> = tx
        .all(
            "SELECT DISTINCT journal, entry_date FROM exact_line WHERE administration_id = $1 AND line_number = 0",
            params![id],
        )
        .await?;
    for (journal, day) in days {
        let period = periods.iter().map(|PeriodRow(period)| period);
        if let Some(period) = period
            .into_iter()
            .find(|one| one.start <= day && day <= one.end)
        {
            proven.insert(period_value(&journal, period.year, period.period));
        }
    }
    Ok(proven)
}
