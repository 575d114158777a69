//! Entries go out one by one: intent, call, outcome; within a journal by number.

use std::collections::{BTreeMap, BTreeSet};

use domain::BookingId;
use exact_client::CallError;

use super::{
    Lane, LaneError,
    attempt::attempt,
    park::park,
    plan::{Candidate, Plan},
    recheck::Work,
};
use crate::{
    mirror, reasons,
    refusals::{Cause, Suspect},
};

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
    let (mut booked, mut tries, mut stale) = (0, 0, false);
    while let Some(next) = plan.take() {
        let Some(work) = works.get(&next.booking).cloned() else {
            continue;
        };
        read_first(lane).await?;
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
