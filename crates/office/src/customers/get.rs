//! One customer.

use domain::{Customer, CustomerId};
use store::params;

use super::row::CustomerRow;
use crate::{Actor, Office, OfficeError, Right};

/// The customer.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::View`], [`OfficeError::NotFound`].
pub async fn get(office: &Office, actor: &Actor, id: CustomerId) -> Result<Customer, OfficeError> {
    actor.require(Right::View)?;
    let mut tx = office.db.read().await?;
    load(&mut tx, id)
        .await?
        .ok_or(OfficeError::NotFound { what: "customer" })
}

/// The customer within a transaction.
pub(crate) async fn load(
    tx: &mut store::Tx,
    id: CustomerId,
) -> Result<Option<Customer>, OfficeError> {
    let row: Option<CustomerRow> = tx
        .optional(
            "SELECT id, number, name, address_line, address_line2, postcode, city, country, vat_number,
                    endpoint, email, language, version
             FROM customer WHERE id = $1",
            params![id.get()],
        )
        .await?;
    Ok(row.map(|row| row.0))
}
