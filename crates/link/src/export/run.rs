//! One run, with a page of its lines.

use std::collections::BTreeMap;

use domain::{AdministrationId, InvoiceId, Refusal, RunId};
use jiff::Timestamp;
use office::{Actor, Page, Right};
use store::{FromRow, Row, StoreError, Tx, params};

use crate::{Filter, Link, LinkError, Parts, read};

/// How many lines a page of a run has.
pub const ITEM_ROWS: usize = 100;

/// A run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunView {
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
    /// Its press was broken off before everything was taken up: one more press takes up the rest.
    pub broken_off: bool,
    /// How many lines have which outcome.
    pub counts: BTreeMap<String, i64>,
    /// A page of its lines.
    pub items: Page<RunItem>,
}

/// A line of a run.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RunItem {
    /// Its place, from 1.
    pub position: i64,
    /// Where it goes.
    pub administration: Option<AdministrationId>,
    /// invoice, customer or account.
    pub subject: String,
    /// Which one.
    pub subject_id: i64,
    /// Its number: of the invoice, the customer or the account.
    pub label: String,
    /// The name of the customer or account.
    pub name: String,
    /// waiting, booked, adopted, created, linked, refused, parked, unknown or conflict.
    pub outcome: String,
    /// Why.
    pub refusal: Option<Refusal>,
    /// The number of the entry in Exact, once booked.
    pub entry_number: Option<i64>,
    /// When it changed last.
    pub changed_at: Timestamp,
}

impl RunItem {
    /// The invoice, when it is one.
    #[must_use]
    pub fn invoice(&self) -> Option<InvoiceId> {
        (self.subject == "invoice").then(|| InvoiceId::new(self.subject_id))
    }
}

impl FromRow for RunItem {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            position: row.get(0)?,
            administration: row.get::<Option<i64>>(1)?.map(AdministrationId::new),
            subject: row.get(2)?,
            subject_id: row.get(3)?,
            label: row.get(4)?,
            name: row.get(5)?,
            outcome: row.get(6)?,
            refusal: read::refusal(row, 7)?,
            entry_number: row.get(8)?,
            changed_at: row.get(9)?,
        })
    }
}

/// The run, with the lines after `after` (the `next` of the page before).
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`]; [`LinkError::NotFound`].
pub async fn run(
    link: &Link,
    actor: &Actor,
    id: RunId,
    after: Option<&str>,
) -> Result<RunView, LinkError> {
    actor.require(Right::View)?;
    let mut tx = link.office.db.read().await?;
    let head: Option<(String, String, String, Timestamp, Option<Timestamp>, bool)> = tx
        .optional(
            "SELECT user_name, filter, parts, started_at, finished_at, broken_off FROM export_run WHERE id = $1",
            params![id.get()],
        )
        .await?;
    let (user, filter, parts, started_at, finished_at, broken_off) =
        head.ok_or(LinkError::NotFound { what: "run" })?;
    let counts: Vec<(String, i64)> = tx
        .all(
            "SELECT outcome, COUNT(*) FROM run_item WHERE run_id = $1 GROUP BY outcome",
            params![id.get()],
        )
        .await?;
    let items = items(&mut tx, id, after).await?;
    Ok(RunView {
        id,
        user,
        filter: serde_json::from_str(&filter).map_err(|error| LinkError::Store(error.into()))?,
        parts: Parts::parse(&parts).ok_or(LinkError::Stored {
            what: "part of a run",
        })?,
        started_at,
        finished_at,
        broken_off,
        counts: counts.into_iter().collect(),
        items,
    })
}

async fn items(tx: &mut Tx, id: RunId, after: Option<&str>) -> Result<Page<RunItem>, LinkError> {
    let after: i64 = after.and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut rows: Vec<RunItem> = tx
        .all(
            "SELECT i.position, i.administration_id, i.subject, i.subject_id, \
             COALESCE(v.number, CAST(c.number AS TEXT), a.number, ''), COALESCE(w.name, c.name, a.name, ''), \
             i.outcome, i.refusal, b.entry_number, i.changed_at \
             FROM run_item i \
             LEFT JOIN invoice v ON i.subject = 'invoice' AND v.id = i.subject_id \
             LEFT JOIN customer w ON w.id = v.customer_id \
             LEFT JOIN booking b ON b.invoice_id = v.id \
             LEFT JOIN customer c ON i.subject = 'customer' AND c.id = i.subject_id \
             LEFT JOIN ledger_account a ON i.subject = 'account' AND a.id = i.subject_id \
             WHERE i.run_id = $1 AND i.position > $2 ORDER BY i.position LIMIT 101",
            params![id.get(), after],
        )
        .await?;
    let more = rows.len() > ITEM_ROWS;
    rows.truncate(ITEM_ROWS);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| row.position.to_string());
    Ok(Page { rows, next })
}
