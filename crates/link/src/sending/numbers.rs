//! The numbers that stand in Exact and were not given here: each series goes on above them.

use domain::NumberSeries;
use jiff::civil::Date;
use serde_json::json;
use store::{Tx, params};

use super::Lane;
use crate::{
    LinkError,
    installation::UnknownNumbers,
    read::{Deed, record},
};

/// How far above our own counter a number may lie and still be of our series: what a group of shops gives in years.
/// Beyond it a reference only looks like one.
const MOST_UNKNOWN: i64 = 100_000;
/// How many numbers are named.
const NAMED: usize = 50;

/// A journal that numbers for this administration.
struct Series {
    id: i64,
    code: String,
    series: NumberSeries,
}

/// Raises every series of the administration above the highest of its numbers that stands there.
pub(super) async fn raise(lane: &Lane<'_>, tx: &mut Tx) -> Result<Vec<UnknownNumbers>, LinkError> {
    let mut all = Vec::new();
    for one in series(lane, tx).await? {
        let unknown = unknown(lane, tx, &one).await?;
        let Some((highest, date)) = unknown
            .iter()
            .map(|(counter, _, date)| (*counter, *date))
            .max()
        else {
            continue;
        };
        let next = highest.saturating_add(1);
        let last_date = one.series.last_date.max(Some(date));
        tx.execute_one(
            "UPDATE journal SET next_number = $2, last_date = $3 WHERE id = $1 AND next_number = $4",
            params![one.id, next, last_date, one.series.next],
        )
        .await?;
        let told = UnknownNumbers {
            journal: one.code,
            count: i64::try_from(unknown.len()).unwrap_or(i64::MAX),
            numbers: unknown
                .into_iter()
                .take(NAMED)
                .map(|(_, number, _)| number)
                .collect(),
            next,
        };
        let deed = Deed {
            verb: "raise_series",
            kind: "journal",
            id: one.id,
            before: Some(json!({ "next": one.series.next })),
            after: Some(json!(&told)),
        };
        record(lane.link, &office::Actor::system("link"), tx, deed).await?;
        all.push(told);
    }
    Ok(all)
}

async fn series(lane: &Lane<'_>, tx: &mut Tx) -> Result<Vec<Series>, LinkError> {
    let rows: Vec<(i64, String, String, i64, Option<Date>)> = tx
        .all(
            "SELECT id, code, number_prefix, next_number, last_date FROM journal \
             WHERE administration_id = $1 AND numbered_elsewhere = FALSE ORDER BY code, id",
            params![lane.administration.get()],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, code, prefix, next, last_date)| Series {
            id,
            code: code.trim().to_owned(),
            series: NumberSeries {
                prefix,
                next,
                last_date,
            },
        })
        .collect())
}

/// The numbers of this series that stand in its journal and were not given here, in their order.
async fn unknown(
    lane: &Lane<'_>,
    tx: &mut Tx,
    one: &Series,
) -> Result<Vec<(i64, String, Date)>, LinkError> {
    let rows: Vec<(String, Date)> = tx
        .all(
            "SELECT reference_key, MAX(entry_date) FROM exact_line WHERE administration_id = $1 AND line_number = 0 \
             AND journal = $2 AND reference_key <> '' GROUP BY reference_key",
            params![lane.administration.get(), &one.code],
        )
        .await?;
    let series = &one.series;
    let mut unknown: Vec<(i64, String, Date)> = rows
        .into_iter()
        .filter_map(|(reference, date)| {
            let given = series.read(&reference)?;
            let above = given.counter.checked_sub(series.next)?;
            (0..MOST_UNKNOWN)
                .contains(&above)
                .then_some((given.counter, given.number, date))
        })
        .collect();
    unknown.sort();
    Ok(unknown)
}
