//! When and why a job that was broken off is tried again.

use std::time::Duration;

use exact_client::CallError;
use jiff::Timestamp;
use office::OfficeError;
use store::{
    Retryable as _, is_busy,
    jobs::{Claimed, Outcome, finish},
    params, transact,
};

use crate::{
    Link, LinkError,
    clocks::{self, Age, Wrong},
    jobs,
    lane::{LONGEST_PAUSE, LaneError, Why, is_denied, pause},
    reasons,
};

/// When a job that only met others in the database is tried again.
const DATABASE_AGAIN: Duration = Duration::from_millis(500);
/// How long a job waits when the clock turned out to be wrong after it was taken.
const HELD_FOR: Duration = Duration::from_secs(5);
/// How long a job waits for a person to mend the consent.
const REFUSED_FOR: Duration = Duration::from_mins(4);

/// What stopped a lane, unless that is its clock: whatever went wrong then went wrong by it, and nothing may be put off
/// to a time that it tells.
pub(super) async fn or_clock(link: &Link, error: LaneError) -> Result<LaneError, LinkError> {
    let wrong = clocks::wrong(link, Age::Now).await?;
    Ok(wrong.map_or(error, |wrong| held_by(&wrong)))
}

/// Waits for a clock that can be believed.
pub(super) fn held_by(wrong: &Wrong) -> LaneError {
    LaneError::Wait {
        until: wrong.now.checked_add(HELD_FOR).unwrap_or(wrong.now),
        why: wrong.why(),
    }
}

/// Tries again later. What waits for a person or for Exact becomes a new job, so that a press on a button does not
/// have to wait for it.
pub(super) async fn put_off(link: &Link, job: &Claimed, error: LaneError) -> Result<(), LinkError> {
    let administration = jobs::administration(&job.payload);
    let (until, why) = (next_try(link, job, &error), Why::of(&error));
    tracing::warn!(job = job.id, kind = job.kind, %until, %why, "lane put off");
    let denied = why.code == reasons::EXACT_DENIES_ACCESS;
    let told = why.to_string();
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        if let Some(administration) = administration.filter(|_| denied) {
            tx.execute(
                "UPDATE administration SET paused = $2 WHERE id = $1",
                params![administration.get(), &why.code],
            )
            .await?;
        }
        let later = administration.and_then(|lane| jobs::later(job, lane, (until, &told)));
        let retry = || Outcome::RetryAt {
            when: until,
            why: told.clone(),
        };
        let outcome = later.map_or_else(retry, Outcome::Then);
        match finish(tx, &link.office.ids, job, outcome).await {
            // Another node has the job by now.
            Err(store::StoreError::Fenced) => Ok(()),
            other => Ok(other?),
        }
    })
}

/// When a job that was broken off is tried again.
fn next_try(link: &Link, job: &Claimed, error: &LaneError) -> Timestamp {
    let now = link.office.clock.now();
    let after = |time: Duration| now.checked_add(time).unwrap_or(Timestamp::MAX);
    let growing = |retry_after| {
        let tries = jobs::administration(&job.payload).map_or_else(
            || u32::try_from(job.attempts).unwrap_or(u32::MAX),
            |administration| link.outages().broken_off(administration),
        );
        after(pause(tries, retry_after))
    };
    match error {
        LaneError::Wait { until, .. } => *until,
        // Whoever chooses it again wakes the lanes.
        LaneError::Link(LinkError::Refused(refusals))
            if refusals
                .first()
                .is_some_and(|one| one.code == reasons::ACCOUNTING_PACKAGE_NONE) =>
        {
            after(LONGEST_PAUSE)
        }
        LaneError::Link(LinkError::Refused(_)) => after(REFUSED_FOR),
        // The key does not become another by trying again.
        LaneError::Link(LinkError::Office(OfficeError::Vault(_))) => after(LONGEST_PAUSE),
        // Asking again soon would only use up the errors that Exact allows.
        LaneError::Call(call) if is_denied(call) => after(LONGEST_PAUSE),
        LaneError::Call(call) => growing(retry_after(call)),
        // Nobody is away: the same works in a moment.
        LaneError::Link(error) if error.retryable() || is_busy(error) => {
            link.count_busy();
            after(DATABASE_AGAIN)
        }
        LaneError::Unreachable | LaneError::Link(_) => growing(None),
    }
}

/// How many seconds Exact asked to wait.
const fn retry_after(call: &CallError) -> Option<u32> {
    match call {
        CallError::Unknown(unknown) => unknown.retry_after,
        _ => None,
    }
}
