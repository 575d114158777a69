//! Does the jobs of the link: claims one, gets its lane, runs it, ends it.

mod put_off;

use std::time::Duration;

use domain::AdministrationId;
use jiff::Timestamp;
use office::installation::{self, Standing};
use store::{
    Trouble,
    jobs::{Claim, Claimed, Outcome, claim, finish},
    params, transact,
};
use tokio::{
    sync::watch,
    task::{JoinError, JoinSet},
};

use crate::{
    Link, LinkError, accounts,
    clocks::{self, Age},
    export::ended,
    jobs, journals,
    lane::{LONGEST_PAUSE, Lane, LaneError, described},
    mirror, package, reasons, sending,
};

use put_off::{held_by, or_clock, put_off};

/// How many lanes of one node run side by side.
const LANES_AT_ONCE: usize = 16;
/// How often a node looks for a job when it found none.
const IDLE: Duration = Duration::from_millis(500);
/// The shortest pause before a job that is due is asked for again.
const SHORTEST: Duration = Duration::from_millis(1);

/// Does every job that is due now, lanes of different administrations side by side; gives back how many it did.
///
/// # Errors
/// When the database fails.
pub async fn run_until_idle(link: &Link) -> Result<u32, LinkError> {
    let mut lanes = JoinSet::new();
    let mut done = 0;
    loop {
        while lanes.len() < LANES_AT_ONCE {
            let Some(job) = next_job(link).await? else {
                break;
            };
            start(&mut lanes, link, job);
        }
        match lanes.join_next().await {
            Some(outcome) => ended(outcome)?,
            None => return Ok(done),
        }
        done += 1;
    }
}

/// Does one job that is due now, in the caller's own task; false when there is none. For whoever decides himself what
/// runs when, as a simulation does.
///
/// # Errors
/// When the database fails.
pub async fn run_one(link: &Link) -> Result<bool, LinkError> {
    match next_job(link).await? {
        Some(job) => one(link, job).await.map(|()| true),
        None => Ok(false),
    }
}

/// Does jobs until nothing is left, letting time pass to those that are due within `horizon` from now.
///
/// # Errors
/// When the database fails.
pub async fn run_to_end(link: &Link, horizon: Duration) -> Result<u32, LinkError> {
    let last = link
        .office
        .clock
        .now()
        .checked_add(horizon)
        .unwrap_or(Timestamp::MAX);
    let mut done = 0;
    loop {
        done += run_until_idle(link).await?;
        let Some(next) = next_due(link).await?.filter(|next| *next <= last) else {
            return Ok(done);
        };
        let wait = next.duration_since(link.office.clock.now());
        let wait = Duration::try_from(wait).unwrap_or_default();
        let held = clocks::wrong(link, Age::Recent).await?.is_some();
        let least = if held { IDLE } else { SHORTEST };
        link.pause(wait.max(least)).await;
    }
}

/// Does jobs until `stop` turns true; a lane that breaks down is logged, and stops nothing else. Then the lanes under
/// way end their present call and put off what is left, so that stopping leaves nothing unknown; whoever starts next
/// goes on at once.
///
/// # Errors
/// Never; what fails is logged, and tried again.
pub async fn run(link: &Link, mut stop: watch::Receiver<bool>) -> Result<(), LinkError> {
    let mut lanes = JoinSet::new();
    let mut trouble = None;
    while !*stop.borrow() {
        let before = std::mem::replace(&mut trouble, in_the_way(link).await);
        if before != trouble {
            told(trouble);
        }
        while trouble.is_none() && lanes.len() < LANES_AT_ONCE {
            match next_job(link).await {
                Ok(Some(job)) => start(&mut lanes, link, job),
                Ok(None) => break,
                Err(error) => {
                    tracing::error!(error = %described(&error), "no job of the link could be had");
                    break;
                }
            }
        }
        tokio::select! {
            Some(outcome) = lanes.join_next() => log(outcome),
            () = tokio::time::sleep(IDLE) => {}
            changed = stop.changed() => if changed.is_err() { break },
        }
    }
    link.set_stopping(true);
    while let Some(outcome) = lanes.join_next().await {
        log(outcome);
    }
    link.set_stopping(false);
    Ok(())
}

/// Why nothing can be stored now; no job is taken then.
async fn in_the_way(link: &Link) -> Option<Trouble> {
    let condition = link.office.db.condition().await;
    condition.err().filter(|trouble| trouble.forbids_writing())
}

/// Said once, and once when it is over.
fn told(trouble: Option<Trouble>) {
    match trouble {
        Some(trouble) => tracing::error!(%trouble, "no job is taken before this is mended"),
        None => tracing::warn!("the database can be used again; the lanes go on"),
    }
}

/// A lane that broke down stops no other, and not the pages beside it. Its job and its lane are taken up again when
/// their leases have run out, as those of a node that died: what it had sent is looked for first.
fn log(outcome: Result<Result<(), LinkError>, JoinError>) {
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            tracing::error!(error = %described(&error), "a job of the link failed");
        }
        Err(error) => {
            tracing::error!(error = %described(&error), "a lane broke down; its job is tried again later");
        }
    }
}

/// Gives the job a task of its own. It must have one: a lane that is polled only between two looks for a job would
/// hold the database's one writer while the look waits for that writer, for ever.
fn start(lanes: &mut JoinSet<Result<(), LinkError>>, link: &Link, job: Claimed) {
    let link = link.clone();
    lanes.spawn(async move { one(&link, job).await });
}

