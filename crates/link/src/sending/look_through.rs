//! Once after someone said that this installation goes on: what stands in Exact that is not known here.
//!
//! The master data and lines were read in this run, which began after the bounds had passed. Whatever of ours is not
//! final is compared with what stands under its reference; the numbers of each series are raised above those that were
//! given elsewhere. Only then the administration is free.

use std::collections::BTreeMap;

use domain::{BookingId, InvoiceId};
use jiff::Timestamp;
use office::installation;
use store::{Tx, params, transact};

use super::{
    BookingChange, Lane, LaneError, apply, numbers,
    prelook::{Conclusion, conclude, standing_under, taken},
    write,
};
use crate::{
    LinkError,
    booking::{intended::Intended, standing::reference_key, state::BookingState},
    check::many::check_chunk,
    read::tell,
    reasons,
};

/// An invoice under whose number something stands in Exact.
struct Candidate {
    invoice: InvoiceId,
    /// Its booking, unless nobody took it up yet.
    booking: Option<(BookingId, BookingState)>,
}

/// Looks the administration through when it waits for that; the mirror was read at `refreshed` or later.
pub(super) async fn run(lane: &Lane<'_>, refreshed: Timestamp) -> Result<(), LaneError> {
    let held = {
        let mut tx = lane.link.office.db.read().await?;
        installation::held(&mut tx, lane.administration).await?
    };
    let Some(held) = held else {
        return Ok(());
    };
    if refreshed < held.after {
        return Err(LaneError::Wait {
            until: held.after,
            why: office::reasons::INSTALLATION_WAITS,
        });
    }
    let candidates = candidates(lane).await?;
    let meant = meant(lane, &candidates).await?;
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        compare(lane, tx, &candidates, &meant).await?;
        let found = numbers::raise(lane, tx).await?;
        let found =
            serde_json::to_string(&found).map_err(|error| LinkError::Store(error.into()))?;
        tx.execute_one(
            "INSERT INTO installation_look (administration_id, looked_at, found) VALUES ($1, $2, $3) \
             ON CONFLICT (administration_id) DO UPDATE SET looked_at = excluded.looked_at, found = excluded.found",
            params![lane.administration.get(), refreshed, found],
        )
        .await?;
        tell(lane.link, tx, "installation", lane.administration.get()).await
    })?;
    Ok(())
}

/// What the entries of the candidates would be: checked before the transaction that writes, which is to be short.
async fn meant(
    lane: &Lane<'_>,
    candidates: &[Candidate],
) -> Result<BTreeMap<InvoiceId, Intended>, LinkError> {
    let ids: Vec<InvoiceId> = candidates.iter().map(|one| one.invoice).collect();
    let mut meant = BTreeMap::new();
    for chunk in ids.chunks(lane.link.settings.limits.checked_at_once.max(1)) {
        let pinned = chunk.iter().map(|id| (*id, lane.administration)).collect();
        let many = check_chunk(lane.link, chunk, &pinned).await?;
        let entries = many.invoices.into_iter();
        meant.extend(entries.filter_map(|found| Some((found.invoice.id, found.checked.intended?))));
    }
    Ok(meant)
}

async fn compare(
    lane: &Lane<'_>,
    tx: &mut Tx,
    candidates: &[Candidate],
    meant: &BTreeMap<InvoiceId, Intended>,
) -> Result<(), LinkError> {
    let references: Vec<String> = meant
        .values()
        .map(|meant| reference_key(&meant.reference))
        .collect();
    let standing = standing_under(tx, lane.administration, &references).await?;
    let mut taken = taken(tx, lane.administration, standing.values().flatten()).await?;
    for one in candidates {
        // What our own check refuses cannot be compared; it is looked for again before it is ever sent.
        let Some(meant) = meant.get(&one.invoice) else {
            continue;
        };
        let none = Vec::new();
        let found = standing
            .get(&reference_key(&meant.reference))
            .unwrap_or(&none);
        let unborn = BookingId::new(0);
        let booking = one.booking.map_or(unborn, |(booking, _)| booking);
        let conclusion = conclude(meant, found, (booking, &taken));
        if let Conclusion::Adopt(entry) = &conclusion {
            taken.insert(entry.entry_id, booking);
        }
        settle(lane, tx, one, (meant, conclusion)).await?;
    }
    Ok(())
}

