//! Condition (g), and whatever else Exact says about a customer: who he is there, or that he must be made.

use domain::{Customer, Place, Refusal, same_address, same_name};
use jiff::civil::Date;
use uuid::Uuid;

use super::{
    alike,
    books::{Books, ExactJournal, Relation},
};
use crate::reasons;

/// Where a customer stands in the administration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Linked.
    Linked(Uuid),
    /// Not linked, or to a relation that is gone, but Exact has an equal one: to be linked, without a call.
    LinkNow(Uuid),
    /// Exact has neither the number nor anyone like him: to be made.
    Create,
}

/// Where the customer stands, or why his invoices cannot be booked; without a journal and a day, why the customer
/// himself cannot be linked.
///
/// # Errors
/// The refusal; a difference shows both sides.
pub fn check(
    books: &Books,
    customer: &Customer,
    booking: Option<(&ExactJournal, Date)>,
) -> Result<Stand, Refusal> {
    let stand = find(books, customer)?;
    let (Stand::Linked(guid) | Stand::LinkNow(guid)) = stand else {
        return Ok(stand);
    };
    let Some(relation) = books.relations.get(&guid) else {
        return Err(refusal(reasons::CUSTOMER_GONE, customer));
    };
    match unusable(relation, customer, booking) {
        Some(refusal) => Err(refusal),
        None => Ok(stand),
    }
}

/// Who the customer is in Exact: the relation that he is linked to; when there is none, or it was deleted or merged there,
/// whoever has his number; else someone who is like him.
fn find(books: &Books, customer: &Customer) -> Result<Stand, Refusal> {
    let linked = books.customer_links.get(&customer.id);
    let code = customer.number.to_string();
    let (guid, stand) = match linked.filter(|guid| books.relations.contains_key(guid)) {
        Some(guid) => (*guid, Stand::Linked(*guid)),
        None => match books.relation_codes.get(&code) {
            Some(guid) => (*guid, Stand::LinkNow(*guid)),
            None => return alike::stand(books, customer, linked.is_some()),
        },
    };
    let Some(relation) = books.relations.get(&guid) else {
        return Err(refusal(reasons::CUSTOMER_GONE, customer));
    };
    if books
        .linked_relations
        .get(&guid)
        .is_some_and(|other| *other != customer.id)
    {
        return Err(
            refusal(reasons::CUSTOMER_LINKED_TO_OTHER, customer).with("other", &relation.name)
        );
    }
    if is_same(customer, relation) {
        Ok(stand)
    } else {
        Err(refusal(reasons::CUSTOMER_DIFFERS, customer)
            .with("address", written(&customer.address))
            .with("exact_name", &relation.name)
            .with("exact_address", written(&relation.address)))
    }
}

/// Same name and address after the house's one normalisation.
#[must_use]
pub fn is_same(customer: &Customer, relation: &Relation) -> bool {
    same_name(&customer.name, &relation.name) && same_address(&customer.address, &relation.address)
}

fn unusable(
    relation: &Relation,
    customer: &Customer,
    booking: Option<(&ExactJournal, Date)>,
) -> Option<Refusal> {
    if relation.status.trim() != "C" {
        return Some(
            refusal(reasons::CUSTOMER_NOT_CUSTOMER, customer).with("status", &relation.status),
        );
    }
    if relation.blocked {
        return Some(refusal(reasons::CUSTOMER_BLOCKED, customer));
    }
    let (journal, day) = booking?;
    if let Some(end) = relation.end_date.filter(|end| *end < day) {
        return Some(refusal(reasons::CUSTOMER_ENDED, customer).with("date", end));
    }
    match (relation.receivable_account, journal.gl_account) {
        (Some(own), Some(journals)) if own != journals => Some(
            refusal(reasons::RECEIVABLE_ACCOUNT_DIFFERS, customer).with("journal", &journal.code),
        ),
        _ => None,
    }
}

fn refusal(code: &'static str, customer: &Customer) -> Refusal {
    Refusal::new(code, Place::Customer(customer.id))
        .with("number", customer.number)
        .with("name", &customer.name)
}

/// An address on one line, for showing.
#[must_use]
pub fn written(address: &domain::Address) -> String {
    let place = format!("{} {}", address.postcode, address.city);
    let parts: Vec<&str> = [
        address.line.as_str(),
        address.line2.as_str(),
        place.as_str(),
        address.country.as_str(),
    ]
    .into_iter()
    .map(str::trim)
    .filter(|part| !part.is_empty())
    .collect();
    parts.join(", ")
}
