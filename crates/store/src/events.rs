//! The one table of events, read by a cursor: it wakes lanes and open pages on every node.
//!
//! An event says that something changed, and the reader looks it up; it is not a history. An event gets its
//! position after it was committed, by whoever reads next. So a reader that has seen a position has seen all before
//! it, also those of transactions that took longer.

use jiff::Timestamp;
use serde_json::Value;

use crate::{Db, Ids, Retryable, StoreError, Tx, lock, params, transact};

/// How many events get their positions in one transaction.
const NUMBERED_AT_ONCE: i64 = 1_000;
/// One reader at a time gives positions.
const NUMBERING: &str = "events";

/// Something that has happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Where it stands in the order of commits: the cursor of its reader.
    pub position: i64,
    /// When it was written.
    pub at: Timestamp,
    /// What happened.
    pub kind: String,
    /// To what.
    pub subject: String,
    /// What else is known.
    pub payload: Value,
}

/// Writes an event, which is seen once the transaction has committed.
///
/// # Errors
/// When the database fails.
pub async fn append(
    tx: &mut Tx,
    ids: &Ids,
    kind: &str,
    subject: &str,
    payload: &Value,
) -> Result<(), StoreError> {
    tx.execute_one(
        "INSERT INTO event (id, at, kind, subject, payload) VALUES ($1, $2, $3, $4, $5)",
        params![ids.next(), ids.now(), kind, subject, payload],
    )
    .await
}

/// Writes an event of one kind for each of these subjects, in one hop.
///
/// # Errors
/// When the database fails.
pub async fn append_many(
    tx: &mut Tx,
    ids: &Ids,
    kind: &str,
    subjects: impl IntoIterator<Item = String>,
) -> Result<(), StoreError> {
    let payload = Value::Object(serde_json::Map::new());
    let rows = subjects
        .into_iter()
        .map(|subject| params![ids.next(), ids.now(), kind, subject, &payload])
        .collect();
    tx.execute_many(
        "INSERT INTO event (id, at, kind, subject, payload) VALUES ($1, $2, $3, $4, $5)",
        rows,
    )
    .await
    .map(drop)
}

/// At most `limit` events after the cursor, in order.
///
/// # Errors
/// When the database fails.
pub async fn read_after(db: &Db, cursor: i64, limit: u32) -> Result<Vec<Event>, StoreError> {
    number(db).await?;
    let mut tx = db.read().await?;
    let rows: Vec<(i64, Timestamp, String, String, Value)> = tx
        .all(
            "SELECT position, at, kind, subject, payload FROM event \
             WHERE position > $1 ORDER BY position LIMIT $2",
            params![cursor, i64::from(limit)],
        )
        .await?;
    let events = rows
        .into_iter()
        .map(|(position, at, kind, subject, payload)| Event {
            position,
            at,
            kind,
            subject,
            payload,
        });
    Ok(events.collect())
}

/// The cursor of a reader that wants only what happens from now on.
///
/// # Errors
/// When the database fails.
pub async fn latest(db: &Db) -> Result<i64, StoreError> {
    number(db).await?;
    let mut tx = db.read().await?;
    tx.one("SELECT COALESCE(MAX(position), 0) FROM event", params![])
        .await
}

/// Forgets the events from before `before`, except the last one, which keeps the count.
///
/// # Errors
/// When the database fails.
pub async fn forget(db: &Db, before: Timestamp) -> Result<u64, StoreError> {
    transact!(db, |tx| {
        tx.execute(
            "DELETE FROM event WHERE at < $1 AND position < (SELECT MAX(position) FROM event)",
            params![before],
        )
        .await
    })
}

/// Gives positions to the events that were committed without. Several readers may try at once; the others wait for the
/// first and read what it has numbered. One that waits in vain reads what is numbered already.
async fn number(db: &Db) -> Result<(), StoreError> {
    let mut tx = db.read().await?;
    let any: bool = tx
        .one(
            "SELECT EXISTS (SELECT 1 FROM event WHERE position IS NULL)",
            params![],
        )
        .await?;
    drop(tx);
    if !any {
        return Ok(());
    }
    let outcome: Result<u64, StoreError> = transact!(db, |tx| {
        lock::take(tx, NUMBERING).await?;
        let last: i64 = tx
            .one("SELECT COALESCE(MAX(position), 0) FROM event", params![])
            .await?;
        let ids: Vec<i64> = tx
            .all(
                "SELECT id FROM event WHERE position IS NULL ORDER BY id LIMIT $1",
                params![NUMBERED_AT_ONCE],
            )
            .await?;
        let rows = ids.into_iter().zip(last + 1..);
        let rows = rows.map(|(id, position)| params![id, position]).collect();
        tx.execute_many(
            "UPDATE event SET position = $2 WHERE id = $1 AND position IS NULL",
            rows,
        )
        .await
    });
    match outcome {
        Err(error) if !error.is_busy() && !error.retryable() && !error.is_unique_violation() => {
            Err(error)
        }
        _ => Ok(()),
    }
}
