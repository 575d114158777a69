//! Which customer the buyer of a file is: by the number in the file, else by VAT number, endpoint, name and
//! address; else a new one.

use domain::{
    Customer, CustomerId, CustomerNumber, Language, Party, Place, Refusal, same_name, same_party,
};
use store::{Tx, params};
use ubl::Document;

use super::{Buyer, KnownBy};
use crate::{
    OfficeError,
    customers::{self, normal_email, normal_endpoint, row::CustomerRow},
    reasons,
};

/// The customer, and what is worth knowing about the choice.
pub(super) async fn find(
    tx: &mut Tx,
    document: &Document,
) -> Result<(Buyer, Vec<Refusal>), OfficeError> {
    let party = &document.buyer;
    let mut notes = Vec::new();
    let number = document
        .buyer_number
        .as_deref()
        .and_then(|text| text.parse::<CustomerNumber>().ok());
    if let Some(number) = number {
        match by_number(tx, number).await? {
            None => {
                let from_file = true;
                return Ok((Buyer::New { number, from_file }, notes));
            }
            Some(customer) if agrees(&customer, party) => {
                return Ok((known(customer, KnownBy::Number, party, &mut notes), notes));
            }
            Some(other) => notes.push(
                Refusal::new(reasons::BUYER_NUMBER_TAKEN, Place::Customer(other.id))
                    .with("number", number)
                    .with("name", other.name),
            ),
        }
    }
    if let Some((customer, by)) = recognise(tx, party).await? {
        return Ok((known(customer, by, party, &mut notes), notes));
    }
    let number = customers::next_free_number(tx).await?;
    let from_file = false;
    Ok((Buyer::New { number, from_file }, notes))
}

/// The customer who is made of a buyer. Only what our own form would take of endpoint and e-mail is kept.
pub(super) fn customer_of(
    document: &Document,
    id: CustomerId,
    number: CustomerNumber,
    language: Language,
) -> Customer {
    let party = &document.buyer;
    Customer {
        id,
        number,
        name: party.name.clone(),
        address: party.address.clone(),
        vat_number: party.vat_number.clone(),
        endpoint: normal_endpoint(&party.endpoint).unwrap_or_default(),
        email: normal_email(&document.buyer_email).unwrap_or_default(),
        language,
        version: 1,
    }
}

fn known(customer: Customer, by: KnownBy, party: &Party, notes: &mut Vec<Refusal>) -> Buyer {
    if !same_party(name_and_address(party), of_customer(&customer)) {
        notes.push(
            Refusal::new(reasons::BUYER_DIFFERS, Place::Customer(customer.id))
                .with("customer", customer.number),
        );
    }
    let customer = Box::new(customer);
    Buyer::Known { customer, by }
}

/// Whether a customer with the number of the file can be its buyer: the VAT numbers decide, then the
/// endpoints, then the names (an address changes more often than a number is given again).
fn agrees(customer: &Customer, party: &Party) -> bool {
    if !customer.vat_number.is_empty() && !party.vat_number.is_empty() {
        return customer.vat_number == party.vat_number;
    }
    let endpoint = !party.endpoint.is_empty() && customer.endpoint == party.endpoint;
    endpoint || same_name(&customer.name, &party.name)
}

/// Whether the VAT numbers say that they are two.
fn contradicts(customer: &Customer, party: &Party) -> bool {
    !customer.vat_number.is_empty()
        && !party.vat_number.is_empty()
        && customer.vat_number != party.vat_number
}

const fn name_and_address(party: &Party) -> (&str, &domain::Address) {
    (party.name.as_str(), &party.address)
}

const fn of_customer(customer: &Customer) -> (&str, &domain::Address) {
    (customer.name.as_str(), &customer.address)
}

async fn recognise(tx: &mut Tx, party: &Party) -> Result<Option<(Customer, KnownBy)>, OfficeError> {
    if !party.vat_number.is_empty() {
        let candidates = by_vat_number(tx, &party.vat_number).await?;
        if let Some(customer) = best(candidates, party) {
            return Ok(Some((customer, KnownBy::VatNumber)));
        }
    }
    if !party.endpoint.is_empty() {
        let candidates = by_endpoint(tx, &party.endpoint).await?;
        if let Some(customer) = best(candidates, party) {
            return Ok(Some((customer, KnownBy::Endpoint)));
        }
    }
    let neighbours = by_postcode(tx, &party.address.postcode).await?;
    let customer = neighbours.into_iter().find(|customer| {
        !contradicts(customer, party) && same_party(name_and_address(party), of_customer(customer))
    });
    Ok(customer.map(|customer| (customer, KnownBy::NameAndAddress)))
}

/// Of several customers with one VAT number or endpoint (branches): who has the same name and address, else
/// the same name, else the first by number.
fn best(candidates: Vec<Customer>, party: &Party) -> Option<Customer> {
    let mut candidates: Vec<Customer> = candidates
        .into_iter()
        .filter(|customer| !contradicts(customer, party))
        .collect();
    let same = |customer: &Customer| same_party(name_and_address(party), of_customer(customer));
    let at = candidates
        .iter()
        .position(same)
        .or_else(|| {
            candidates
                .iter()
                .position(|customer| same_name(&customer.name, &party.name))
        })
        .unwrap_or(0);
    (at < candidates.len()).then(|| candidates.swap_remove(at))
}

async fn by_number(tx: &mut Tx, number: CustomerNumber) -> Result<Option<Customer>, OfficeError> {
    let row: Option<CustomerRow> = tx
        .optional(
            "SELECT id, number, name, address_line, address_line2, postcode, city, country, vat_number,
                    endpoint, email, language, version
             FROM customer WHERE number = $1",
            params![number.get()],
        )
        .await?;
    Ok(row.map(|row| row.0))
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
