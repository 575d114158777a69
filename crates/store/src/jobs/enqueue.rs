//! A job enters the queue.

use jiff::Timestamp;
use serde_json::Value;

use crate::{Ids, StoreError, Tx, params};

/// A job to be enqueued.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// Which handler does it.
    pub kind: &'static str,
    /// Jobs with the same key run one after the other, whatever their kinds.
    pub key: String,
    /// What the handler needs to know; `"v"` is its version.
    pub payload: Value,
    /// The first moment at which it may run.
    pub run_at: Timestamp,
    /// Whether it merges with a job of the same kind and key that waits already.
    pub merge: bool,
    /// Why it does not run at once, for whoever looks at what waits; `None` when nothing holds it up.
    pub why: Option<String>,
}

impl NewJob {
    /// A job that may run from `run_at` on and does not merge.
    #[must_use]
    pub fn new(
        kind: &'static str,
        key: impl Into<String>,
        payload: Value,
        run_at: Timestamp,
    ) -> Self {
        Self {
            kind,
            key: key.into(),
            payload,
            run_at,
            merge: false,
            why: None,
        }
    }

    /// The same job, merging with one that waits already.
    #[must_use]
    pub fn merging(self) -> Self {
        Self {
            merge: true,
            ..self
        }
    }

    /// The same job, with the reason why it waits until its time.
    #[must_use]
    pub fn because(self, why: impl Into<String>) -> Self {
        Self {
            why: Some(why.into()),
            ..self
        }
    }
}

/// Enqueues the job with the transaction, and returns the id of the job that will do the work.
///
/// When it merges, that is the id of the waiting one, which gets the newer payload and, unless it waits for another
/// try after a failure, the earlier time and the reason that goes with it. A job that runs already is not merged with:
/// it may have looked before this change. Who merges holds the job until his transaction has ended, so that nobody runs it without the change;
/// two at once that find none waiting make one each, and the second then finds nothing to do.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(tx: &mut Tx, ids: &Ids, job: &NewJob) -> Result<i64, StoreError> {
    if job.merge
        && let Some(id) = merge(tx, ids, job).await?
    {
        return Ok(id);
    }
    let id = ids.next();
    tx.execute_one(
        "INSERT INTO job (id, kind, job_key, payload, state, due, run_at, attempts, fence, why, created_at, \
         updated_at) VALUES ($1, $2, $3, $4, 'waiting', $5, $5, 0, 0, $7, $6, $6)",
        params![
            id,
            job.kind,
            &job.key,
            &job.payload,
            job.run_at,
            ids.now(),
            job.why.as_deref()
        ],
    )
    .await?;
    Ok(id)
}

async fn merge(tx: &mut Tx, ids: &Ids, job: &NewJob) -> Result<Option<i64>, StoreError> {
    tx.optional(
        "UPDATE job SET payload = $3, updated_at = $5, \
         due = CASE WHEN due > $4 THEN $4 ELSE due END, \
         why = CASE WHEN attempts = 0 AND run_at > $4 THEN $6 ELSE why END, \
         run_at = CASE WHEN attempts = 0 AND run_at > $4 THEN $4 ELSE run_at END \
         WHERE id = (SELECT MIN(id) FROM job WHERE kind = $1 AND job_key = $2 AND state = 'waiting') \
         AND state = 'waiting' RETURNING id",
        params![
            job.kind,
            &job.key,
            &job.payload,
            job.run_at,
            ids.now(),
            job.why.as_deref()
        ],
    )
    .await
}
