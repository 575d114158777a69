//! What Exact made of the entries, line by line: after a run, after a second send, and whenever something of ours was
//! touched there.
//!
//! What differs is shown and stays linked; it is never sent again. What is equal again is booked again, also when of two
//! entries another one is left than that which was linked.

use std::collections::BTreeMap;

use domain::{BookingId, InvoiceId, Place, Refusal};
use jiff::Timestamp;
use store::{FromRow, Row, StoreError, params, transact};
use uuid::Uuid;

use super::{
    BookingChange, Lane, LaneError, apply,
    prelook::{booked_twice, conclude, differing, standing_under, taken},
    write::{self, Detail},
};
use crate::{
    LinkError,
    booking::{
        equality::differences,
        intended::Intended,
        standing::{Standing, reference_key},
        state::BookingState,
    },
    check::many::check_chunk,
    read, reasons,
};

/// Looks at a booked entry that is not visible, or not whole, at most: after one, two, four and eight times
/// `MAX_STALENESS`.
const LOOKS: i64 = 5;
/// Looks at a conflict whose entry is not visible, at most.
const LOOKS_AT_CONFLICT: i64 = 2;
/// Marks that the look after a second send is the last.
const LAST_LOOK: i64 = 100;

/// A linked entry that is to be compared: just booked, sent twice, or touched in Exact.
struct Unread {
    booking: BookingId,
    invoice: InvoiceId,
    state: BookingState,
    entry: Option<Uuid>,
    entry_number: Option<i64>,
    /// The relation that stands for its customer now.
    customer: Option<Uuid>,
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
            entry_number: row.get(10)?,
            customer: row.get(11)?,
        })
    }
}

