//! What was booked before the link came: written in bulk, from a list that someone vouches for.
//!
//! For moving in from another program, and for the demo. Nothing is asked of Exact here; the comparison of both books
//! shows what is not so.

use domain::{AdministrationId, CustomerId, InvoiceId};
use office::{Actor, Right};
use serde_json::json;
use store::{params, transact};
use uuid::Uuid;

use crate::{
    Link, LinkError,
    booking::state::BookingState,
    read::{Deed, record},
};

/// An invoice that stands in Exact already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BookedBefore {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Where it was booked.
    pub administration: AdministrationId,
    /// The entry's key.
    pub entry_id: Uuid,
    /// The entry's number.
    pub entry_number: i64,
}

/// Stores bookings that are booked, in one transaction with one audit row.
///
/// # Errors
/// [`LinkError::Office`] without [`Right::MendBookings`]; [`LinkError::Store`] also when an invoice has a booking
/// already.
pub async fn store_booked(
    link: &Link,
    actor: &Actor,
    booked: &[BookedBefore],
) -> Result<(), LinkError> {
    actor.require(Right::MendBookings)?;
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        let now = link.office.clock.now();
        let rows = booked.iter().map(|one| {
            params![
                link.office.ids.next(),
                one.invoice,
                one.administration,
                BookingState::Booked.as_str(),
                one.entry_id,
                one.entry_number,
                now,
            ]
        });
        tx.execute_many(
            "INSERT INTO booking (id, invoice_id, administration_id, division, state, generation, entry_id, \
             entry_number, refusal, run_id, look_after, looks, changed_at) \
             VALUES ($1, $2, $3, (SELECT division FROM administration WHERE id = $3), $4, 1, $5, $6, NULL, NULL, \
             NULL, 0, $7)",
            rows.collect(),
        )
        .await?;
        tx.execute_many(
            "UPDATE invoice SET taken_up = TRUE WHERE id = $1",
            booked.iter().map(|one| params![one.invoice]).collect(),
        )
        .await?;
        let deed = Deed {
            verb: "store_booked",
            kind: "booking",
            id: 0,
            before: None,
            after: Some(json!({ "bookings": booked.len() })),
        };
        record(link, actor, tx, deed).await
    })
}

/// Links customers to what an administration calls them, in one transaction with one audit row.
///
/// # Errors
/// [`LinkError::Office`] without [`Right::MendBookings`]; [`LinkError::Store`] also when either side is linked already.
pub async fn link_customers(
    link: &Link,
    actor: &Actor,
    administration: AdministrationId,
    pairs: &[(CustomerId, Uuid)],
) -> Result<(), LinkError> {
    actor.require(Right::MendBookings)?;
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        let rows = pairs
            .iter()
            .map(|(customer, guid)| params![administration, *customer, *guid]);
        tx.execute_many(
            "INSERT INTO customer_link (administration_id, customer_id, guid) VALUES ($1, $2, $3)",
            rows.collect(),
        )
        .await?;
        let deed = Deed {
            verb: "link_customers",
            kind: "administration",
            id: administration.get(),
            before: None,
            after: Some(json!({ "customers": pairs.len() })),
        };
        record(link, actor, tx, deed).await
    })
}
