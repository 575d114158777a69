//! The one place where the state of a booking changes: compare-and-swap, audit row, event and run item together.

use domain::{BookingId, InvoiceId, Refusal};
use jiff::Timestamp;
use office::Actor;
use serde_json::json;
use store::{Tx, params, transact};
use uuid::Uuid;

use super::{Lane, LaneError};
use crate::{
    Link, LinkError,
    booking::state::BookingState,
    read::{Deed, record, refusal_text, tell},
};

/// One step of one booking.
#[derive(Debug, Clone)]
pub(crate) struct BookingChange {
    pub(crate) booking: BookingId,
    pub(crate) invoice: InvoiceId,
    pub(crate) from: BookingState,
    pub(crate) to: BookingState,
    /// Why, for the states that have a reason.
    pub(crate) refusal: Option<Refusal>,
    /// The entry that it is linked to from now on; an earlier one is kept.
    pub(crate) entry: Option<(Uuid, i64)>,
    /// The entry that this one takes the place of.
    pub(crate) was: Option<Uuid>,
    /// Not looked at in Exact before then.
    pub(crate) look_after: Option<Timestamp>,
    pub(crate) looks: i64,
    /// What the run shows; the state's word unless it is told.
    pub(crate) outcome: Option<&'static str>,
}

impl BookingChange {
    /// A plain step.
    pub(crate) const fn new(
        (booking, invoice): (BookingId, InvoiceId),
        from: BookingState,
        to: BookingState,
    ) -> Self {
        Self {
            booking,
            invoice,
            from,
            to,
            refusal: None,
            entry: None,
            was: None,
            look_after: None,
            looks: 0,
            outcome: None,
        }
    }

    pub(crate) fn because(mut self, refusal: Refusal) -> Self {
        self.refusal = Some(refusal);
        self
    }

    pub(crate) const fn linked_to(mut self, entry: Uuid, number: i64) -> Self {
        self.entry = Some((entry, number));
        self
    }

    pub(crate) const fn instead_of(mut self, entry: Option<Uuid>) -> Self {
        self.was = entry;
        self
    }

    pub(crate) const fn look_at(mut self, after: Option<Timestamp>, looks: i64) -> Self {
        self.look_after = after;
        self.looks = looks;
        self
    }

    pub(crate) const fn shown_as(mut self, outcome: &'static str) -> Self {
        self.outcome = Some(outcome);
        self
    }
}

/// Makes the step; false when the booking is not in the state that it starts from.
///
/// # Errors
/// [`LinkError::Stored`] for a step that the protocol does not know.
pub(crate) async fn apply(
    link: &Link,
    tx: &mut Tx,
    change: &BookingChange,
) -> Result<bool, LinkError> {
    if change.from != change.to && !change.from.may_become(change.to) {
        return Err(LinkError::Stored {
            what: "step of a booking",
        });
    }
    let refusal = change.refusal.as_ref().map(refusal_text).transpose()?;
    let now = link.office.clock.now();
    let touched = tx
        .execute(
            "UPDATE booking SET state = $3, refusal = $4, entry_id = COALESCE($5, entry_id), \
             entry_number = COALESCE($6, entry_number), look_after = $7, looks = $8, changed_at = $9 \
             WHERE id = $1 AND state = $2",
            params![
                change.booking.get(),
                change.from.as_str(),
                change.to.as_str(),
                refusal.clone(),
                change.entry.map(|(id, _)| id),
                change.entry.map(|(_, number)| number),
                change.look_after,
                change.looks,
                now,
            ],
        )
        .await?;
    if touched == 0 {
        return Ok(false);
    }
    show(tx, change, refusal, now).await?;
    if change.from != change.to || change.entry.is_some() {
        let deed = Deed {
            verb: change.to.as_str(),
            kind: "booking",
            id: change.booking.get(),
            before: Some(json!({ "state": change.from, "entry": change.was })),
            after: Some(json!({
                "state": change.to,
                "entry": change.entry.map(|(id, _)| id),
                "reason": change.refusal.as_ref().map(|refusal| &refusal.code),
            })),
        };
        record(link, &Actor::system("link"), tx, deed).await?;
    }
    let run: Option<i64> = tx
        .one(
            "SELECT run_id FROM booking WHERE id = $1",
            params![change.booking.get()],
        )
        .await?;
    match run {
        Some(run) => tell(link, tx, "run", run).await.map(|()| true),
        None => Ok(true),
    }
}

/// Makes steps that were decided from a snapshot, in batches under the lane's lease. One whose booking is not any more in
/// the state that it starts from is left: it is decided anew when its time comes.
pub(super) async fn apply_all(lane: &Lane<'_>, changes: &[BookingChange]) -> Result<(), LaneError> {
    for batch in changes.chunks(lane.link.settings.limits.written_at_once.max(1)) {
        transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
            lane.guard(tx).await?;
            for change in batch {
                apply(lane.link, tx, change).await?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// The line of the invoice in the run that took it up last, and in every earlier one that still waits for it.
async fn show(
    tx: &mut Tx,
    change: &BookingChange,
    refusal: Option<String>,
    now: Timestamp,
) -> Result<(), LinkError> {
    let outcome = change.outcome.unwrap_or(match change.to {
        BookingState::Queued | BookingState::Sending | BookingState::Ready => "waiting",
        other => other.as_str(),
    });
    tx.execute(
        "UPDATE run_item SET outcome = $3, refusal = $4, changed_at = $5 \
         WHERE subject = 'invoice' AND subject_id = $2 \
         AND (run_id = (SELECT run_id FROM booking WHERE id = $1) \
             OR (outcome IN ('waiting', 'unknown') AND run_id IN \
                 (SELECT id FROM export_run WHERE finished_at IS NULL)))",
        params![
            change.booking.get(),
            change.invoice.get(),
            outcome,
            refusal,
            now
        ],
    )
    .await?;
    Ok(())
}
