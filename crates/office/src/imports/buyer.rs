//! Which customer the buyer of a file is: by the number in the file, else by VAT number, endpoint, name and
//! address; else a new one. Where that is not certain, a person is asked.

use domain::{
    Customer, CustomerId, CustomerNumber, Language, LocationId, Party, Place, Refusal, same_name,
    same_party,
};
use store::{Tx, params};
use ubl::Document;

use super::{
    Buyer, BuyerChoice, Choice, KnownBy, known_as,
    recognise::{Recognised, name_and_address, of_customer, recognise},
};
use crate::{
    OfficeError,
    customers::{self, normal_email, normal_endpoint, row::CustomerRow},
    reasons,
};

/// Who the buyer is, and what is worth knowing about it.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) buyer: Buyer,
    pub(super) notes: Vec<Refusal>,
    /// Why a person must choose first.
    pub(super) refusal: Option<Refusal>,
    /// The number by which the file calls him, when he has another one here.
    pub(super) known_as: Option<String>,
}

/// Looks for the buyer of a file.
pub(super) async fn find(
    tx: &mut Tx,
    document: &Document,
    choice: &Choice,
) -> Result<Found, OfficeError> {
    let party = &document.buyer;
    let told = document.buyer_number.as_deref().map(str::trim);
    let told = told.filter(|text| !text.is_empty());
    let number = told.and_then(|text| text.parse::<CustomerNumber>().ok());
    let mut notes = Vec::new();
    let mut free = told;
    if let Some(text) = told
        && let Some((customer, by)) = by_told(tx, choice.location, (text, number)).await?
    {
        if agrees(&customer, party) {
            return Ok(Found::known((customer, by), party, notes, None));
        }
        notes.push(
            Refusal::new(reasons::BUYER_NUMBER_TAKEN, Place::Customer(customer.id))
                .with("number", text)
                .with("name", customer.name),
        );
        free = None;
    }
    let alike = match recognise(tx, party, free.is_some()).await? {
        Recognised::One(customer, by) => {
            return Ok(Found::known((*customer, by), party, notes, free));
        }
        Recognised::Several(alike) => alike,
        Recognised::Nobody => Vec::new(),
    };
    match choice.buyer {
        Some(BuyerChoice::Known(id)) if let Some(customer) = with_id(&alike, id) => {
            let chosen = (customer, KnownBy::Choice);
            Ok(Found::known(chosen, party, notes, free))
        }
        Some(BuyerChoice::New) => Found::new_one(tx, notes, (free, number)).await,
        _ if alike.is_empty() => Found::new_one(tx, notes, (free, number)).await,
        _ => Ok(Found {
            refusal: Some(asked(party, &alike)),
            buyer: Buyer::Asked { alike },
            notes,
            known_as: None,
        }),
    }
}

fn with_id(customers: &[Customer], id: CustomerId) -> Option<Customer> {
    customers.iter().find(|one| one.id == id).cloned()
}

impl Found {
    fn known(
        (customer, by): (Customer, KnownBy),
        party: &Party,
        mut notes: Vec<Refusal>,
        told: Option<&str>,
    ) -> Self {
        let known_as = told.filter(|text| *text != customer.number.to_string());
        if let Some(number) = known_as {
            notes.push(
                Refusal::new(reasons::BUYER_NUMBER_NOTED, Place::Customer(customer.id))
                    .with("number", number)
                    .with("customer", customer.number)
                    .with("name", &customer.name),
            );
        }
        let known_as = known_as.map(str::to_owned);
        Self {
            buyer: known(customer, by, party, &mut notes),
            notes,
            refusal: None,
            known_as,
        }
    }

    /// A new customer, under the number of the file when it is one and nobody has it.
    async fn new_one(
        tx: &mut Tx,
        notes: Vec<Refusal>,
        (free, number): (Option<&str>, Option<CustomerNumber>),
    ) -> Result<Self, OfficeError> {
        let number = number.filter(|_| free.is_some());
        let from_file = number.is_some();
        let number = match number {
            Some(number) => number,
            None => customers::next_free_number(tx).await?,
        };
        Ok(Self {
            buyer: Buyer::New { number, from_file },
            notes,
            refusal: None,
            known_as: free.filter(|_| !from_file).map(str::to_owned),
        })
    }
}

fn asked(party: &Party, alike: &[Customer]) -> Refusal {
    let told: Vec<String> = alike
        .iter()
        .map(|one| format!("{} {}, {}", one.number, one.name, one.address.city))
        .collect();
    Refusal::new(reasons::BUYER_ASKED, Place::File { line: None })
        .with("buyer", &party.name)
        .with("customers", told.join("; "))
}

/// Whoever has the number of the file here: as his own, else as one that was noted.
async fn by_told(
    tx: &mut Tx,
    location: LocationId,
    (text, number): (&str, Option<CustomerNumber>),
) -> Result<Option<(Customer, KnownBy)>, OfficeError> {
    if let Some(number) = number
        && let Some(customer) = by_number(tx, number).await?
    {
        return Ok(Some((customer, KnownBy::Number)));
    }
    let noted = known_as::find(tx, location, text).await?;
    Ok(noted.map(|customer| (customer, KnownBy::NotedNumber)))
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
