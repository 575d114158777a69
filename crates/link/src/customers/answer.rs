//! What a person answers when Exact may have a customer under another code: *that is him*, or *that is somebody else*.

use domain::{AdministrationId, CustomerId, Place, Refusal};
use office::{Actor, Right};
use serde_json::json;
use store::{params, transact};
use uuid::Uuid;

use super::{Linking, set, standing::books_of};
use crate::{
    Link, LinkError,
    read::{Deed, record},
    reasons,
};

/// *That is him*: from now on the relation stands for the customer. Only one that is like him, see
/// [`standing`](super::standing()).
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::MendBookings`]; [`LinkError::NotFound`] when there is no such
/// customer, or no such relation like him any more; [`LinkError::Refused`] when it stands for another customer.
pub async fn link_to(
    link: &Link,
    actor: &Actor,
    (administration, customer): (AdministrationId, CustomerId),
    relation: Uuid,
) -> Result<(), LinkError> {
    actor.require(Right::MendBookings)?;
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        let books = books_of(tx, administration, customer).await?;
        let asked = books.alike.get(&customer);
        let found = books
            .relations
            .get(&relation)
            .filter(|_| asked.is_some_and(|asked| asked.contains(&relation)))
            .ok_or(LinkError::NotFound { what: "relation" })?;
        match set(link, tx, actor, (administration, customer, relation)).await? {
            Linking::Linked => Ok(()),
            Linking::Kept => Err(LinkError::NotFound { what: "relation" }),
            Linking::Taken(other) => Err(LinkError::refused(
                Refusal::new(reasons::RELATION_LINKED_TO_OTHER, Place::Customer(other))
                    .with("number", &found.code)
                    .with("name", &found.name),
            )),
        }
    })
}

/// *That is somebody else*: none of the relations that are like the customer now is him. When there is no other, he is
/// made in Exact under his number by the next export.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::MendBookings`]; [`LinkError::NotFound`].
pub async fn keep_apart(
    link: &Link,
    actor: &Actor,
    (administration, customer): (AdministrationId, CustomerId),
    relations: &[Uuid],
) -> Result<(), LinkError> {
    actor.require(Right::MendBookings)?;
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        let books = books_of(tx, administration, customer).await?;
        let asked = books.alike.get(&customer);
        let apart: Vec<Uuid> = relations
            .iter()
            .filter(|guid| asked.is_some_and(|asked| asked.contains(guid)))
            .copied()
            .collect();
        if apart.is_empty() {
            return Err(LinkError::NotFound { what: "relation" });
        }
        tx.execute_many(
            "INSERT INTO customer_apart (administration_id, customer_id, guid) VALUES ($1, $2, $3) \
             ON CONFLICT (administration_id, customer_id, guid) DO NOTHING",
            apart
                .iter()
                .map(|guid| params![administration.get(), customer.get(), *guid])
                .collect(),
        )
        .await?;
        let deed = Deed {
            verb: "keep_apart",
            kind: "customer",
            id: customer.get(),
            before: None,
            after: Some(json!({ "administration": administration, "relations": apart })),
        };
        record(link, actor, tx, deed).await
    })
}
