//! The items of the runs that a lane works for, and when a run is done.

use std::collections::BTreeMap;

use domain::{Address, Customer, CustomerId, Place, Refusal};
use store::{Tx, params, transact};

use super::{Lane, LaneError, recheck::customer_refusal};
use crate::{
    LinkError,
    check::{
        customer::{self, Stand},
        load, mirrored,
    },
    read::{refusal_text, tell},
};

/// A customer that a run asked for by himself.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) customer: Customer,
    pub(super) stand: Result<Stand, Refusal>,
}

/// The customers that runs of the administration wait for.
pub(super) async fn asked_customers(lane: &Lane<'_>) -> Result<Vec<Asked>, LaneError> {
    let mut tx = lane.link.office.db.read().await?;
    let ids: Vec<i64> = tx
        .all(
            "SELECT DISTINCT i.subject_id FROM run_item i JOIN export_run r ON r.id = i.run_id \
             WHERE i.administration_id = $1 AND i.subject = 'customer' AND i.outcome = 'waiting' \
             AND r.finished_at IS NULL ORDER BY i.subject_id",
            params![lane.administration.get()],
        )
        .await?;
    let customers: BTreeMap<CustomerId, Customer> = load::customers_by_id(&mut tx, &ids).await?;
    let books = mirrored::load(&mut tx, lane.administration, &customers).await?;
    Ok(customers
        .into_values()
        .map(|customer| {
            let stand = if Address::is_complete(&customer.address) {
                customer::check(&books, &customer, None)
            } else {
                Err(customer_without_address(&customer))
            };
            Asked { customer, stand }
        })
        .collect())
}

fn customer_without_address(customer: &Customer) -> Refusal {
    Refusal::new(
        domain::reasons::CUSTOMER_WITHOUT_ADDRESS,
        Place::Customer(customer.id),
    )
    .with("customer", customer.number)
    .with("name", &customer.name)
}

/// Says what became of a subject, in every run that waits for it.
pub(super) async fn mark(
    lane: &Lane<'_>,
    tx: &mut Tx,
    (subject, id): (&'static str, i64),
    (outcome, refusal): (&'static str, Option<&Refusal>),
) -> Result<(), LinkError> {
    let refusal = refusal.map(refusal_text).transpose()?;
    let runs: Vec<i64> = tx
        .all(
            "UPDATE run_item SET outcome = $4, refusal = $5, changed_at = $6 \
             WHERE administration_id = $1 AND subject = $2 AND subject_id = $3 \
             AND outcome IN ('waiting', 'unknown') RETURNING run_id",
            params![
                lane.administration.get(),
                subject,
                id,
                outcome,
                refusal,
                lane.now()
            ],
        )
        .await?;
    for run in runs {
        tell(lane.link, tx, "run", run).await?;
    }
    Ok(())
}

/// An unknown customer was looked up: what waited for him waits no more, or asks again.
pub(super) async fn ask_again(
    lane: &Lane<'_>,
    tx: &mut Tx,
    customer: CustomerId,
) -> Result<(), LinkError> {
    mark(lane, tx, ("customer", customer.get()), ("waiting", None)).await
}

/// Adds a customer that was made on the way to the runs whose invoices needed him.
pub(super) async fn add_customer(
    lane: &Lane<'_>,
    tx: &mut Tx,
    customer: CustomerId,
    outcome: &'static str,
) -> Result<(), LinkError> {
    let runs: Vec<i64> = tx
        .all(
            "SELECT DISTINCT b.run_id FROM booking b JOIN invoice i ON i.id = b.invoice_id \
             JOIN export_run r ON r.id = b.run_id \
             WHERE b.administration_id = $1 AND i.customer_id = $2 AND b.state = 'queued' \
             AND r.finished_at IS NULL AND NOT EXISTS (SELECT 1 FROM run_item x WHERE x.run_id = b.run_id \
             AND x.administration_id = b.administration_id AND x.subject = 'customer' AND x.subject_id = $2) \
             ORDER BY b.run_id",
            params![lane.administration.get(), customer.get()],
        )
        .await?;
    for run in runs {
        let position: i64 = tx
            .one(
                "UPDATE export_run SET lines = lines + 1 WHERE id = $1 RETURNING lines",
                params![run],
            )
            .await?;
        tx.execute_one(
            "INSERT INTO run_item (run_id, position, administration_id, subject, subject_id, outcome, refusal, \
             changed_at) VALUES ($1, $2, $3, 'customer', $4, $5, NULL, $6)",
            params![
                run,
                position,
                lane.administration.get(),
                customer.get(),
                outcome,
                lane.now()
            ],
        )
        .await?;
    }
    Ok(())
}

/// Bookings that wait for a customer nobody knows of say so; what was decided about one meanwhile stays.
pub(super) async fn show_unknown(
    lane: &Lane<'_>,
    waiting: &[&super::recheck::Work],
) -> Result<(), LaneError> {
    if waiting.is_empty() {
        return Ok(());
    }
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        for work in waiting {
            let refusal = customer_refusal(crate::reasons::CUSTOMER_UNKNOWN, &work.customer);
            tx.execute(
                "UPDATE run_item SET refusal = $3, changed_at = $4 WHERE subject = 'invoice' AND subject_id = $2 \
                 AND outcome IN ('waiting', 'unknown') \
                 AND run_id = (SELECT run_id FROM booking WHERE id = $1)",
                params![
                    work.booking.get(),
                    work.invoice.get(),
                    refusal_text(&refusal)?,
                    lane.now()
                ],
            )
            .await?;
        }
        Ok(())
    })?;
    Ok(())
}
