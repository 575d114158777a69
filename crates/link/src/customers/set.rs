//! The one place where a customer gets his relation.

use domain::{AdministrationId, CustomerId};
use office::Actor;
use serde_json::json;
use store::{Tx, lock, params};
use uuid::Uuid;

use crate::{
    Link, LinkError,
    read::{Deed, record},
};

/// What came of linking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Linking {
    /// He is linked to that relation.
    Linked,
    /// He is linked to another one, which Exact has: that stays.
    Kept,
    /// The relation stands for another customer of ours.
    Taken(CustomerId),
}

/// Two links that are made at once: a relation stands for one customer.
const LINKS: &str = "customer_links";

/// Remembers which relation stands for a customer. A link whose relation is in Exact stays; one whose relation is gone
/// from there is replaced, and what was booked for him is compared once more.
pub(crate) async fn set(
    link: &Link,
    tx: &mut Tx,
    actor: &Actor,
    (administration, customer, guid): (AdministrationId, CustomerId, Uuid),
) -> Result<Linking, LinkError> {
    lock::take(tx, LINKS).await?;
    let key = params![administration.get(), guid];
    let other: Option<i64> = tx
        .optional(
            "SELECT customer_id FROM customer_link WHERE administration_id = $1 AND guid = $2",
            key,
        )
        .await?;
    match other.map(CustomerId::new) {
        Some(same) if same == customer => return Ok(Linking::Linked),
        Some(other) => return Ok(Linking::Taken(other)),
        None => {}
    }
    let of = || params![administration.get(), customer.get()];
    let before: Option<(Uuid, i64)> = tx
        .optional(
            "SELECT l.guid, (SELECT COUNT(*) FROM exact_relation r \
             WHERE r.administration_id = l.administration_id AND r.guid = l.guid) \
             FROM customer_link l WHERE l.administration_id = $1 AND l.customer_id = $2",
            of(),
        )
        .await?;
    let mut values = of();
    values.push(guid.into());
    match before {
        Some((_, 1..)) => return Ok(Linking::Kept),
        Some(_) => {
            tx.execute_one(
                "UPDATE customer_link SET guid = $3 WHERE administration_id = $1 AND customer_id = $2",
                values,
            )
            .await?;
            compare_again(link, tx, (administration, customer)).await?;
        }
        None => {
            tx.execute_one(
                "INSERT INTO customer_link (administration_id, customer_id, guid) VALUES ($1, $2, $3)",
                values,
            )
            .await?;
        }
    }
    let told = |guid: Uuid| json!({ "administration": administration, "guid": guid });
    let deed = Deed {
        verb: "link",
        kind: "customer",
        id: customer.get(),
        before: before.map(|(guid, _)| told(guid)),
        after: Some(told(guid)),
    };
    record(link, actor, tx, deed).await?;
    Ok(Linking::Linked)
}

/// What was booked on a relation that was merged stands on the one that stays: that is no change any more.
async fn compare_again(
    link: &Link,
    tx: &mut Tx,
    (administration, customer): (AdministrationId, CustomerId),
) -> Result<(), LinkError> {
    tx.execute(
        "UPDATE booking SET look_after = $3 WHERE administration_id = $1 AND state = 'conflict' \
         AND look_after IS NULL AND invoice_id IN (SELECT id FROM invoice WHERE customer_id = $2)",
        params![
            administration.get(),
            customer.get(),
            link.office.clock.now()
        ],
    )
    .await?;
    Ok(())
}
