//! Takes invoices up: a booking per invoice, queued when nothing is against it, else refused or parked.

use std::collections::{BTreeMap, BTreeSet};

use domain::{AdministrationId, InvoiceId, Refusal};
use serde_json::json;
use store::{Params, Tx, audit, events, params, transact};

use super::{
    press::{Item, Press},
    select::Open,
};
use crate::{
    LinkError,
    booking::state::BookingState,
    check::{
        many::{CheckedInvoice, CheckedMany, check_chunk},
        mirrored::{AT_ONCE, filled_up},
    },
    read::refusal_text,
};

/// Takes them up, chunk by chunk; false when somebody has ended the press.
pub(super) async fn all(press: &mut Press<'_>, open: &[Open]) -> Result<bool, LinkError> {
    let limits = press.link.settings.limits;
    for chunk in open.chunks(limits.checked_at_once.max(1)) {
        let ids: Vec<InvoiceId> = chunk.iter().map(|one| one.invoice).collect();
        let many = check_chunk(press.link, &ids, &BTreeMap::new()).await?;
        let decided: Vec<Decided> = many
            .invoices
            .iter()
            .map(|found| Decided::of(found, &many))
            .collect();
        for batch in decided.chunks(limits.written_at_once.max(1)) {
            let Some(items) = write(press, batch).await? else {
                return Ok(false);
            };
            press.stored(&items);
        }
    }
    Ok(true)
}

/// An invoice as the check leaves it.
struct Decided {
    invoice: InvoiceId,
    /// Where it is booked, and whether the master data there were ever read; nowhere when there is nothing to pin.
    place: Option<Place>,
    state: BookingState,
    refusal: Option<Refusal>,
}

#[derive(Clone, Copy)]
struct Place {
    administration: AdministrationId,
    division: i64,
    mirrored: bool,
}

impl Decided {
    /// Queued when nothing is against it, else refused or parked with the reason.
    fn of(found: &CheckedInvoice, many: &CheckedMany) -> Self {
        let refused = found.checked.refusals.first().cloned();
        let (state, refusal) = match (refused, &found.checked.parked) {
            (Some(refusal), _) => (BookingState::Refused, Some(refusal)),
            (None, Some(parked)) => (BookingState::Parked, Some(parked.clone())),
            (None, None) => (BookingState::Queued, None),
        };
        let place = found
            .administration
            .and_then(|id| many.administrations.get(&id))
            .map(|(administration, _)| Place {
                administration: administration.id,
                division: administration.division,
                mirrored: administration.mirrored,
            });
        Self {
            invoice: found.invoice.id,
            place,
            state,
            refusal,
        }
    }

    fn item(&self) -> Item {
        // Whoever is refused by the mirror is asked once more when the lane has read it anew.
        let waits = self.place.is_some_and(|place| place.mirrored);
        Item {
            administration: self.place.map(|place| place.administration),
            subject: "invoice",
            id: self.invoice.get(),
            outcome: if waits { "waiting" } else { "refused" },
            refusal: self.refusal.clone(),
        }
    }
}

/// One batch in one transaction; gives back its lines, `None` when somebody has ended the press.
async fn write(press: &Press<'_>, batch: &[Decided]) -> Result<Option<Vec<Item>>, LinkError> {
    let db = &press.link.office.db;
    transact!(db, |tx| -> Result<Option<Vec<Item>>, LinkError> {
        if !press.lives(tx).await? {
            return Ok(None);
        }
        let taken = take(press, tx, batch).await?;
        // Nowhere to book it: nothing to pin, so there is no booking yet.
        let lines = batch
            .iter()
            .filter(|one| one.place.is_none() || taken.contains(&one.invoice));
        let items: Vec<Item> = lines.map(Decided::item).collect();
        press.store(tx, &items).await?;
        Ok(Some(items))
    })
}

/// Takes the bookings up that nobody else has taken, with their audit rows and events; gives back of which invoices.
async fn take(
    press: &Press<'_>,
    tx: &mut Tx,
    batch: &[Decided],
) -> Result<BTreeSet<InvoiceId>, LinkError> {
    let link = press.link;
    let now = link.office.clock.now();
    let mut rows: Vec<Params> = Vec::with_capacity(batch.len());
    for one in batch {
        let Some(place) = one.place else { continue };
        rows.push(params![
            link.office.ids.next(),
            one.invoice.get(),
            place.administration.get(),
            place.division,
            one.state.as_str(),
            one.refusal.as_ref().map(refusal_text).transpose()?,
            press.run.get(),
            now,
        ]);
    }
    tx.execute_many(
        "INSERT INTO booking (id, invoice_id, administration_id, division, state, generation, refusal, run_id, \
         looks, changed_at) VALUES ($1, $2, $3, $4, $5, 0, $6, $7, 0, $8) \
         ON CONFLICT (invoice_id) DO UPDATE SET administration_id = excluded.administration_id, \
         division = excluded.division, state = excluded.state, refusal = excluded.refusal, \
         run_id = excluded.run_id, look_after = NULL, looks = 0, changed_at = excluded.changed_at \
         WHERE booking.state IN ('ready', 'refused', 'parked')",
        rows,
    )
    .await?;
    let taken = taken(press, tx, batch).await?;
    tx.execute_many(
        "UPDATE invoice SET taken_up = TRUE WHERE id = $1 AND taken_up = FALSE",
        taken.keys().map(|invoice| params![invoice.get()]).collect(),
    )
    .await?;
    let entries: Vec<audit::Entry<'_>> = batch
        .iter()
        .filter_map(|one| Some((one, taken.get(&one.invoice)?)))
        .map(|(one, booking)| audit::Entry {
            actor: None,
            verb: one.state.as_str(),
            subject_kind: "booking",
            subject_id: booking.to_string(),
            before: None,
            after: Some(json!({
                "invoice": one.invoice,
                "division": one.place.map(|place| place.division),
                "reason": one.refusal.as_ref().map(|refusal| &refusal.code),
            })),
            reason: Some("link"),
        })
        .collect();
    audit::append_many(tx, &link.office.ids, &entries).await?;
    let told = taken.values().map(ToString::to_string);
    events::append_many(tx, &link.office.ids, "booking", told).await?;
    Ok(taken.into_keys().collect())
}

/// The bookings of the batch that bear this run now: an invoice is in one batch of it, so they are those just taken.
async fn taken(
    press: &Press<'_>,
    tx: &mut Tx,
    batch: &[Decided],
) -> Result<BTreeMap<InvoiceId, i64>, LinkError> {
    let ids: Vec<i64> = batch.iter().map(|one| one.invoice.get()).collect();
    let mut taken = BTreeMap::new();
    for chunk in ids.chunks(AT_ONCE) {
        let rows: Vec<(i64, i64)> = tx
            .all(
                "SELECT invoice_id, id FROM booking WHERE run_id = $1 AND invoice_id IN ( \
                 $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
                 $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, \
                 $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)",
                filled_up(press.run.get(), chunk),
            )
            .await?;
        taken.extend(
            rows.into_iter()
                .map(|(invoice, booking)| (InvoiceId::new(invoice), booking)),
        );
    }
    Ok(taken)
}
