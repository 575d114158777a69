//! One re-read of transaction lines per run: what Exact made of the entries, line by line.
//!
//! What differs is shown and stays linked; it is never sent again.

use domain::{BookingId, InvoiceId, Place, Refusal};
use jiff::Timestamp;
use store::{FromRow, Row, StoreError, params, transact};
use uuid::Uuid;

use super::{
    BookingChange, Lane, LaneError, apply,
    prelook::{differing, standing_under},
    write::Detail,
};
use crate::{
    LinkError,
    booking::{
        equality::differences,
        intended::Intended,
        standing::{Standing, reference_key},
        state::BookingState,
    },
    reasons,
};

/// Looks at a booked entry that is not visible yet, at most.
const LOOKS: i64 = 3;
/// Marks that the look after a second send is the last.
const LAST_LOOK: i64 = 100;

/// A booked entry that was not compared line by line yet.
struct Unread {
    booking: BookingId,
    invoice: InvoiceId,
    entry: Option<Uuid>,
    generation: i64,
    looks: i64,
    meant: Option<Intended>,
}

impl FromRow for Unread {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let detail: Option<String> = row.get(5)?;
        let detail = detail.and_then(|text| serde_json::from_str::<Detail>(&text).ok());
        Ok(Self {
            booking: BookingId::new(row.get(0)?),
            invoice: InvoiceId::new(row.get(1)?),
            entry: row.get(2)?,
            generation: row.get(3)?,
            looks: row.get(4)?,
            meant: detail.and_then(|detail| detail.meant),
        })
    }
}

/// Compares every entry that is due; the lines were read at `refreshed` or later.
pub(super) async fn compare(lane: &Lane<'_>, refreshed: Timestamp) -> Result<(), LaneError> {
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        let unread = unread(lane, tx, refreshed).await?;
        let references: Vec<String> = unread
            .iter()
            .filter_map(|one| one.meant.as_ref())
            .map(|meant| reference_key(&meant.reference))
            .collect();
        let standing = standing_under(tx, lane.administration, &references).await?;
        for one in &unread {
            let none = Vec::new();
            let found = one
                .meant
                .as_ref()
                .and_then(|meant| standing.get(&reference_key(&meant.reference)))
                .unwrap_or(&none);
            apply(lane.link, tx, &step(lane, one, found)).await?;
        }
        Ok(())
    })?;
    Ok(())
}

fn step(lane: &Lane<'_>, one: &Unread, found: &[Standing]) -> BookingChange {
    let ids = (one.booking, one.invoice);
    let stays = BookingChange::new(ids, BookingState::Booked, BookingState::Booked);
    // An adopted entry was compared when it was adopted.
    let Some(meant) = &one.meant else {
        return stays;
    };
    let refusal = |code| Refusal::new(code, Place::Nowhere).with("number", &meant.reference);
    let conflict = |refusal| {
        BookingChange::new(ids, BookingState::Booked, BookingState::Conflict).because(refusal)
    };
    let here: Vec<&Standing> = found
        .iter()
        .filter(|entry| entry.journal == meant.journal)
        .collect();
    if here.len() > 1 {
        return conflict(refusal(reasons::BOOKED_TWICE).with("entries", here.len()));
    }
    let entry = found.iter().find(|entry| Some(entry.entry_id) == one.entry);
    let Some(entry) = entry else {
        return if one.looks + 1 < LOOKS {
            stays.look_at(Some(lane.look_again()), one.looks + 1)
        } else {
            conflict(refusal(reasons::CHANGED_IN_EXACT).with("differences", "absent"))
        };
    };
    let differences = differences(meant, entry);
    if !differences.is_empty() {
        return conflict(differing(
            refusal(reasons::CHANGED_IN_EXACT),
            entry,
            &differences,
        ));
    }
    if one.generation > 1 && one.looks < LAST_LOOK {
        return stays.look_at(Some(lane.look_after(lane.now())), LAST_LOOK);
    }
    stays
}

async fn unread(
    lane: &Lane<'_>,
    tx: &mut store::Tx,
    refreshed: Timestamp,
) -> Result<Vec<Unread>, LinkError> {
    Ok(tx
        .all(
            "SELECT b.id, b.invoice_id, b.entry_id, b.generation, b.looks, (SELECT c.detail FROM call_intent c \
             WHERE c.id = (SELECT MAX(d.id) FROM call_intent d WHERE d.booking_id = b.id)) \
             FROM booking b WHERE b.administration_id = $1 AND b.state = 'booked' AND b.look_after <= $2",
            params![lane.administration.get(), refreshed],
        )
        .await?)
}
