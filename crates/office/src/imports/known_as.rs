//! The numbers by which the files of a location call customers who have another number here: noted at the first file,
//! known at the next.

use domain::{Customer, CustomerId, LocationId};
use serde_json::json;
use store::{Tx, params};

use crate::{
    Actor, Office, OfficeError,
    customers::row::CustomerRow,
    trail::{self, Change},
};

/// Characters of a number that are kept.
const NUMBER_KEPT: usize = 60;

/// The customer whom the location's files call so.
pub(super) async fn find(
    tx: &mut Tx,
    location: LocationId,
    number: &str,
) -> Result<Option<Customer>, OfficeError> {
    let row: Option<CustomerRow> = tx
        .optional(
            "SELECT c.id, c.number, c.name, c.address_line, c.address_line2, c.postcode, c.city, c.country,
                    c.vat_number, c.endpoint, c.email, c.language, c.version
             FROM customer_known_as k JOIN customer c ON c.id = k.customer_id
             WHERE k.location_id = $1 AND k.number_key = $2",
            params![location.get(), key(number)],
        )
        .await?;
    Ok(row.map(|row| row.0))
}

/// Notes the number, unless the location's files call somebody so already.
pub(super) async fn note(
    office: &Office,
    actor: &Actor,
    tx: &mut Tx,
    (location, customer, number): (LocationId, CustomerId, &str),
) -> Result<(), OfficeError> {
    let noted = tx
        .execute(
            "INSERT INTO customer_known_as (location_id, number_key, number, customer_id, noted_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (location_id, number_key) DO NOTHING",
            params![
                location.get(),
                key(number),
                domain::cut(number, NUMBER_KEPT),
                customer.get(),
                office.clock.now()
            ],
        )
        .await?;
    if noted == 0 {
        return Ok(());
    }
    let after = json!({ "known_as": number, "location": location });
    let change = Change::created("customer", customer, &after).by("note_number");
    trail::record(office, actor, tx, change).await
}

fn key(number: &str) -> String {
    domain::cut(number, NUMBER_KEPT).to_lowercase()
}
