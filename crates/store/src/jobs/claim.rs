//! A node takes a job, and keeps it by its heartbeat.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use crate::{Db, FromRow, MAX_CLOCK_SKEW, Retryable, Row, StoreError, Tx, lease, params, transact};

/// The longest that a job can have to wait: until the calls of the next day may go, in a night of 25 hours.
pub const LONGEST_WAIT: Duration = Duration::from_hours(25);

/// Who asks for a job, and of which kinds.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    /// The node: unique per start of a program.
    pub node: &'a str,
    /// The kinds that this node can do.
    pub kinds: &'a [&'a str],
    /// The present moment.
    pub now: Timestamp,
    /// How long the job is the node's without a heartbeat.
    pub lease: Duration,
}

/// A job that this node has.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    /// Which job.
    pub id: i64,
    /// Which handler does it.
    pub kind: String,
    /// Its key: no other job of this key runs.
    pub key: String,
    /// What it needs to know.
    pub payload: Value,
    /// How often it was claimed, this time included.
    pub attempts: i64,
    /// Proves that the job is still this node's.
    pub fence: i64,
    /// The moment from which on another node may take it.
    pub until: Timestamp,
}

impl FromRow for Claimed {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get(0)?,
            kind: row.get(1)?,
            key: row.get(2)?,
            payload: row.get(3)?,
            attempts: row.get(4)?,
            fence: row.get(5)?,
            until: row.get(6)?,
        })
    }
}

/// How often a job is looked for when another node was faster.
const LOOKS: u32 = 16;

/// Takes the job that has been due for longest; `None` when there is none, or when other nodes were faster each time.
///
/// It is found, and then taken only if it still waits and is due; a unique index over the running jobs stands behind
/// it.
///
/// # Errors
/// When the database fails.
pub async fn claim(db: &Db, claim: &Claim<'_>) -> Result<Option<Claimed>, StoreError> {
    let until = lease::end(claim.now, claim.lease);
    let kinds = format!(",{},", claim.kinds.join(",,"));
    let claimed = transact!(db, |tx| -> Result<Option<Claimed>, StoreError> {
        put_back(tx, claim.now).await?;
        put_right(tx, claim.now).await?;
        for _ in 0..LOOKS {
            let Some(id) = find(tx, claim.now, &kinds).await? else {
                return Ok(None);
            };
            let taken = take(tx, id, (claim, until)).await?;
            if taken.is_some() {
                return Ok(taken);
            }
        }
        Ok(None)
    });
    match claimed {
        Err(error) if error.retryable() || error.is_unique_violation() => Ok(None),
        outcome => outcome,
    }
}

/// The job that has been due for longest and whose key is free.
async fn find(tx: &mut Tx, now: Timestamp, kinds: &str) -> Result<Option<i64>, StoreError> {
    tx.optional(
        "SELECT j.id FROM job j WHERE j.state = 'waiting' AND j.due <= $1 AND j.run_at <= $1 \
         AND REPLACE($2, ',' || j.kind || ',', '') <> $2 \
         AND NOT EXISTS (SELECT 1 FROM job r WHERE r.job_key = j.job_key AND r.state = 'running') \
         AND NOT EXISTS (SELECT 1 FROM job w WHERE w.job_key = j.job_key AND w.state = 'waiting' \
             AND (w.due, w.id) < (j.due, j.id)) \
         ORDER BY j.due, j.id LIMIT 1",
        params![now, kinds],
    )
    .await
}

/// Takes it, unless another node did since it was found.
async fn take(
    tx: &mut Tx,
    id: i64,
    (claim, until): (&Claim<'_>, Timestamp),
) -> Result<Option<Claimed>, StoreError> {
    tx.optional(
        "UPDATE job SET state = 'running', node = $2, lease_until = $3, fence = fence + 1, \
         attempts = attempts + 1, updated_at = $4 \
         WHERE id = $1 AND state = 'waiting' AND due <= $4 AND run_at <= $4 \
         RETURNING id, kind, job_key, payload, attempts, fence, lease_until",
        params![id, claim.node, until, claim.now],
    )
    .await
}

/// Puts the jobs of dead nodes back to their places in the queue; also those of which the lease ends later than it can.
async fn put_back(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE job SET state = 'waiting', node = NULL, lease_until = NULL, updated_at = $1 \
         WHERE state = 'running' AND (lease_until <= $1 OR lease_until > $2)",
        params![now, lease::latest(now)],
    )
    .await
    .map(drop)
}

/// What waits for longer than anything can was put off by a clock that was wrong: it is due now.
async fn put_right(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    let latest = now
        .checked_add(LONGEST_WAIT + MAX_CLOCK_SKEW)
        .unwrap_or(Timestamp::MAX);
    tx.execute(
        "UPDATE job SET due = CASE WHEN due > $1 THEN $1 ELSE due END, run_at = $1, updated_at = $1 \
         WHERE state = 'waiting' AND (run_at > $2 OR due > $2)",
        params![now, latest],
    )
    .await
    .map(drop)
}

/// Lets everything that waits run now: after a clock was set back, nobody can tell when it was meant to run. Whoever
/// has to wait says so again.
///
/// # Errors
/// When the database fails.
pub async fn all_due(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE job SET due = CASE WHEN due > $1 THEN $1 ELSE due END, run_at = $1, updated_at = $1 \
         WHERE state = 'waiting' AND run_at > $1",
        params![now],
    )
    .await
    .map(drop)
}

/// Prolongs the lease of a claimed job; gives back the new end.
///
/// # Errors
/// [`StoreError::Fenced`] when the job is another node's by now, or its lease has run out.
pub async fn heartbeat(
    db: &Db,
    claimed: &Claimed,
    now: Timestamp,
    lease: Duration,
) -> Result<Timestamp, StoreError> {
    let until = lease::end(now, lease);
    let kept = transact!(db, |tx| {
        tx.execute(
            "UPDATE job SET lease_until = $3, updated_at = $4 \
             WHERE id = $1 AND fence = $2 AND state = 'running' AND lease_until > $4 AND lease_until <= $5",
            params![claimed.id, claimed.fence, until, now, lease::latest(now)],
        )
        .await
    })?;
    if kept == 1 {
        Ok(until)
    } else {
        Err(StoreError::Fenced)
    }
}