/// What nobody took up yet, or waits, and under whose number an entry stands.
async fn candidates(lane: &Lane<'_>) -> Result<Vec<Candidate>, LinkError> {
    let mut tx = lane.link.office.db.read().await?;
    let rows: Vec<(i64, Option<i64>, Option<String>)> = tx
        .all(
            "SELECT DISTINCT i.id, b.id, b.state FROM exact_line h JOIN invoice i ON i.number_key = h.reference_key \
             JOIN location l ON l.id = i.location_id LEFT JOIN booking b ON b.invoice_id = i.id \
             WHERE h.administration_id = $1 AND h.line_number = 0 AND h.reference_key <> '' \
             AND ((b.id IS NULL AND l.administration_id = $1) OR (b.administration_id = $1 \
                 AND b.state IN ('ready', 'queued', 'refused', 'parked', 'conflict'))) ORDER BY i.id",
            params![lane.administration.get()],
        )
        .await?;
    rows.into_iter()
        .map(|(invoice, booking, state)| {
            let booking = match (booking, state) {
                (Some(id), Some(state)) => {
                    let state = BookingState::parse(&state).ok_or(LinkError::Stored {
                        what: "state of a booking",
                    })?;
                    Some((BookingId::new(id), state))
                }
                _ => None,
            };
            Ok(Candidate {
                invoice: InvoiceId::new(invoice),
                booking,
            })
        })
        .collect()
}

/// Equal is adopted, different is a conflict, absent stays as it is.
async fn settle(
    lane: &Lane<'_>,
    tx: &mut Tx,
    one: &Candidate,
    (meant, conclusion): (&Intended, Conclusion),
) -> Result<(), LinkError> {
    if !is_told(one, &conclusion) {
        return Ok(());
    }
    let (booking, from) = match one.booking {
        Some((booking, state @ (BookingState::Queued | BookingState::Conflict))) => {
            (booking, state)
        }
        Some((booking, state)) => {
            let taken_up = BookingChange::new((booking, one.invoice), state, BookingState::Queued);
            apply(lane.link, tx, &taken_up).await?;
            (booking, BookingState::Queued)
        }
        None => match take_up(lane, tx, one.invoice).await? {
            Some(booking) => (booking, BookingState::Queued),
            // A press took it up meanwhile; the lane looks for it before it sends.
            None => return Ok(()),
        },
    };
    let Some(change) = conclusion.change((booking, one.invoice), from) else {
        return Ok(());
    };
    let adopted = change.to == BookingState::Booked;
    let change = if adopted {
        change.shown_as("adopted")
    } else {
        change
    };
    if apply(lane.link, tx, &change).await? && adopted {
        write::adopted(lane, tx, booking, meant).await?;
    }
    Ok(())
}

/// Whether the conclusion changes anything. What stands in another journal may be something else of the same number:
/// that is told when the invoice is exported.
fn is_told(one: &Candidate, conclusion: &Conclusion) -> bool {
    match (conclusion, one.booking) {
        (Conclusion::Absent, _) => false,
        (Conclusion::Conflict(..), Some((_, BookingState::Conflict))) => false,
        (Conclusion::Conflict(refusal, _), booking) => {
            refusal.code != reasons::REFERENCE_IN_OTHER_JOURNAL
                || matches!(booking, Some((_, BookingState::Queued)))
        }
        (Conclusion::Adopt(_), _) => true,
    }
}

async fn take_up(
    lane: &Lane<'_>,
    tx: &mut Tx,
    invoice: InvoiceId,
) -> Result<Option<BookingId>, LinkError> {
    let id = lane.link.office.ids.next();
    let taken = tx.execute(
        "INSERT INTO booking (id, invoice_id, administration_id, division, state, generation, run_id, looks, \
         changed_at) VALUES ($1, $2, $3, $4, 'queued', 0, NULL, 0, $5) ON CONFLICT (invoice_id) DO NOTHING",
        params![
            id,
            invoice.get(),
            lane.administration.get(),
            i64::from(lane.division.get()),
            lane.now(),
        ],
    )
    .await?;
    if taken == 0 {
        return Ok(None);
    }
    tx.execute_one(
        "UPDATE invoice SET taken_up = TRUE WHERE id = $1",
        params![invoice.get()],
    )
    .await?;
    Ok(Some(BookingId::new(id)))
}
