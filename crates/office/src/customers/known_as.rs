//! Under which other numbers files know a customer.

use domain::CustomerId;
use store::params;

use crate::{Actor, Office, OfficeError, Right};

/// How many are shown.
const SHOWN: i64 = 100;

/// A number by which the files of a location call a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAs {
    /// As the files write it.
    pub number: String,
    /// The name of the location.
    pub location: String,
}

/// The numbers by which files call the customer, besides his own.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::View`].
pub async fn known_as(
    office: &Office,
    actor: &Actor,
    customer: CustomerId,
) -> Result<Vec<KnownAs>, OfficeError> {
    actor.require(Right::View)?;
    let rows: Vec<(String, String)> = office
        .db
        .read()
        .await?
        .all(
            "SELECT k.number, l.name FROM customer_known_as k JOIN location l ON l.id = k.location_id
             WHERE k.customer_id = $1 ORDER BY k.noted_at, k.number_key LIMIT $2",
            params![customer.get(), SHOWN],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(number, location)| KnownAs { number, location })
        .collect())
}