/// What a lane's task came to. For whoever waits for the end of all: a panic is handed on, and a task that was lost is
/// an error, so that nobody takes it for done.
fn ended(outcome: Result<Result<(), LinkError>, JoinError>) -> Result<(), LinkError> {
    match outcome {
        Ok(outcome) => outcome,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(error) => Err(LinkError::Lost(Box::new(error))),
    }
}

/// When the next waiting job of ours is due, or a press has been silent for so long that it is broken off.
async fn next_due(link: &Link) -> Result<Option<Timestamp>, LinkError> {
    let silence = ended::next_silence(link).await?;
    let standing = installation::standing(&link.office).await?;
    let mut tx = link.office.db.read().await?;
    let due: Option<Timestamp> = tx
        .one(
            "SELECT MIN(CASE WHEN state = 'waiting' THEN run_at ELSE lease_until END) FROM job \
             WHERE kind LIKE 'link.%' AND state IN ('waiting', 'running')",
            params![],
        )
        .await?;
    let due = due.into_iter().chain(silence).min();
    Ok(match standing {
        Standing::Paused(_) => None,
        Standing::Waits { until } => due.map(|due| due.max(until)),
        Standing::InOrder => due,
    })
}

/// The next job, while this installation is certainly the one and its clock can be believed: a copy leaves all of them in
/// the queue, untouched.
async fn next_job(link: &Link) -> Result<Option<Claimed>, LinkError> {
    if installation::standing(&link.office).await? != Standing::InOrder
        || clocks::wrong(link, Age::Recent).await?.is_some()
    {
        return Ok(None);
    }
    let settings = &link.settings;
    let request = Claim {
        node: &settings.node,
        kinds: jobs::JOB_KINDS,
        now: link.office.clock.now(),
        lease: settings.lease,
    };
    let job = claim(&link.office.db, &request).await?;
    if job.is_none() {
        ended::break_off_silent(link).await?;
    }
    Ok(job)
}

/// One job, to its end or until it is put off.
async fn one(link: &Link, job: Claimed) -> Result<(), LinkError> {
    match work(link, &job).await {
        Ok(()) => {
            if let Some(administration) = jobs::administration(&job.payload) {
                link.outages().over(administration);
            }
            Ok(())
        }
        Err(LaneError::Link(error)) if error.is_fenced() => {
            tracing::warn!(
                job = job.id,
                kind = job.kind,
                "the lane was lost; another node has it"
            );
            Ok(())
        }
        Err(error) => put_off(link, &job, or_clock(link, error).await?).await,
    }
}

async fn work(link: &Link, job: &Claimed) -> Result<(), LaneError> {
    let administration = jobs::administration(&job.payload).ok_or(LinkError::Stored {
        what: "payload of a job",
    })?;
    if let Some(why) = is_paused(link, administration).await? {
        let until = link
            .office
            .clock
            .now()
            .checked_add(LONGEST_PAUSE)
            .unwrap_or(Timestamp::MAX);
        return Err(LaneError::Wait { until, why });
    }
    if let Some(wrong) = clocks::wrong(link, Age::Now).await? {
        return Err(held_by(&wrong));
    }
    let Some(mut lane) = Lane::open(link, administration, job).await? else {
        let until = link
            .office
            .clock
            .now()
            .checked_add(IDLE * 10)
            .unwrap_or(Timestamp::MAX);
        return Err(LaneError::Wait {
            until,
            why: reasons::LANE_ELSEWHERE,
        });
    };
    let outcome = dispatch(&mut lane, job).await;
    let calls = lane.calls;
    tracing::info!(job = job.id, kind = job.kind, %administration, calls, ok = outcome.is_ok(), "lane ran");
    lane.close().await?;
    outcome
}

/// Why it stands still, when someone else than the lane itself has paused it, or Exact Online is not the accounting
/// package: then the token is not used.
async fn is_paused(
    link: &Link,
    administration: AdministrationId,
) -> Result<Option<&'static str>, LinkError> {
    let mut tx = link.office.db.read().await?;
    if !package::is_chosen(&mut tx).await? {
        return Ok(Some(reasons::ACCOUNTING_PACKAGE_NONE));
    }
    let paused: Option<Option<String>> = tx
        .optional(
            "SELECT paused FROM administration WHERE id = $1",
            params![administration.get()],
        )
        .await?;
    let by_others = paused
        .flatten()
        .is_some_and(|why| why != reasons::EXACT_DENIES_ACCESS);
    Ok(by_others.then_some(reasons::LANE_PAUSED))
}

async fn dispatch(lane: &mut Lane<'_>, job: &Claimed) -> Result<(), LaneError> {
    lane.put_right().await?;
    if job.kind == jobs::LANE {
        return sending::run(lane, job).await;
    }
    mirror::refresh_since(lane, jobs::asked_at(&job.payload)).await?;
    let actor = jobs::actor(&job.payload);
    match job.kind.as_str() {
        jobs::IMPORT_ACCOUNTS => accounts::import_now(lane, &actor).await?,
        jobs::SYNCHRONISE => accounts::synchronise_now(lane, &actor).await?,
        jobs::IMPORT_JOURNALS => journals::import_now(lane, &actor).await?,
        _ => {}
    }
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        finish(tx, &lane.link.office.ids, job, Outcome::Done).await?;
        Ok(())
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_task_that_was_lost_is_not_taken_for_done() {
        let mut lanes: JoinSet<Result<(), LinkError>> = JoinSet::new();
        lanes.spawn(std::future::pending());
        lanes.abort_all();
        let outcome = ended(lanes.join_next().await.unwrap());
        assert!(matches!(outcome, Err(LinkError::Lost(_))), "{outcome:?}");
    }
}
