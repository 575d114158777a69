//! A job decides its own outcome.

use jiff::Timestamp;

use super::{Claimed, NewJob, enqueue};
use crate::{Ids, StoreError, Tx, params};

/// What became of a job.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It is done, and another one follows.
    Then(NewJob),
    /// It has to run once more.
    RetryAt {
        /// When.
        when: Timestamp,
        /// Why, for the log and for support.
        why: String,
    },
    /// It will not be done; a person has to look.
    GiveUp {
        /// Why, for the log and for support.
        why: String,
    },
}

/// Ends the run of a job, together with whatever else the transaction changes.
///
/// # Errors
/// [`StoreError::Fenced`] when another node has the job by now: then nothing of this transaction may be committed.
pub async fn finish(
    tx: &mut Tx,
    ids: &Ids,
    claimed: &Claimed,
    outcome: Outcome,
) -> Result<(), StoreError> {
    let (id, fence, now) = (claimed.id, claimed.fence, ids.now());
    let touched = match &outcome {
        Outcome::Done | Outcome::Then(_) => {
            tx.execute(
                "DELETE FROM job WHERE id = $1 AND fence = $2 AND state = 'running'",
                params![id, fence],
            )
            .await?
        }
        Outcome::RetryAt { when, why } => {
            tx.execute(
                "UPDATE job SET state = 'waiting', run_at = $3, why = $4, updated_at = $5, \
                 node = NULL, lease_until = NULL WHERE id = $1 AND fence = $2 AND state = 'running'",
                params![id, fence, *when, why, now],
            )
            .await?
        }
        Outcome::GiveUp { why } => {
            tx.execute(
                "UPDATE job SET state = 'failed', why = $3, updated_at = $4, \
                 node = NULL, lease_until = NULL WHERE id = $1 AND fence = $2 AND state = 'running'",
                params![id, fence, why, now],
            )
            .await?
        }
    };
    if touched != 1 {
        return Err(StoreError::Fenced);
    }
    if let Outcome::Then(next) = &outcome {
        enqueue(tx, ids, next).await?;
    }
    Ok(())
}

/// Lets a failed job run again from `run_at` on, behind the others of its key.
///
/// # Errors
/// [`StoreError::RowsAffected`] when there is no such failed job.
pub async fn try_again(
    tx: &mut Tx,
    ids: &Ids,
    id: i64,
    run_at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute_one(
        "UPDATE job SET state = 'waiting', attempts = 0, due = $2, run_at = $2, updated_at = $3 \
         WHERE id = $1 AND state = 'failed'",
        params![id, run_at, ids.now()],
    )
    .await
}
