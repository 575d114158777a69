//! Customers that Exact does not know are made there, only when an entry needs them or a person asked.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Customer, CustomerId, Refusal};
use jiff::Timestamp;
use store::{Tx, params, transact};

use super::{
    BookingChange, Lane, LaneError, apply,
    customer_call::{Made, make},
    recheck::{Work, customer_refusal, link_customer},
    runs,
};
use crate::{LinkError, booking::state::BookingState, check::customer::Stand, reasons};

/// The work after its customers were made.
#[derive(Debug, Default)]
pub(super) struct Ready {
    /// What can go on.
    pub(super) works: Vec<Work>,
    /// Whether some customer turned out to exist, so that the check must look again.
    pub(super) again: bool,
}

/// Makes the customers that the work needs. Whatever waits for one of whom nobody knows says so; whatever needs one whom
/// Exact refuses is refused with what Exact said.
pub(super) async fn run(lane: &mut Lane<'_>, works: Vec<Work>) -> Result<Ready, LaneError> {
    let mut wanted: BTreeMap<CustomerId, Customer> = BTreeMap::new();
    for work in works.iter().filter(|work| work.stand == Stand::Create) {
        wanted.insert(work.customer.id, work.customer.clone());
    }
    let unknown = unknown(lane).await?;
    let (mut made, mut again) = (BTreeMap::new(), false);
    let mut waits_for = BTreeSet::new();
    for (id, customer) in wanted {
        if unknown.contains(&id) || lane.hidden.contains(&id) {
            waits_for.insert(id);
            continue;
        }
        match make(lane, &customer).await? {
            Made::Yes(guid) => {
                made.insert(id, guid);
            }
            Made::No(refusal) => refuse(lane, &works, id, &refusal).await?,
            Made::Exists => {
                again = true;
                waits_for.insert(id);
                lane.hidden.insert(id);
            }
            Made::Unknown => {
                waits_for.insert(id);
            }
        }
    }
    let waiting: Vec<&Work> = works
        .iter()
        .filter(|work| work.stand == Stand::Create && waits_for.contains(&work.customer.id))
        .collect();
    runs::show_unknown(lane, &waiting).await?;
    let works = works
        .into_iter()
        .filter_map(|mut work| match work.stand {
            Stand::Create => {
                work.intended.customer = Some(*made.get(&work.customer.id)?);
                Some(work)
            }
            Stand::Linked(_) | Stand::LinkNow(_) => Some(work),
        })
        .collect();
    Ok(Ready { works, again })
}

/// Customers of which nobody knows yet whether they were made.
async fn unknown(lane: &Lane<'_>) -> Result<BTreeSet<CustomerId>, LaneError> {
    let mut tx = lane.link.office.db.read().await?;
    let rows: Vec<i64> = tx
        .all(
            "SELECT DISTINCT customer_id FROM call_intent WHERE administration_id = $1 \
             AND kind = 'create_customer' AND customer_id IS NOT NULL \
             AND outcome IN ('unknown', 'absent_once')",
            params![lane.administration.get()],
        )
        .await?;
    Ok(rows.into_iter().map(CustomerId::new).collect())
}

/// Everything of this customer is refused with the same reason.
async fn refuse(
    lane: &Lane<'_>,
    works: &[Work],
    customer: CustomerId,
    refusal: &Refusal,
) -> Result<(), LaneError> {
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        for work in works.iter().filter(|work| work.customer.id == customer) {
            let ids = (work.booking, work.invoice);
            let change = BookingChange::new(ids, BookingState::Queued, BookingState::Refused)
                .because(refusal.clone());
            apply(lane.link, tx, &change).await?;
        }
        Ok(())
    })?;
    Ok(())
}

/// The customers that a run asked for by themselves (*Klanten Exporteren*).
pub(super) async fn asked(lane: &mut Lane<'_>) -> Result<(), LaneError> {
    let unknown = unknown(lane).await?;
    for asked in runs::asked_customers(lane).await? {
        if unknown.contains(&asked.customer.id) {
            continue;
        }
        let (outcome, refusal, link) = match asked.stand {
            Ok(Stand::Create) => match make(lane, &asked.customer).await? {
                Made::Yes(_) => ("created", None, None),
                Made::No(refusal) => ("refused", Some(refusal), None),
                Made::Exists => {
                    lane.hidden.insert(asked.customer.id);
                    ("waiting", None, None)
                }
                Made::Unknown => {
                    let refusal = customer_refusal(reasons::CUSTOMER_UNKNOWN, &asked.customer);
                    ("unknown", Some(refusal), None)
                }
            },
            Ok(Stand::Linked(_)) => ("linked", None, None),
            Ok(Stand::LinkNow(guid)) => ("linked", None, Some(guid)),
            Err(refusal) => ("refused", Some(refusal), None),
        };
        let customer = &asked.customer;
        let subject = ("customer", customer.id.get());
        transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
            lane.guard(tx).await?;
            let taken = match link {
                Some(guid) => link_customer(lane, tx, customer, guid).await?,
                None => None,
            };
            let told = taken.as_ref().map_or((outcome, refusal.as_ref()), |taken| {
                ("refused", Some(taken))
            });
            runs::mark(lane, tx, subject, told).await
        })?;
    }
    Ok(())
}

/// A customer of which nobody knows whether it was made.
pub(super) struct UnknownCustomer {
    pub(super) intent: i64,
    pub(super) customer: CustomerId,
    /// Whether it was looked for once already.
    pub(super) looked: bool,
    send_not_after: Timestamp,
    closed_at: Timestamp,
}

impl UnknownCustomer {
    /// When it may be looked for.
    pub(super) fn look_after(&self, lane: &Lane<'_>) -> Timestamp {
        if self.looked {
            let staleness = lane.link.settings.bounds.max_staleness;
            self.closed_at
                .checked_add(staleness)
                .unwrap_or(Timestamp::MAX)
        } else {
            lane.look_after(self.send_not_after)
        }
    }
}

/// All of them.
pub(super) async fn rows_unknown(
    tx: &mut Tx,
    administration: i64,
) -> Result<Vec<UnknownCustomer>, LinkError> {
    let rows: Vec<(i64, i64, String, Timestamp, Timestamp)> = tx
        .all(
            "SELECT id, customer_id, outcome, send_not_after, closed_at FROM call_intent \
             WHERE administration_id = $1 AND kind = 'create_customer' AND customer_id IS NOT NULL \
             AND outcome IN ('unknown', 'absent_once') ORDER BY id",
            params![administration],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(
            |(intent, customer, outcome, send_not_after, closed_at)| UnknownCustomer {
                intent,
                customer: CustomerId::new(customer),
                looked: outcome == "absent_once",
                send_not_after,
                closed_at,
            },
        )
        .collect())
}
