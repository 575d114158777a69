//! One attempt at one booking: intent, call, outcome.

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
    entries::{Again, Attempt},
    entry::{header_differences, request},
    keys,
    park::told_refusal,
    recheck::Work,
    write::{self, Detail, Ended, Intent, Kind},
};
use crate::{
    LinkError,
    booking::{
        key::{EntrySeed, Keys, entry_id},
        state::BookingState,
    },
    reasons, refusals,
};

/// Sends one booking once; the call is permitted.
pub(super) async fn attempt(lane: &mut Lane<'_>, work: &Work) -> Result<Attempt, LaneError> {
    let Some(customer) = work.intended.customer else {
        lane.unused(CreateSalesEntry::NAME);
        return Ok(Attempt::Gone);
    };
    let token = lane.equip(CreateSalesEntry::NAME).await?;
    let begun = begin(lane, work, customer).await;
    if !matches!(begun, Ok(Begun::Open(_))) {
        lane.unused(CreateSalesEntry::NAME);
    }
    match begun? {
        Begun::Open(opened) => {
            let (intent, request) = *opened;
            let (sent, noted) = write::send(lane, &intent, (&request, &token)).await;
            let attempt = finish(lane, work, &intent, sent).await;
            noted?;
            attempt
        }
        Begun::Gone => Ok(Attempt::Gone),
        Begun::Stale => Ok(Attempt::Stale),
    }
}

/// What came of opening an intent.
enum Begun {
    /// It is on disk.
    Open(Box<(Intent, CreateSalesEntry)>),
    /// Someone else took the booking meanwhile.
    Gone,
    /// The invoice was coded anew since it was checked.
    Stale,
}

/// queued → sending, and the intent with it.
async fn begin(lane: &Lane<'_>, work: &Work, customer: Uuid) -> Result<Begun, LaneError> {
    let begun = transact!(lane.link.office.db, |tx| -> Result<Begun, LinkError> {
        lane.guard(tx).await?;
        if is_stale(tx, work).await? {
            return Ok(Begun::Stale);
        }
        let ids = (work.booking, work.invoice);
        let change = BookingChange::new(ids, BookingState::Queued, BookingState::Sending);
        if !apply(lane.link, tx, &change).await? {
            return Ok(Begun::Gone);
        }
        let generation = next_generation(tx, work.booking).await?;
        let seed = EntrySeed {
            division: i64::from(lane.division.get()),
            booking: work.booking.get(),
            generation,
            journal: &work.intended.journal,
            reference: &work.intended.reference,
        };
        let proposed = keys::proposes(lane).then(|| entry_id(&seed));
        let request = request(work, customer, proposed);
        let body = request.body().unwrap_or_default();
        let detail = Detail {
            meant: Some(work.intended.clone()),
            proposed,
            said: None,
        };
        let kind = (Kind::Entry(work.booking), generation);
        let intent = write::open(lane, tx, kind, &body, detail).await?;
        Ok(Begun::Open(Box::new((intent, request))))
    })?;
    Ok(begun)
}

/// Whether the coding is not any more what the entry was made of. It may be mended until the booking is being sent;
/// whoever mends it touches booking and invoice first, as is done here, so that one of the two sees the other.
pub(super) async fn is_stale(tx: &mut Tx, work: &Work) -> Result<bool, LinkError> {
    tx.execute(
        "UPDATE booking SET changed_at = changed_at WHERE id = $1",
        params![work.booking.get()],
    )
    .await?;
    tx.execute(
        "UPDATE invoice SET note = note WHERE id = $1",
        params![work.invoice.get()],
    )
    .await?;
    let invoice = (work.invoice, work.intended.journal.as_str());
    let now = work.coded.now(tx, work.administration, invoice).await?;
    Ok(now != work.coded)
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
    let status = sent.status;
    let decided = decide(lane, work, intent.detail.proposed, sent);
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        let said = decided.said.clone();
        write::close(lane, tx, intent, (decided.ended, status), said).await?;
        apply(lane.link, tx, &decided.change).await?;
        keys::learn(lane, tx, decided.learned).await
    })?;
    lane.keys = decided.learned;
    Ok(decided.attempt)
}

/// What an answer means for the booking and for its intent.
struct Decided {
    attempt: Attempt,
    ended: Ended,
    change: BookingChange,
    said: Option<String>,
    learned: Keys,
}

fn decide(
    lane: &Lane<'_>,
    work: &Work,
    proposed: Option<Uuid>,
    sent: Sent<Created<SalesEntry>>,
) -> Decided {
    let to = |state| BookingChange::new((work.booking, work.invoice), BookingState::Sending, state);
    let decided = |attempt, ended, change, said: Option<String>| Decided {
        attempt,
        ended,
        change,
        said,
        learned: lane.keys,
    };
    match sent.result {
        Ok(Created(entry)) => Decided {
            learned: lane.keys.learned(proposed, entry.entry_id),
            ..decided(
                Attempt::Booked,
                Ended::Done,
                booked(lane, work, &entry),
                None,
            )
        },
        Err(CallError::Unknown(unknown)) => {
            let written = sent.written_at.unwrap_or_else(|| lane.now());
            let transport = sent.status.is_none();
            let change = to(BookingState::Unknown).look_at(Some(lane.look_after(written)), 0);
            let said = Some(described(&unknown));
            let outage = unknown
                .is_outage()
                .then(|| Box::new(CallError::Unknown(unknown)));
            let attempt = Attempt::Unknown { transport, outage };
            decided(attempt, Ended::Unknown, change, said)
        }
        Err(CallError::Refused(told)) if keys::refuses_key(&told, proposed) => Decided {
            learned: Keys::Refused,
            ..decided(
                Attempt::Again(Again::Soon),
                Ended::Refused,
                to(BookingState::Queued),
                Some(told.text()),
            )
        },
        Err(CallError::Refused(told)) => {
            let cause = refusals::cause(&told);
            let change = to(BookingState::Refused).because(told_refusal(work, cause, &told.text()));
            decided(
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
            let change = to(BookingState::Refused).because(refusal);
            let attempt = Attempt::Refused(&refusals::table::OTHER);
            decided(attempt, Ended::Refused, change, Some(text))
        }
        Err(error) => decided(
            Attempt::Again(again(&error)),
            Ended::NotSent,
            to(BookingState::Queued),
            Some(described(&error)),
        ),
    }
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
