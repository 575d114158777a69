//! Who may be our customer under another code in Exact: the same VAT number, or the same name and address.
//!
//! Nobody is guessed. A relation under another code is taken by itself only for a customer whose own relation is gone
//! from Exact, when one alone is equal to him; everything else is asked.

use domain::{Customer, Place, Refusal, vat_key};

use super::{
    books::{Books, Relation},
    customer::{Stand, is_same, written},
};
use crate::reasons;

/// How many relations a reason names.
const NAMED: usize = 5;

/// The relations that may be the customer, by code; those of which a person said that they are somebody else are left
/// out.
#[must_use]
pub fn alike<'a>(books: &'a Books, customer: &Customer) -> Vec<&'a Relation> {
    let mut found: Vec<&Relation> = books
        .alike
        .get(&customer.id)
        .into_iter()
        .flatten()
        .filter_map(|guid| books.relations.get(guid))
        .collect();
    found.sort_by(|a, b| a.code.cmp(&b.code));
    found
}

/// Where a customer stands whom Exact does not have under his number; `was_linked` when his relation is gone.
pub(super) fn stand(
    books: &Books,
    customer: &Customer,
    was_linked: bool,
) -> Result<Stand, Refusal> {
    let found = alike(books, customer);
    if found.is_empty() {
        return Ok(Stand::Create);
    }
    let mut equal = found
        .iter()
        .filter(|relation| is_equal(customer, relation) && is_free(books, customer, relation));
    if was_linked && let (Some(one), None) = (equal.next(), equal.next()) {
        return Ok(Stand::LinkNow(one.guid));
    }
    let code = if was_linked {
        reasons::CUSTOMER_LOST
    } else {
        reasons::CUSTOMER_UNDER_OTHER_CODE
    };
    let named: Vec<String> = found.iter().take(NAMED).map(|one| told(one)).collect();
    Err(Refusal::new(code, Place::Customer(customer.id))
        .with("number", customer.number)
        .with("name", &customer.name)
        .with("address", written(&customer.address))
        .with("relations", named.join("; ")))
}

/// Same name and address, and no other VAT number.
fn is_equal(customer: &Customer, relation: &Relation) -> bool {
    let contradicts = vat_key(&customer.vat_number)
        .zip(vat_key(&relation.vat_number))
        .is_some_and(|(ours, theirs)| ours != theirs);
    is_same(customer, relation) && !contradicts
}

fn is_free(books: &Books, customer: &Customer, relation: &Relation) -> bool {
    books
        .linked_relations
        .get(&relation.guid)
        .is_none_or(|linked| *linked == customer.id)
}

fn told(relation: &Relation) -> String {
    let parts = [
        relation.code.as_str(),
        relation.name.as_str(),
        &written(&relation.address),
    ];
    let parts: Vec<&str> = parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(", ")
}
