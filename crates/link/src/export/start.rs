//! The press on the button.
//!
//! Check, bookings to queued (the division is pinned), the run with its items, and one job per administration: one
//! transaction. A second press or a second tab adds nothing twice: a booking is taken up by compare-and-swap, and
//! there is one booking per invoice.

use std::collections::{BTreeMap, BTreeSet};

use domain::{AdministrationId, BookingId, CustomerId, InvoiceId, Refusal, RunId, UserId};
use jiff::Timestamp;
use office::{Actor, Right};
use serde_json::json;
use store::{Params, Tx, params, transact};

use super::{
    missing::missing_in,
    select::{self, Selected},
};
use crate::{
    Filter, Link, LinkError, Parts,
    booking::state::BookingState,
    check::many::{CheckedInvoice, CheckedMany, check_many},
    jobs,
    read::{Deed, record, refusal_text},
};

/// Starts a run and gives back which; the lanes do it.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::Export`].
pub async fn start(
    link: &Link,
    actor: &Actor,
    filter: &Filter,
    parts: Parts,
) -> Result<RunId, LinkError> {
    actor.require(Right::Export)?;
    transact!(link.office.db, |tx| -> Result<RunId, LinkError> {
        let run = RunId::new(link.office.ids.next());
        insert_run(link, tx, actor, (run, filter, parts)).await?;
        let mut press = Press {
            link,
            run,
            items: Vec::new(),
            lanes: BTreeSet::new(),
        };
        match parts {
            Parts::Accounts => accounts(&mut press, tx, filter).await?,
            Parts::Customers => customers(&mut press, tx, filter).await?,
            Parts::Both | Parts::Invoices => invoices(&mut press, tx, filter).await?,
        }
        press.finish(tx, actor).await?;
        Ok(run)
    })
}

/// What one press adds.
struct Press<'a> {
    link: &'a Link,
    run: RunId,
    items: Vec<Item>,
    lanes: BTreeSet<AdministrationId>,
}

/// A line of the run.
struct Item {
    administration: Option<AdministrationId>,
    subject: &'static str,
    id: i64,
    outcome: &'static str,
    refusal: Option<Refusal>,
}

async fn insert_run(
    link: &Link,
    tx: &mut Tx,
    actor: &Actor,
    (run, filter, parts): (RunId, &Filter, Parts),
) -> Result<(), LinkError> {
    let filter = serde_json::to_string(filter).map_err(|error| LinkError::Store(error.into()))?;
    tx.execute_one(
        "INSERT INTO export_run (id, user_id, user_name, filter, parts, started_at, finished_at) \
         VALUES ($1, $2, $3, $4, $5, $6, NULL)",
        params![
            run.get(),
            actor.user.map(UserId::get),
            &actor.name,
            filter,
            parts.as_str(),
            link.office.clock.now(),
        ],
    )
    .await?;
    Ok(())
}

async fn invoices(press: &mut Press<'_>, tx: &mut Tx, filter: &Filter) -> Result<(), LinkError> {
    let selected = select::load(tx, filter).await?;
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

/// *Klanten Exporteren*: the customers of every invoice in the filter.
async fn customers(press: &mut Press<'_>, tx: &mut Tx, filter: &Filter) -> Result<(), LinkError> {
    let selected = select::load(tx, filter).await?;
    let ids: Vec<InvoiceId> = selected.iter().map(|one| one.invoice).collect();
    let many = check_many(press.link, tx, &ids, &select::pinned(&selected)).await?;
    let wanted: BTreeSet<(AdministrationId, CustomerId)> = many
        .invoices
        .iter()
        .filter_map(|found| Some((found.administration?, found.invoice.customer)))
        .filter(|(administration, _)| {
            many.administrations
                .get(administration)
                .is_some_and(|(found, _)| found.mirrored)
        })
        .collect();
    for (administration, customer) in wanted {
        press.wait_for(administration, "customer", customer.get());
    }
    Ok(())
}

/// *Rekeningen Exporteren*: the accounts that Exact lacks; the lane makes or refuses them.
async fn accounts(press: &mut Press<'_>, tx: &mut Tx, filter: &Filter) -> Result<(), LinkError> {
    for missing in missing_in(tx, filter).await? {
        press.wait_for(missing.administration, "account", missing.account.get());
    }
    Ok(())
}

impl Press<'_> {
    fn wait_for(&mut self, administration: AdministrationId, subject: &'static str, id: i64) {
        self.lanes.insert(administration);
        self.items.push(Item {
            administration: Some(administration),
            subject,
            id,
            outcome: "waiting",
            refusal: None,
        });
    }

    async fn finish(self, tx: &mut Tx, actor: &Actor) -> Result<(), LinkError> {
        let now = self.link.office.clock.now();
        let mut rows: Vec<Params> = Vec::with_capacity(self.items.len());
        for (position, item) in (1_i64..).zip(&self.items) {
            rows.push(params![
                self.run.get(),
                position,
                item.administration.map(AdministrationId::get),
                item.subject,
                item.id,
                item.outcome,
                item.refusal.as_ref().map(refusal_text).transpose()?,
                now,
            ]);
        }
        tx.execute_many(
            "INSERT INTO run_item (run_id, position, administration_id, subject, subject_id, outcome, refusal, \
             changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            rows,
        )
        .await?;
        if self.lanes.is_empty() {
            tx.execute_one(
                "UPDATE export_run SET finished_at = $2 WHERE id = $1",
                params![self.run.get(), now],
            )
            .await?;
        }
        for administration in &self.lanes {
            jobs::enqueue(self.link, tx, jobs::LANE, *administration, now).await?;
        }
        let deed = Deed {
            verb: "start",
            kind: "run",
            id: self.run.get(),
            before: None,
            after: Some(json!({ "items": self.items.len(), "administrations": self.lanes.len() })),
        };
        record(self.link, actor, tx, deed).await
    }
}
