//! Entries go out one by one: intent, call, outcome; within a journal by number.

use std::collections::{BTreeMap, BTreeSet};

use domain::BookingId;
use exact_api::{
    Created, Endpoint as _,
    endpoints::{CreateSalesEntry, SalesEntry},
};
use exact_client::{CallError, Sent};
use store::{Tx, params, transact};
use uuid::Uuid;

use super::{
    BookingChange, Lane, LaneError, apply, described,
    entry::{header_differences, request},
    plan::{Candidate, Plan},
    recheck::Work,
    write::{self, Detail, Ended, Intent, Kind},
};
use crate::{
    LinkError,
    booking::{
        key::{EntrySeed, entry_id},
        state::BookingState,
    },
    mirror, reasons,
    refusals::{self, Cause, Suspect},
};

/// How often in a row a certain no that is not about the booking (401, 429, not sent) is tried again.
const TRIES: u32 = 3;

/// What became of one attempt.
#[derive(Debug)]
enum Attempt {
    /// It stands in Exact.
    Booked,
    /// Certainly not, for this cause.
    Refused(&'static Cause),
    /// Nobody knows; whether the connection itself failed.
    Unknown { transport: bool },
    /// Nothing happened, and the booking is queued again.
    Again(Again),
    /// Someone else took the booking meanwhile.
    Gone,
}

/// Why a booking is queued again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Again {
    /// Soon: the budget or the token decides.
    Soon,
    /// No way to Exact now.
    NotSent,
    /// Exact gives no access.
    Denied,
}

/// Sends everything that is left to send. Gives back how many were booked.
pub(super) async fn run(
    lane: &mut Lane<'_>,
    works: Vec<Work>,
    proven: BTreeSet<Suspect>,
) -> Result<u32, LaneError> {
    let mut works: BTreeMap<BookingId, Work> =
        works.into_iter().map(|work| (work.booking, work)).collect();
    let mut plan = Plan::new(works.values().map(candidate).collect(), proven);
    let (mut booked, mut tries) = (0, 0);
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
            Attempt::Unknown { transport } => {
                tries = 0;
                lane.writes_stopped |= transport;
            }
            Attempt::Again(why) => {
                tries += 1;
                plan.put_back(next);
                match why {
                    Again::Denied => return Err(lane.paused_for(reasons::EXACT_DENIES_ACCESS)),
                    Again::NotSent => return Err(lane.unreachable()),
                    Again::Soon if tries > TRIES => return Err(lane.unreachable()),
                    Again::Soon => {}
                }
            }
            Attempt::Gone => {}
        }
    }
    Ok(booked)
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

async fn attempt(lane: &mut Lane<'_>, work: &Work) -> Result<Attempt, LaneError> {
    let Some(customer) = work.intended.customer else {
        return Ok(Attempt::Gone);
    };
    lane.permit(CreateSalesEntry::NAME).await?;
    let Some((intent, request)) = begin(lane, work, customer).await? else {
        lane.unused(CreateSalesEntry::NAME);
        return Ok(Attempt::Gone);
    };
    let sent = lane.send(&request, intent.send_not_after).await?;
    finish(lane, work, &intent, sent).await
}

/// queued → sending, and the intent with it.
async fn begin(
    lane: &Lane<'_>,
    work: &Work,
    customer: Uuid,
) -> Result<Option<(Intent, CreateSalesEntry)>, LaneError> {
    let begun = transact!(lane.link.office.db, |tx| -> Result<
        Option<(Intent, CreateSalesEntry)>,
        LinkError,
    > {
        lane.guard(tx).await?;
        let ids = (work.booking, work.invoice);
        let change = BookingChange::new(ids, BookingState::Queued, BookingState::Sending);
        if !apply(lane.link, tx, &change).await? {
            return Ok(None);
        }
        let generation = next_generation(tx, work.booking).await?;
        let seed = EntrySeed {
            division: i64::from(lane.division.get()),
            booking: work.booking.get(),
            generation,
            journal: &work.intended.journal,
            reference: &work.intended.reference,
        };
        let id = lane.link.settings.propose_keys.then(|| entry_id(&seed));
        let request = request(work, customer, id);
        let body = request.body().unwrap_or_default();
        let detail = Detail {
            meant: Some(work.intended.clone()),
            said: None,
        };
        let kind = (Kind::Entry(work.booking), generation);
        let intent = write::open(lane, tx, kind, &body, detail).await?;
        Ok(Some((intent, request)))
    })?;
    Ok(begun)
}

/// Each attempt is a generation of its own.
async fn next_generation(tx: &mut Tx, booking: BookingId) -> Result<i64, LinkError> {
    Ok(tx
        .one(
            "UPDATE booking SET generation = generation + 1 WHERE id = $1 RETURNING generation",
            params![booking.get()],
        )
        .await?)
}

