//! The audit trail: who did what to what, and why.
//!
//! A row commits together with the change that it tells of. Rows are chained by hash afterwards, in batches, by one
//! job ([`seal()`]); so writers do not wait for each other. [`verify()`] finds a row that was changed, removed or
//! slipped in. Whoever can rewrite all seals up to the last one can forge the trail: note the head elsewhere.

mod chain;
mod seal;
mod verify;

pub use seal::{SEAL_BATCH, seal};
pub use verify::{Report, verify};

use serde_json::Value;

use crate::{Ids, Params, StoreError, Tx, params};

/// One thing that somebody did.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The user, or `None` for the program itself.
    pub actor: Option<i64>,
    /// What was done.
    pub verb: &'a str,
    /// To what kind of thing.
    pub subject_kind: &'a str,
    /// To which one.
    pub subject_id: String,
    /// What it was before, as far as it changed.
    pub before: Option<Value>,
    /// What it is now, as far as it changed.
    pub after: Option<Value>,
    /// Why, in the user's words.
    pub reason: Option<&'a str>,
}

/// Writes an audit row and returns its id; identity and time are from `ids`.
///
/// # Errors
/// When the database fails.
pub async fn append(tx: &mut Tx, ids: &Ids, entry: &Entry<'_>) -> Result<i64, StoreError> {
    let id = ids.next();
    append_rows(tx, vec![row(id, ids, entry)]).await?;
    Ok(id)
}

/// Writes many audit rows in one hop.
///
/// # Errors
/// When the database fails.
pub async fn append_many(tx: &mut Tx, ids: &Ids, entries: &[Entry<'_>]) -> Result<(), StoreError> {
    let rows = entries.iter().map(|entry| row(ids.next(), ids, entry));
    append_rows(tx, rows.collect()).await
}

async fn append_rows(tx: &mut Tx, rows: Vec<Params>) -> Result<(), StoreError> {
    tx.execute_many(
        "INSERT INTO audit (id, at, actor, verb, subject_kind, subject_id, before_state, after_state, reason) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        rows,
    )
    .await
    .map(drop)
}

fn row(id: i64, ids: &Ids, entry: &Entry<'_>) -> Params {
    params![
        id,
        ids.now(),
        entry.actor,
        entry.verb,
        entry.subject_kind,
        &entry.subject_id,
        entry.before.as_ref(),
        entry.after.as_ref(),
        entry.reason,
    ]
}
