//! What nobody may do to a database, and what tests do to see that it is noticed; and a look at what no page shows.

use anyhow::Result;
use store::{Db, Params, params, transact};

/// Changes what the first sealed audit row tells.
///
/// # Errors
/// When none is sealed.
pub async fn forge_audit(db: &Db) -> Result<()> {
    let sql = "UPDATE audit SET verb = 'forged' WHERE seal_number = 1";
    change(db, sql, params![]).await
}

/// Makes a booking that stands in Exact one of which nobody knows.
///
/// # Errors
/// When none is booked.
pub async fn lose_track_of_one(db: &Db) -> Result<()> {
    let sql = "UPDATE booking SET state = 'unknown' \
         WHERE id = (SELECT MIN(id) FROM booking WHERE state = 'booked')";
    change(db, sql, params![]).await
}

/// Makes the master data of the first administration a year older than they are.
///
/// # Errors
/// When there is none.
pub async fn age_mirror(db: &Db) -> Result<()> {
    let sql = "UPDATE administration SET mirrored_at = mirrored_at - $1 \
         WHERE id = (SELECT MIN(administration_id) FROM location)";
    let year: i64 = 365 * 24 * 3_600 * 1_000_000;
    change(db, sql, params![year]).await
}

/// Makes the tables those of a program that is so many versions newer, or older.
///
/// # Errors
/// When there are no tables.
pub async fn shift_schema(db: &Db, by: i64) -> Result<()> {
    let sql = "UPDATE refinery_schema_history SET version = version + CAST($1 AS INTEGER) \
         WHERE version = (SELECT MAX(version) FROM refinery_schema_history)";
    change(db, sql, params![by]).await
}

/// The newest write that was begun in Exact, and how many of them have no outcome yet.
///
/// # Errors
/// When the database fails.
pub async fn writes_begun(db: &Db) -> Result<(i64, i64)> {
    let mut tx = db.read().await?;
    let sql =
        "SELECT COALESCE(MAX(id), 0), COUNT(CASE WHEN outcome IS NULL THEN 1 END) FROM call_intent";
    Ok(tx.one(sql, params![]).await?)
}

async fn change(db: &Db, sql: &'static str, params: Params) -> Result<()> {
    Ok(transact!(db, |tx| tx
        .execute_one(sql, params.clone())
        .await)?)
}
