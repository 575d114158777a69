//! Whom a buyer is known as, without a number: by VAT number, by endpoint, by name and address.

use domain::{Customer, Party, same_name, same_party};
use store::{Tx, params};

use super::KnownBy;
use crate::{OfficeError, customers::row::CustomerRow};

/// What was found.
#[derive(Debug)]
pub(super) enum Recognised {
    /// Nobody like him.
    Nobody,
    /// One customer, for certain.
    One(Box<Customer>, KnownBy),
    /// Some who may be him.
    Several(Vec<Customer>),
}

/// Whether the VAT numbers say that they are two.
fn contradicts(customer: &Customer, party: &Party) -> bool {
    !customer.vat_number.is_empty()
        && !party.vat_number.is_empty()
        && customer.vat_number != party.vat_number
}

pub(super) const fn name_and_address(party: &Party) -> (&str, &domain::Address) {
    (party.name.as_str(), &party.address)
}

pub(super) const fn of_customer(customer: &Customer) -> (&str, &domain::Address) {
    (customer.name.as_str(), &customer.address)
}

/// Looks for the buyer. `has_new_number`: the file gives him a number that nobody has here.
pub(super) async fn recognise(
    tx: &mut Tx,
    party: &Party,
    has_new_number: bool,
) -> Result<Recognised, OfficeError> {
    if !party.vat_number.is_empty() {
        let candidates = by_vat_number(tx, &party.vat_number).await?;
        let found = judge(candidates, party, (KnownBy::VatNumber, has_new_number));
        if !matches!(found, Recognised::Nobody) {
            return Ok(found);
        }
    }
    if !party.endpoint.is_empty() {
        let candidates = by_endpoint(tx, &party.endpoint).await?;
        let found = judge(candidates, party, (KnownBy::Endpoint, has_new_number));
        if !matches!(found, Recognised::Nobody) {
            return Ok(found);
        }
    }
    let mut neighbours = by_postcode(tx, &party.address.postcode).await?;
    neighbours.retain(|customer| same_party(name_and_address(party), of_customer(customer)));
    Ok(judge(
        neighbours,
        party,
        (KnownBy::NameAndAddress, has_new_number),
    ))
}

/// Of those with one VAT number or endpoint (branches): who alone has the same name and address, else who alone has the
/// same name, else the only one. One with another name and another number may be another branch, and of several without
/// either nobody is guessed.
fn judge(
    mut candidates: Vec<Customer>,
    party: &Party,
    (by, has_new_number): (KnownBy, bool),
) -> Recognised {
    candidates.retain(|customer| !contradicts(customer, party));
    let same = |customer: &Customer| same_party(name_and_address(party), of_customer(customer));
    let named = |customer: &Customer| same_name(&customer.name, &party.name);
    let chosen = the_only(&candidates, same)
        .or_else(|| the_only(&candidates, named).filter(|_| !candidates.iter().any(same)))
        .or_else(|| the_only(&candidates, |_| !has_new_number));
    match chosen {
        Some(at) => Recognised::One(Box::new(candidates.swap_remove(at)), by),
        None if candidates.is_empty() => Recognised::Nobody,
        None => Recognised::Several(candidates),
    }
}

/// Where the only one is of whom it is true.
fn the_only(candidates: &[Customer], is: impl Fn(&Customer) -> bool) -> Option<usize> {
    let mut found = candidates.iter().enumerate().filter(|(_, one)| is(one));
    match (found.next(), found.next()) {
        (Some((at, _)), None) => Some(at),
        _ => None,
    }
}

async fn by_vat_number(tx: &mut Tx, vat_number: &str) -> Result<Vec<Customer>, OfficeError> {
    let rows: Vec<CustomerRow> = tx
        .all(
            "SELECT id, number, name, address_line, address_line2, postcode, city, country, vat_number,
                    endpoint, email, language, version
             FROM customer WHERE vat_number = $1 ORDER BY number LIMIT 100",
            params![vat_number],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

async fn by_endpoint(tx: &mut Tx, endpoint: &str) -> Result<Vec<Customer>, OfficeError> {
    let rows: Vec<CustomerRow> = tx
        .all(
            "SELECT id, number, name, address_line, address_line2, postcode, city, country, vat_number,
                    endpoint, email, language, version
             FROM customer WHERE endpoint = $1 ORDER BY number LIMIT 100",
            params![endpoint],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Everyone with the same postcode, blanks and case ignored: few enough to compare one by one.
async fn by_postcode(tx: &mut Tx, postcode: &str) -> Result<Vec<Customer>, OfficeError> {
    let compact: String = postcode.chars().filter(|c| *c != ' ').collect();
    let rows: Vec<CustomerRow> = tx
        .all(
            "SELECT id, number, name, address_line, address_line2, postcode, city, country, vat_number,
                    endpoint, email, language, version
             FROM customer WHERE UPPER(REPLACE(postcode, ' ', '')) = $1 ORDER BY number LIMIT 5000",
            params![compact.to_ascii_uppercase()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
