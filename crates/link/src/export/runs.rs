//! Past runs, the latest first: who, filter, outcome.

use domain::RunId;
use jiff::Timestamp;
use office::{Actor, PAGE_ROWS, Page, Right};
use store::{FromRow, Row, StoreError, params};

use crate::{Filter, Link, LinkError, Parts};

/// A run in the list.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RunLine {
    /// Its key.
    pub id: RunId,
    /// Who pressed.
    pub user: String,
    /// What was chosen.
    pub filter: Filter,
    /// Which parts.
    pub parts: Parts,
    /// When it was pressed.
    pub started_at: Timestamp,
    /// When nothing was under way any more.
    pub finished_at: Option<Timestamp>,
    /// How many lines it has.
    pub items: i64,
    /// How many of them are booked, adopted, made or linked.
    pub done: i64,
    /// How many still wait or are unknown.
    pub open: i64,
    /// Its press was broken off before everything was taken up.
    pub broken_off: bool,
}

impl FromRow for RunLine {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let parts: String = row.get(3)?;
        Ok(Self {
            id: RunId::new(row.get(0)?),
            user: row.get(1)?,
            filter: serde_json::from_str(&row.get::<String>(2)?)?,
            parts: Parts::parse(&parts).ok_or(StoreError::Column {
                index: 3,
                expected: "a known word",
            })?,
            started_at: row.get(4)?,
            finished_at: row.get(5)?,
            items: row.get(6)?,
            done: row.get(7)?,
            open: row.get(8)?,
            broken_off: row.get(9)?,
        })
    }
}

/// A page of runs; `after` is the `next` of the page before.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn runs(
    link: &Link,
    actor: &Actor,
    after: Option<&str>,
) -> Result<Page<RunLine>, LinkError> {
    actor.require(Right::View)?;
    let before: i64 = after.and_then(|text| text.parse().ok()).unwrap_or(i64::MAX);
    let mut tx = link.office.db.read().await?;
    let mut rows: Vec<RunLine> = tx
        .all(
            "SELECT r.id, r.user_name, r.filter, r.parts, r.started_at, r.finished_at, \
             (SELECT COUNT(*) FROM run_item i WHERE i.run_id = r.id), \
             (SELECT COUNT(*) FROM run_item i WHERE i.run_id = r.id \
                AND i.outcome IN ('booked', 'adopted', 'created', 'linked')), \
             (SELECT COUNT(*) FROM run_item i WHERE i.run_id = r.id AND i.outcome IN ('waiting', 'unknown')), \
             r.broken_off FROM export_run r WHERE r.id < $1 ORDER BY r.id DESC LIMIT 51",
            params![before],
        )
        .await?;
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    let next = rows.last().filter(|_| more).map(|row| row.id.to_string());
    Ok(Page { rows, next })
}
