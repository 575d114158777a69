//! What Exact made of the entries, line by line: after a run, after a second send, and whenever something of ours was
//! touched there.
//!
//! What differs is shown and stays linked; it is never sent again. What is equal again is booked again.

use domain::{BookingId, InvoiceId, Place, Refusal};
use jiff::Timestamp;
use store::{FromRow, Row, StoreError, params};
use uuid::Uuid;

use super::{
    BookingChange, Lane, LaneError,
    change::apply_all,
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
    read, reasons,
};

/// Looks at a booked entry that is not visible, or not whole, at most: after one, two, four and eight times
/// `MAX_STALENESS`.
const LOOKS: i64 = 5;
/// Marks that the look after a second send is the last.
const LAST_LOOK: i64 = 100;

/// A linked entry that is to be compared: just booked, sent twice, or touched in Exact.
struct Unread {
    booking: BookingId,
    invoice: InvoiceId,
    state: BookingState,
    entry: Option<Uuid>,
    generation: i64,
    looks: i64,
    reference: String,
    journal: String,
    /// What was sent or adopted; `None` for what was booked before the link came.
    meant: Option<Intended>,
    refusal: Option<Refusal>,
}

impl FromRow for Unread {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let state: String = row.get(2)?;
        let detail: Option<String> = row.get(8)?;
        let detail = detail.and_then(|text| serde_json::from_str::<Detail>(&text).ok());
        Ok(Self {
            booking: BookingId::new(row.get(0)?),
            invoice: InvoiceId::new(row.get(1)?),
            state: BookingState::parse(&state).ok_or(StoreError::Column {
                index: 2,
                expected: "a known word",
            })?,
            entry: row.get(3)?,
            generation: row.get(4)?,
            looks: row.get(5)?,
            reference: row.get(6)?,
            journal: row.get::<String>(7)?.trim().to_owned(),
            meant: detail.and_then(|detail| detail.meant),
            refusal: read::refusal(row, 9)?,
        })
    }
}

/// Compares every entry that is due; the lines were read at `refreshed` or later.
pub(super) async fn compare(lane: &Lane<'_>, refreshed: Timestamp) -> Result<(), LaneError> {
    let (unread, standing) = {
        let mut tx = lane.link.office.db.read().await?;
        let unread = unread(lane, &mut tx, refreshed).await?;
        let references: Vec<String> = unread
            .iter()
            .map(|one| reference_key(&one.reference))
            .collect();
        let standing = standing_under(&mut tx, lane.administration, &references).await?;
        (unread, standing)
    };
    let none = Vec::new();
    let changes: Vec<BookingChange> = unread
        .iter()
        .map(|one| {
            let found = standing
                .get(&reference_key(&one.reference))
                .unwrap_or(&none);
            step(lane, one, found)
        })
        .collect();
    apply_all(lane, &changes).await
}

fn step(lane: &Lane<'_>, one: &Unread, found: &[Standing]) -> BookingChange {
    let ids = (one.booking, one.invoice);
    let stays = BookingChange::new(ids, one.state, one.state);
    let refusal = |code| Refusal::new(code, Place::Nowhere).with("number", &one.reference);
    let conflict =
        |refusal| BookingChange::new(ids, one.state, BookingState::Conflict).because(refusal);
    let journal = one
        .meant
        .as_ref()
        .map_or(&one.journal, |meant| &meant.journal);
    let here = found
        .iter()
        .filter(|entry| entry.journal == *journal)
        .count();
    if here > 1 {
        return conflict(refusal(reasons::BOOKED_TWICE).with("entries", here));
    }
    let linked = found
        .iter()
        .find(|entry| one.entry.is_some() && Some(entry.entry_id) == one.entry);
    // Reads may show Exact as it was.
    let later = (one.state == BookingState::Booked && one.looks + 1 < LOOKS).then(|| {
        let again = Some(lane.look_again_after(one.looks));
        stays.clone().look_at(again, one.looks + 1)
    });
    let Some(entry) = linked else {
        return match one.state {
            BookingState::Booked => later.unwrap_or_else(|| {
                conflict(refusal(reasons::CHANGED_IN_EXACT).with("differences", "absent"))
            }),
            _ => BookingChange {
                refusal: one.refusal.clone(),
                ..stays
            },
        };
    };
    let differences = one
        .meant
        .as_ref()
        .map(|meant| differences(meant, entry))
        .unwrap_or_default();
    if !differences.is_empty() {
        if let Some(later) = later.filter(|_| !entry.is_whole()) {
            return later;
        }
        let refusal = differing(refusal(reasons::CHANGED_IN_EXACT), entry, &differences);
        return conflict(refusal);
    }
    let equal = BookingChange::new(ids, one.state, BookingState::Booked);
    if one.generation > 1 && one.looks < LAST_LOOK {
        return equal.look_at(Some(lane.look_after(lane.now())), LAST_LOOK);
    }
    equal
}

async fn unread(
    lane: &Lane<'_>,
    tx: &mut store::Tx,
    refreshed: Timestamp,
) -> Result<Vec<Unread>, LinkError> {
    Ok(tx
        .all(
            "SELECT b.id, b.invoice_id, b.state, b.entry_id, b.generation, b.looks, COALESCE(i.number, ''), j.code, \
             (SELECT c.detail FROM call_intent c \
                 WHERE c.id = (SELECT MAX(d.id) FROM call_intent d WHERE d.booking_id = b.id)), b.refusal \
             FROM booking b JOIN invoice i ON i.id = b.invoice_id JOIN journal j ON j.id = i.journal_id \
             WHERE b.administration_id = $1 AND b.state IN ('booked', 'conflict') AND b.look_after <= $2",
            params![lane.administration.get(), refreshed],
        )
        .await?)
}
