//! What was stored with an instant that cannot be is put right before a lane reckons with it.
//!
//! A clock that was ahead, and is right again, leaves instants in a far future: nothing waits for those. What was open
//! then may have been sent a moment ago, so it is looked for after all bounds from now on, and never earlier.

use jiff::Timestamp;
use store::{Tx, params, transact};

use super::Lane;
use crate::LinkError;

impl Lane<'_> {
    /// Puts right what a clock that was wrong left in this administration. As good as always there is nothing, so it is
    /// only looked for, in a transaction that holds nobody up.
    ///
    /// # Errors
    /// When the lane was lost or the database fails.
    pub(crate) async fn put_right(&self) -> Result<(), LinkError> {
        let bounds = self.link.settings.bounds;
        let latest = Latest {
            look: self.after(bounds.longest_look()),
            past: self.after(bounds.max_pause + self.link.settings.max_clock_skew() * 2),
        };
        let found = {
            let mut tx = self.link.office.db.read().await?;
            count(self, &mut tx, &latest).await?
        };
        if found == 0 {
            return Ok(());
        }
        tracing::warn!(
            administration = %self.administration,
            found,
            "instants that cannot be were stored by a clock that was wrong; they are put right"
        );
        transact!(self.link.office.db, |tx| -> Result<(), LinkError> {
            self.guard(tx).await?;
            bookings(self, tx, &latest).await?;
            intents(self, tx, &latest).await?;
            marks(self, tx, &latest).await
        })
    }

    /// When something may be looked for that was sent at a moment which nobody knows, but before now.
    fn look_from_now(&self) -> Timestamp {
        let bounds = self.link.settings.bounds;
        self.after(bounds.max_pause + bounds.until_look())
    }
}

/// The latest that can be.
struct Latest {
    /// A look.
    look: Timestamp,
    /// Something that has happened, by a clock as far ahead as it may be, or that is sent after the longest pause.
    past: Timestamp,
}

async fn count(lane: &Lane<'_>, tx: &mut Tx, latest: &Latest) -> Result<i64, LinkError> {
    Ok(tx
        .one(
            "SELECT (SELECT COUNT(*) FROM booking WHERE administration_id = $1 AND look_after > $2) \
             + (SELECT COUNT(*) FROM call_intent WHERE administration_id = $1 \
                 AND outcome IN ('unknown', 'absent_once', 'refused') AND (send_not_after > $3 OR closed_at > $3)) \
             + (SELECT COUNT(*) FROM delta_mark WHERE administration_id = $1 AND seen_at > $3)",
            params![lane.administration.get(), latest.look, latest.past],
        )
        .await?)
}

async fn bookings(lane: &Lane<'_>, tx: &mut Tx, latest: &Latest) -> Result<(), LinkError> {
    tx.execute(
        "UPDATE booking SET look_after = $3 WHERE administration_id = $1 AND look_after > $2",
        params![lane.administration.get(), latest.look, lane.look_from_now()],
    )
    .await?;
    Ok(())
}

/// Intents that ended: unknown ones, by which customers are looked for, and refusals, of which it counts how old they
/// are.
async fn intents(lane: &Lane<'_>, tx: &mut Tx, latest: &Latest) -> Result<(), LinkError> {
    let last = lane.after(lane.link.settings.bounds.max_pause);
    tx.execute(
        "UPDATE call_intent SET closed_at = CASE WHEN closed_at > $2 THEN $3 ELSE closed_at END, \
         send_not_after = CASE WHEN send_not_after > $2 THEN $4 ELSE send_not_after END \
         WHERE administration_id = $1 AND outcome IN ('unknown', 'absent_once', 'refused') \
         AND (send_not_after > $2 OR closed_at > $2)",
        params![lane.administration.get(), latest.past, lane.now(), last],
    )
    .await?;
    Ok(())
}

/// What a delta had told: seen now, as far as anybody knows.
async fn marks(lane: &Lane<'_>, tx: &mut Tx, latest: &Latest) -> Result<(), LinkError> {
    tx.execute(
        "UPDATE delta_mark SET seen_at = $3 WHERE administration_id = $1 AND seen_at > $2",
        params![lane.administration.get(), latest.past, lane.now()],
    )
    .await?;
    Ok(())
}
