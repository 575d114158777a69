//! First of all: an intent without an outcome is unknown (invariant 1).
//!
//! Whoever opened it is dead or has lost the lane; its bytes left before `send_not_after` or never. Where that lies later
//! than it can, the clock was wrong, and they leave within `MAX_PAUSE` from now or never.

use domain::{BookingId, InvoiceId};
use jiff::Timestamp;
use store::{params, transact};

use super::{BookingChange, Lane, LaneError, apply};
use crate::{LinkError, booking::state::BookingState};

/// Closes every open intent of the administration as unknown.
pub(super) async fn run(lane: &Lane<'_>) -> Result<(), LaneError> {
    let now = lane.now();
    let last = lane.after(lane.link.settings.bounds.max_pause);
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        let open: Vec<(i64, Timestamp, Option<i64>, Option<i64>)> = tx
            .all(
                "SELECT c.id, c.send_not_after, b.id, b.invoice_id FROM call_intent c \
                 LEFT JOIN booking b ON b.id = c.booking_id \
                 WHERE c.administration_id = $1 AND c.outcome IS NULL ORDER BY c.id",
                params![lane.administration.get()],
            )
            .await?;
        for (intent, written, booking, invoice) in open {
            tx.execute_one(
                "UPDATE call_intent SET outcome = 'unknown', closed_at = $2, send_not_after = $3 \
                 WHERE id = $1 AND outcome IS NULL",
                params![intent, now, written.min(last)],
            )
            .await?;
            let (Some(booking), Some(invoice)) = (booking, invoice) else {
                continue;
            };
            let ids = (BookingId::new(booking), InvoiceId::new(invoice));
            let change = BookingChange::new(ids, BookingState::Sending, BookingState::Unknown)
                .look_at(Some(lane.look_after(written.min(last))), 0);
            apply(lane.link, tx, &change).await?;
        }
        Ok(())
    })?;
    Ok(())
}