/// The outcome, on disk.
async fn finish(
    lane: &mut Lane<'_>,
    work: &Work,
    intent: &Intent,
    sent: Sent<Created<SalesEntry>>,
) -> Result<Attempt, LaneError> {
    let written = sent.written_at.unwrap_or_else(|| lane.now());
    let ids = (work.booking, work.invoice);
    let from = BookingState::Sending;
    let (attempt, ended, change, said) = match sent.result {
        Ok(Created(entry)) => {
            let change = booked(lane, work, &entry);
            (Attempt::Booked, Ended::Done, change, None)
        }
        Err(CallError::Unknown(unknown)) => {
            let transport = sent.status.is_none();
            let change = BookingChange::new(ids, from, BookingState::Unknown)
                .look_at(Some(lane.look_after(written)), 0);
            (
                Attempt::Unknown { transport },
                Ended::Unknown,
                change,
                Some(described(&unknown)),
            )
        }
        Err(CallError::Refused(told)) => {
            let cause = refusals::cause(&told);
            let change = BookingChange::new(ids, from, BookingState::Refused)
                .because(told_refusal(work, cause, &told.text()));
            (
                Attempt::Refused(cause),
                Ended::Refused,
                change,
                Some(told.text()),
            )
        }
        Err(CallError::BadRequest { text }) => {
            let refusal =
                domain::Refusal::new(reasons::EXACT_REJECTED_REQUEST, domain::Place::Nowhere)
                    .with("message", &text);
            let change = BookingChange::new(ids, from, BookingState::Refused).because(refusal);
            (
                Attempt::Refused(&refusals::table::OTHER),
                Ended::Refused,
                change,
                Some(text),
            )
        }
        Err(error) => {
            let change = BookingChange::new(ids, from, BookingState::Queued);
            (
                Attempt::Again(again(&error)),
                Ended::NotSent,
                change,
                Some(described(&error)),
            )
        }
    };
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        write::close(lane, tx, intent, (ended, sent.status), said.clone()).await?;
        apply(lane.link, tx, &change).await?;
        Ok(())
    })?;
    Ok(attempt)
}

/// What stands there now is compared at once, as far as the answer tells.
fn booked(lane: &Lane<'_>, work: &Work, entry: &SalesEntry) -> BookingChange {
    let number = i64::from(entry.entry_number.unwrap_or_default());
    let differences = header_differences(&work.intended, entry);
    let ids = (work.booking, work.invoice);
    let to = if differences.is_empty() {
        BookingState::Booked
    } else {
        BookingState::Conflict
    };
    let mut change =
        BookingChange::new(ids, BookingState::Sending, to).linked_to(entry.entry_id, number);
    if differences.is_empty() {
        // Lines, accounts and VAT are compared when the lines are read once more.
        change.look_after = Some(lane.now());
    } else {
        let refusal = domain::Refusal::new(reasons::CHANGED_IN_EXACT, domain::Place::Nowhere)
            .with("number", &work.intended.reference)
            .with("entry_number", number)
            .with("differences", differences.join(", "));
        change.refusal = Some(refusal);
    }
    change
}

const fn again(error: &CallError) -> Again {
    match error {
        CallError::Forbidden { .. } | CallError::NotFound { .. } => Again::Denied,
        CallError::Unauthorised { .. } | CallError::TooManyRequests { .. } => Again::Soon,
        _ => Again::NotSent,
    }
}

/// A certain refusal of Exact as a reason with its place.
fn told_refusal(work: &Work, cause: &Cause, message: &str) -> domain::Refusal {
    use domain::Place;
    use refusals::Where;
    let place = match cause.place {
        Where::Invoice => Place::Invoice(work.invoice),
        Where::Customer => Place::Customer(work.customer.id),
        Where::Journal => Place::Journal(work.journal),
        Where::LedgerAccounts => Place::LedgerAccounts,
        Where::VatMapping => Place::VatMapping(work.administration),
        Where::Location => Place::Location(work.location),
    };
    let codes: BTreeSet<&str> = work
        .intended
        .lines
        .iter()
        .map(|line| line.vat_code.as_str())
        .collect();
    let accounts: Vec<&str> = work.account_codes.values().map(String::as_str).collect();
    domain::Refusal::new(cause.code, place)
        .with("message", message)
        .with("journal", &work.intended.journal)
        .with("date", work.intended.entry_date)
        .with("number", work.customer.number)
        .with("name", &work.customer.name)
        .with("codes", codes.into_iter().collect::<Vec<_>>().join(", "))
        .with("accounts", accounts.join(", "))
}

/// One mistake is one error: whatever shares a suspect value waits (protocol, section 6).
async fn park(
    lane: &Lane<'_>,
    plan: &mut Plan,
    (refused, cause): (&Work, &Cause),
    works: &BTreeMap<BookingId, Work>,
) -> Result<(), LaneError> {
    let of_kind: BTreeSet<Suspect> = refused
        .values
        .iter()
        .filter(|value| cause.suspects.contains(&value.kind()))
        .cloned()
        .collect();
    // What Exact took before is not suspect, unless nothing else is left to suspect.
    let unproven: BTreeSet<Suspect> = of_kind
        .iter()
        .filter(|value| !plan.is_proven(value))
        .cloned()
        .collect();
    let suspects = if unproven.is_empty() {
        of_kind
    } else {
        unproven
    };
    let parked = plan.park(&suspects);
    if parked.is_empty() {
        return Ok(());
    }
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        for (candidate, shared) in &parked {
            let Some(work) = works.get(&candidate.booking) else {
                continue;
            };
            let value = work
                .account_codes
                .get(shared.value())
                .map_or_else(|| shared.value(), String::as_str);
            let refusal = domain::Refusal::new(
                reasons::WAITS_FOR_OTHER,
                domain::Place::Invoice(refused.invoice),
            )
            .with("kind", shared.kind())
            .with("value", value)
            .with("number", &refused.intended.reference);
            let ids = (work.booking, work.invoice);
            let change = BookingChange::new(ids, BookingState::Queued, BookingState::Parked)
                .because(refusal);
            apply(lane.link, tx, &change).await?;
        }
        Ok(())
    })?;
    Ok(())
}