/// Compares every entry that is due; the lines were read at `refreshed` or later.
pub(super) async fn compare(lane: &Lane<'_>, refreshed: Timestamp) -> Result<(), LaneError> {
    let (mut unread, standing, taken) = {
        let mut tx = lane.link.office.db.read().await?;
        let unread = unread(lane, &mut tx, refreshed).await?;
        let references: Vec<String> = unread
            .iter()
            .map(|one| reference_key(&one.reference))
            .collect();
        let standing = standing_under(&mut tx, lane.administration, &references).await?;
        let taken = taken(&mut tx, lane.administration, standing.values().flatten()).await?;
        (unread, standing, taken)
    };
    mean(lane, &mut unread, &standing).await?;
    let none = Vec::new();
    let changes: Vec<(&Unread, BookingChange)> = unread
        .iter()
        .map(|one| {
            let found = standing
                .get(&reference_key(&one.reference))
                .unwrap_or(&none);
            (one, step(lane, one, (found, &taken)))
        })
        .collect();
    for batch in changes.chunks(lane.link.settings.limits.written_at_once.max(1)) {
        transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
            lane.guard(tx).await?;
            for (one, change) in batch {
                let applied = apply(lane.link, tx, change).await?;
                let is_another = change.entry.is_some_and(|(id, _)| Some(id) != one.entry);
                if applied
                    && is_another
                    && let Some(meant) = &one.meant
                {
                    write::adopted(lane, tx, one.booking, meant).await?;
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Of whom nothing is kept that was meant, and who may be linked to something else than before, the check says what is
/// meant now. Nothing of theirs was sent, so what is coded now is right.
async fn mean(
    lane: &Lane<'_>,
    unread: &mut [Unread],
    standing: &BTreeMap<String, Vec<Standing>>,
) -> Result<(), LinkError> {
    let is_asked = |one: &Unread| {
        let found = standing.get(&reference_key(&one.reference));
        one.meant.is_none() && found.is_some_and(|found| one.linked(found).is_none())
    };
    let ids: Vec<InvoiceId> = unread
        .iter()
        .filter(|one| is_asked(one))
        .map(|one| one.invoice)
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let pinned = ids.iter().map(|id| (*id, lane.administration)).collect();
    let many = check_chunk(lane.link, &ids, &pinned).await?;
    let mut intended: BTreeMap<InvoiceId, Intended> = many
        .invoices
        .into_iter()
        .filter_map(|found| Some((found.invoice.id, found.checked.intended?)))
        .collect();
    for one in unread.iter_mut().filter(|one| one.meant.is_none()) {
        one.meant = intended.remove(&one.invoice);
    }
    Ok(())
}

impl Unread {
    /// The entry that it is linked to, when that stands there.
    fn linked<'a>(&self, found: &'a [Standing]) -> Option<&'a Standing> {
        found
            .iter()
            .find(|entry| self.entry.is_some() && Some(entry.entry_id) == self.entry)
    }

    /// What was meant, with the relation that the customer has now when the entry stands on that one: his earlier one
    /// may have been merged into it.
    fn meant_on(&self, entry: &Standing) -> Option<Intended> {
        let mut meant = self.meant.clone()?;
        if self.customer.is_some() && self.customer == entry.customer {
            meant.customer = self.customer;
        }
        Some(meant)
    }

    /// The look that follows one which found nothing, or not all: reads may show Exact as it was.
    fn later(&self, lane: &Lane<'_>) -> Option<BookingChange> {
        let most = match self.state {
            BookingState::Booked => LOOKS,
            _ => LOOKS_AT_CONFLICT,
        };
        let mut stays = BookingChange::new((self.booking, self.invoice), self.state, self.state);
        stays.refusal = self.refusal.clone();
        (self.looks + 1 < most).then(|| {
            let again = Some(lane.look_again_after(self.looks));
            stays.look_at(again, self.looks + 1)
        })
    }
}

fn step(
    lane: &Lane<'_>,
    one: &Unread,
    (found, taken): (&[Standing], &BTreeMap<Uuid, BookingId>),
) -> BookingChange {
    let ids = (one.booking, one.invoice);
    let conflict =
        |refusal| BookingChange::new(ids, one.state, BookingState::Conflict).because(refusal);
    let journal = one
        .meant
        .as_ref()
        .map_or(&one.journal, |meant| &meant.journal);
    let here = found.iter().filter(|entry| entry.journal == *journal);
    if here.count() > 1 {
        return conflict(booked_twice(&one.reference, journal, found));
    }
    let Some(entry) = one.linked(found) else {
        return one
            .later(lane)
            .unwrap_or_else(|| without(lane, one, (found, taken)));
    };
    let differences = one
        .meant_on(entry)
        .map(|meant| differences(&meant, entry))
        .unwrap_or_default();
    if !differences.is_empty() {
        let later = one
            .later(lane)
            .filter(|_| one.state == BookingState::Booked);
        if let Some(later) = later.filter(|_| !entry.is_whole()) {
            return later;
        }
        let refusal = refusal(one, reasons::CHANGED_IN_EXACT);
        return conflict(differing(refusal, entry, &differences));
    }
    let mut equal = BookingChange::new(ids, one.state, BookingState::Booked);
    if one.entry_number != Some(entry.entry_number) {
        // The answer to the sending did not tell it.
        equal = equal.linked_to(entry.entry_id, entry.entry_number);
    }
    at_rest(lane, one, equal)
}

/// What it was linked to does not stand there, or it was linked to nothing, and looking again shows no more. What is left
/// under its reference is its entry when it is equal: of two the bookkeeper deleted the one that we had.
fn without(
    lane: &Lane<'_>,
    one: &Unread,
    (found, taken): (&[Standing], &BTreeMap<Uuid, BookingId>),
) -> BookingChange {
    let ids = (one.booking, one.invoice);
    let to = |state| BookingChange::new(ids, one.state, state);
    let meant = found.first().and_then(|entry| one.meant_on(entry));
    let conclusion = meant.map(|meant| conclude(&meant, found, (one.booking, taken)));
    if let Some(change) = conclusion.and_then(|conclusion| conclusion.change(ids, one.state)) {
        return if change.to == BookingState::Booked {
            at_rest(lane, one, change.instead_of(one.entry))
        } else {
            change
        };
    }
    match one.entry {
        Some(_) => {
            let mut gone = refusal(one, reasons::CHANGED_IN_EXACT).with("differences", "absent");
            if let Some(number) = one.entry_number {
                gone = gone.with("entry_number", number);
            }
            to(BookingState::Conflict).because(gone)
        }
        // Nothing is linked and nothing stands there: it may be exported. Its last run keeps what it said.
        None if found.is_empty() => {
            to(BookingState::Ready).shown_as(BookingState::Conflict.as_str())
        }
        None => BookingChange {
            refusal: one.refusal.clone(),
            ..to(one.state)
        },
    }
}

/// Booked, and looked at once more after a second send.
fn at_rest(lane: &Lane<'_>, one: &Unread, booked: BookingChange) -> BookingChange {
    if one.generation > 1 && one.looks < LAST_LOOK {
        return booked.look_at(Some(lane.look_after(lane.now())), LAST_LOOK);
    }
    booked
}

fn refusal(one: &Unread, code: &'static str) -> Refusal {
    Refusal::new(code, Place::Nowhere).with("number", &one.reference)
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
                 WHERE c.id = (SELECT MAX(d.id) FROM call_intent d WHERE d.booking_id = b.id)), b.refusal, \
             b.entry_number, (SELECT k.guid FROM customer_link k \
                 WHERE k.administration_id = b.administration_id AND k.customer_id = i.customer_id) \
             FROM booking b JOIN invoice i ON i.id = b.invoice_id JOIN journal j ON j.id = i.journal_id \
             WHERE b.administration_id = $1 AND b.state IN ('booked', 'conflict') AND b.look_after <= $2",
            params![lane.administration.get(), refreshed],
        )
        .await?)
}
