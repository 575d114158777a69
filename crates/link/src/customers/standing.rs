//! Where a customer stands in each administration, for his page.

use std::collections::BTreeMap;

use domain::{AdministrationId, CustomerId};
use office::{Actor, Right};
use store::params;
use uuid::Uuid;

use crate::{
    Link, LinkError,
    check::{
        Books, alike::alike, books::Relation, customer::written, load::customers_by_id, mirrored,
    },
};

/// A relation in Exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationView {
    /// Its key.
    pub guid: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its address, on one line.
    pub address: String,
    /// Its VAT number; empty when it has none.
    pub vat_number: String,
    /// The customer of ours that it stands for, when it stands for one.
    pub linked: Option<CustomerId>,
}

/// Where a customer stands in one administration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerStanding {
    /// The administration.
    pub administration: AdministrationId,
    /// Its name.
    pub name: String,
    /// The relation that stands for him; `None` when there is none, or it is gone from Exact.
    pub relation: Option<RelationView>,
    /// Whether he was linked, and his relation is gone from Exact.
    pub lost: bool,
    /// Who may be him under another code: to be asked before he is made.
    pub alike: Vec<RelationView>,
}

/// Where the customer stands in every administration that was read, by its name; as Exact was when it was read last.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`]; [`LinkError::NotFound`].
pub async fn standing(
    link: &Link,
    actor: &Actor,
    customer: CustomerId,
) -> Result<Vec<CustomerStanding>, LinkError> {
    actor.require(Right::View)?;
    let mut tx = link.office.db.read().await?;
    let customers = customers_by_id(&mut tx, &[customer.get()]).await?;
    let found = customers
        .get(&customer)
        .ok_or(LinkError::NotFound { what: "customer" })?;
    let administrations: Vec<(i64, String)> = tx
        .all(
            "SELECT id, name FROM administration WHERE mirrored_at IS NOT NULL ORDER BY name, id LIMIT 1000",
            params![],
        )
        .await?;
    let mut standings = Vec::new();
    for (id, name) in administrations {
        let mut books = Books::default();
        mirrored::customers(&mut tx, id, &customers, &mut books).await?;
        let linked = books.customer_links.get(&customer);
        let relation = linked.and_then(|guid| books.relations.get(guid));
        standings.push(CustomerStanding {
            administration: AdministrationId::new(id),
            name,
            relation: relation.map(|one| view(&books, one)),
            lost: linked.is_some() && relation.is_none(),
            alike: alike(&books, found)
                .into_iter()
                .map(|one| view(&books, one))
                .collect(),
        });
    }
    Ok(standings)
}

fn view(books: &Books, relation: &Relation) -> RelationView {
    RelationView {
        guid: relation.guid,
        code: relation.code.clone(),
        name: relation.name.clone(),
        address: written(&relation.address),
        vat_number: relation.vat_number.clone(),
        linked: books.linked_relations.get(&relation.guid).copied(),
    }
}

/// The books with the relations of one customer.
pub(super) async fn books_of(
    tx: &mut store::Tx,
    administration: AdministrationId,
    customer: CustomerId,
) -> Result<Books, LinkError> {
    let customers: BTreeMap<_, _> = customers_by_id(tx, &[customer.get()]).await?;
    if customers.is_empty() {
        return Err(LinkError::NotFound { what: "customer" });
    }
    let mut books = Books::default();
    mirrored::customers(tx, administration.get(), &customers, &mut books).await?;
    Ok(books)
}
