//! Takes invoices up: a booking per invoice, queued when nothing is against it, else refused or parked.

use std::collections::BTreeMap;

use domain::{AdministrationId, BookingId, InvoiceId, Refusal};
use jiff::Timestamp;
use office::Actor;
use serde_json::json;
use store::{Tx, params};

use super::{
    press::{Item, Press},
    select::{self, Selected},
};
use crate::{
    Filter, LinkError,
    booking::state::BookingState,
    check::many::{CheckedInvoice, CheckedMany, check_many},
    read::{Deed, record, refusal_text},
};

/// The invoices of the filter that may be taken up.
pub(super) async fn invoices(
    press: &mut Press<'_>,
    tx: &mut Tx,
    filter: &Filter,
) -> Result<(), LinkError> {
    let selected = select::load(tx, filter).await?;
    let booked = selected.iter().filter(|one| !one.may_be_queued());
    press
        .looks
        .extend(booked.filter_map(|one| one.booking.map(|(_, _, administration)| administration)));
    let open: BTreeMap<InvoiceId, Selected> = selected
        .into_iter()
        .filter(Selected::may_be_queued)
        .map(|one| (one.invoice, one))
        .collect();
    let ids: Vec<InvoiceId> = open.keys().copied().collect();
    let many = check_many(press.link, tx, &ids, &BTreeMap::new()).await?;
    for found in &many.invoices {
        let Some(one) = open.get(&found.invoice.id) else {
            continue;
        };
        take_up(press, tx, one, found, &many).await?;
    }
    Ok(())
}

/// One invoice: queued when nothing is against it, else refused or parked with the reason.
async fn take_up(
    press: &mut Press<'_>,
    tx: &mut Tx,
    one: &Selected,
    found: &CheckedInvoice,
    many: &CheckedMany,
) -> Result<(), LinkError> {
    let refused = found.checked.refusals.first().cloned();
    let (state, refusal) = match (refused, &found.checked.parked) {
        (Some(refusal), _) => (BookingState::Refused, Some(refusal)),
        (None, Some(parked)) => (BookingState::Parked, Some(parked.clone())),
        (None, None) => (BookingState::Queued, None),
    };
    let pinned = found
        .administration
        .and_then(|id| many.administrations.get(&id));
    let Some((administration, _)) = pinned else {
        // Nowhere to book it: nothing to pin, so there is no booking yet.
        press.items.push(Item {
            administration: None,
            subject: "invoice",
            id: one.invoice.get(),
            outcome: "refused",
            refusal,
        });
        return Ok(());
    };
    let row = BookingRow {
        invoice: one.invoice,
        administration: administration.id,
        division: administration.division,
        state,
        refusal: refusal.clone(),
    };
    if !store_booking(press, tx, &row).await? {
        return Ok(());
    }
    // Whoever is refused by the mirror is asked once more when the lane has read it anew.
    let outcome = if administration.mirrored {
        "waiting"
    } else {
        "refused"
    };
    if administration.mirrored {
        press.lanes.insert(administration.id);
    }
    press.items.push(Item {
        administration: Some(administration.id),
        subject: "invoice",
        id: one.invoice.get(),
        outcome,
        refusal,
    });
    Ok(())
}

/// The booking as this press leaves it.
struct BookingRow {
    invoice: InvoiceId,
    administration: AdministrationId,
    division: i64,
    state: BookingState,
    refusal: Option<Refusal>,
}

/// Takes the booking up when nobody else has; false when somebody has.
async fn store_booking(
    press: &Press<'_>,
    tx: &mut Tx,
    row: &BookingRow,
) -> Result<bool, LinkError> {
    let link = press.link;
    let now: Timestamp = link.office.clock.now();
    let taken: Option<i64> = tx
        .optional(
            "INSERT INTO booking (id, invoice_id, administration_id, division, state, generation, refusal, run_id, \
             looks, changed_at) VALUES ($1, $2, $3, $4, $5, 0, $6, $7, 0, $8) \
             ON CONFLICT (invoice_id) DO UPDATE SET administration_id = excluded.administration_id, \
             division = excluded.division, state = excluded.state, refusal = excluded.refusal, \
             run_id = excluded.run_id, look_after = NULL, looks = 0, changed_at = excluded.changed_at \
             WHERE booking.state IN ('ready', 'refused', 'parked') RETURNING id",
            params![
                link.office.ids.next(),
                row.invoice.get(),
                row.administration.get(),
                row.division,
                row.state.as_str(),
                row.refusal.as_ref().map(refusal_text).transpose()?,
                press.run.get(),
                now,
            ],
        )
        .await?;
    let Some(id) = taken.map(BookingId::new) else {
        return Ok(false);
    };
    let deed = Deed {
        verb: row.state.as_str(),
        kind: "booking",
        id: id.get(),
        before: None,
        after: Some(json!({
            "invoice": row.invoice,
            "division": row.division,
            "reason": row.refusal.as_ref().map(|refusal| &refusal.code),
        })),
    };
    record(link, &Actor::system("link"), tx, deed).await?;
    Ok(true)
}
