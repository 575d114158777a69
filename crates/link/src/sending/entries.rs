//! Entries go out one by one: intent, call, outcome; within a journal by number.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use domain::BookingId;
use exact_api::{Endpoint as _, endpoints::CreateSalesEntry};
use exact_client::CallError;
use jiff::Timestamp;

use super::{
    Lane, LaneError,
    attempt::attempt,
    park::park,
    plan::{Candidate, Plan},
    prelook,
    recheck::Work,
};
use crate::{
    mirror, reasons,
    refusals::{Cause, Suspect},
};

/// How old the lines may be that the look before the sending went by. Someone may be typing in Exact while a run lasts:
/// what has stood there for longer than this is seen before its turn comes. One call in sixty.
const LINES_ANEW: Duration = Duration::from_mins(1);

/// How often in a row a certain no that is not about the booking (401, 429, not sent) is tried again.
const TRIES: u32 = 3;

/// What became of one attempt.
#[derive(Debug)]
pub(super) enum Attempt {
    /// It stands in Exact.
    Booked,
    /// Certainly not, for this cause.
    Refused(&'static Cause),
    /// Nobody knows; whether the connection itself failed, and what was answered when Exact as a whole is away.
    Unknown {
        transport: bool,
        outage: Option<Box<CallError>>,
    },
    /// Nothing happened, and the booking is queued again.
    Again(Again),
    /// Someone else took the booking meanwhile.
    Gone,
    /// The invoice was coded anew since it was checked: it stays queued, to be checked again.
    Stale,
}

/// Why a booking is queued again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// Soon: the budget or the token decides.
    Soon,
    /// No way to Exact now.
    NotSent,
    /// Exact gives no access.
    Denied,
}

/// Sends everything that is left to send. Gives back how many were booked, and whether some must be checked again.
pub(super) async fn run(
    lane: &mut Lane<'_>,
    works: Vec<Work>,
    proven: BTreeSet<Suspect>,
) -> Result<(u32, bool), LaneError> {
    let mut works: BTreeMap<BookingId, Work> =
        works.into_iter().map(|work| (work.booking, work)).collect();
    let mut plan = Plan::new(works.values().map(candidate).collect(), proven);
    let (mut booked, mut tries, mut stale, mut looked) = (0, 0, false, false);
    while let Some(next) = plan.take() {
        let Some(work) = works.get(&next.booking).cloned() else {
            continue;
        };
        // Waiting for room in the minute comes first: the lines are not older than that when the entry leaves.
        lane.permit(CreateSalesEntry::NAME).await?;
        if lane.writes_stopped || (!looked && are_old(lane)) {
            lane.unused(CreateSalesEntry::NAME);
            plan.put_back(next);
            stale |= look_again(lane, &mut plan, &works).await?;
            looked = true;
            continue;
        }
        looked = false;
        match attempt(lane, &work).await? {
            Attempt::Booked => {
                (booked, tries) = (booked + 1, 0);
                plan.prove(&next.values);
                works.remove(&next.booking);
            }
            Attempt::Refused(cause) => {
                tries = 0;
                park(lane, &mut plan, (&work, cause), &works).await?;
            }
            // Sending the next would only make one more of which nobody knows.
            Attempt::Unknown {
                outage: Some(call), ..
            } => return Err(LaneError::Call(call)),
            Attempt::Unknown { transport, .. } => {
                tries = 0;
                lane.writes_stopped |= transport;
            }
            Attempt::Again(why) => {
                tries += 1;
                plan.put_back(next);
                match why {
                    Again::Denied => return Err(lane.paused_for(reasons::EXACT_DENIES_ACCESS)),
                    Again::NotSent => return Err(LaneError::Unreachable),
                    Again::Soon if tries > TRIES => return Err(LaneError::Unreachable),
                    Again::Soon => {}
                }
            }
            Attempt::Gone => {}
            Attempt::Stale => stale = true,
        }
    }
    Ok((booked, stale))
}

fn are_old(lane: &Lane<'_>) -> bool {
    let read = lane.lines_read;
    read.is_none_or(|read| lane.now() >= read.checked_add(LINES_ANEW).unwrap_or(Timestamp::MAX))
}

/// Reads Exact's lines anew and looks for what is left to send: what stands there by now leaves the plan. True when some
/// of that must be checked again.
async fn look_again(
    lane: &mut Lane<'_>,
    plan: &mut Plan,
    works: &BTreeMap<BookingId, Work>,
) -> Result<bool, LaneError> {
    mirror::refresh_lines(lane).await?;
    let left = plan.left();
    let works: Vec<Work> = left
        .iter()
        .filter_map(|id| works.get(id))
        .cloned()
        .collect();
    let looked = prelook::run(lane, works).await?;
    let absent = looked.absent.iter().map(|work| work.booking).collect();
    plan.keep(&absent);
    Ok(looked.stale)
}

fn candidate(work: &Work) -> Candidate {
    Candidate {
        booking: work.booking,
        journal: work.intended.journal.clone(),
        number: work.intended.reference.clone(),
        values: work.values.clone(),
    }
}

/// After an unknown at transport level no write goes before a read has succeeded (protocol, section 4).
pub(super) async fn read_first(lane: &mut Lane<'_>) -> Result<(), LaneError> {
    if lane.writes_stopped {
        mirror::refresh_lines(lane).await?;
    }
    Ok(())
}
