//! One location.

use domain::{Location, LocationId};
use store::{Tx, params};

use super::row::LocationRow;
use crate::{Actor, Office, OfficeError, Right};

/// The location.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::View`], [`OfficeError::NotFound`].
pub async fn get(office: &Office, actor: &Actor, id: LocationId) -> Result<Location, OfficeError> {
    actor.require(Right::View)?;
    load(&mut office.db.read().await?, id).await
}

/// The location within a transaction.
pub(crate) async fn load(tx: &mut Tx, id: LocationId) -> Result<Location, OfficeError> {
    let row: Option<LocationRow> = tx
        .optional(
            "SELECT id, name, legal_name, enterprise_number, address_line, postcode, city, country, iban,
                    language, administration_id
             FROM location WHERE id = $1",
            params![id.get()],
        )
        .await?;
    row.map(|row| row.0)
        .ok_or(OfficeError::NotFound { what: "location" })
}
