//! The list of locations: short enough to be shown whole.

use domain::Location;
use store::params;

use super::row::LocationRow;
use crate::{Actor, Office, OfficeError, Right};

/// How many locations are listed at most.
pub const LOCATIONS_MAX: i64 = 500;

/// All locations by name; at most [`LOCATIONS_MAX`].
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::View`].
pub async fn list(office: &Office, actor: &Actor) -> Result<Vec<Location>, OfficeError> {
    actor.require(Right::View)?;
    let rows: Vec<LocationRow> = office
        .db
        .read()
        .await?
        .all(
            "SELECT id, name, legal_name, enterprise_number, address_line, postcode, city, country, iban,
                    language, administration_id
             FROM location ORDER BY name, id LIMIT $1",
            params![LOCATIONS_MAX],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
