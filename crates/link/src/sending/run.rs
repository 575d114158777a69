//! One run of a lane, from recovery to the last comparison.

use std::time::Duration;

use store::{
    Tx,
    jobs::{Claimed, Outcome, finish},
    params, transact,
};

use super::{
    Lane, LaneError, accounts, customers, entries, keys, look, look_through, lost, prelook, proven,
    recheck, recover, reread,
};
use crate::{LinkError, export::ended, jobs, mirror, reasons};

/// How often the check looks again: a customer turned out to exist in Exact, or an invoice was coded anew.
const ROUNDS: u32 = 3;
/// When the lane comes back for what is still queued after the last round.
const AGAIN: Duration = Duration::from_secs(5);

/// Does everything that is due in the administration and ends the job.
///
/// # Errors
/// Whatever stopped it; the job is not ended then.
pub(crate) async fn run(lane: &mut Lane<'_>, job: &Claimed) -> Result<(), LaneError> {
    recover::run(lane).await?;
    keys::load(lane).await?;
    let refreshed = lane.now();
    mirror::refresh_master(lane).await?;
    lost::run(lane).await?;
    look::run(lane, refreshed).await?;
    reread::compare(lane, refreshed).await?;
    look_through::run(lane, refreshed).await?;
    accounts::run(lane).await?;
    customers::asked(lane).await?;
    let mut booked = 0;
    for round in 0..ROUNDS {
        let works = recheck::run(lane).await?;
        if works.is_empty() {
            break;
        }
        if round > 0 {
            // Time has passed since the lines were read, and someone may have typed.
            mirror::refresh_lines(lane).await?;
        }
        let looked = prelook::run(lane, works).await?;
        let ready = customers::run(lane, looked.absent).await?;
        let proven = proven::load(lane).await?;
        let (sent, stale) = entries::run(lane, ready.works, proven).await?;
        booked += sent;
        if !ready.again && !stale && !looked.stale {
            break;
        }
    }
    if booked > 0 {
        let refreshed = lane.now();
        mirror::refresh_lines(lane).await?;
        reread::compare(lane, refreshed).await?;
    }
    end(lane, job).await
}

/// Ends the runs that are done and the job; the next look becomes a job of its own.
async fn end(lane: &Lane<'_>, job: &Claimed) -> Result<(), LaneError> {
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        ended::finish_in(lane.link, tx).await?;
        let look = reasons::BEING_LOOKED_UP;
        let next = match look::next(lane, tx).await? {
            // Whoever is hidden is visible by then.
            next if !lane.hidden.is_empty() && is_queued(lane, tx).await? => {
                let again = lane.look_again();
                Some((next.map_or(again, |next| next.min(again)), look))
            }
            None if lane.left_over || is_queued(lane, tx).await? => {
                Some((lane.after(AGAIN), reasons::LANE_BUSY))
            }
            Some(next) if lane.left_over => Some((next.min(lane.after(AGAIN)), reasons::LANE_BUSY)),
            next => next.map(|next| (next, look)),
        };
        let outcome = next.map_or(Outcome::Done, |(at, why)| {
            Outcome::Then(jobs::new(jobs::LANE, lane.administration, at).because(why))
        });
        finish(tx, &lane.link.office.ids, job, outcome).await?;
        Ok(())
    })?;
    Ok(())
}

/// Whether something waits that no look is going to free: a queued booking, or a customer or account that a run asked
/// for by itself.
async fn is_queued(lane: &Lane<'_>, tx: &mut Tx) -> Result<bool, LinkError> {
    let queued: i64 = tx
        .one(
            "SELECT (SELECT COUNT(*) FROM booking WHERE administration_id = $1 AND state = 'queued') \
             + (SELECT COUNT(*) FROM run_item i JOIN export_run r ON r.id = i.run_id \
                 WHERE i.administration_id = $1 AND r.finished_at IS NULL \
                 AND i.subject IN ('customer', 'account') AND i.outcome IN ('waiting', 'unknown'))",
            params![lane.administration.get()],
        )
        .await?;
    Ok(queued > 0)
}
