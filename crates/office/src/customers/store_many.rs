//! Stores whole customers in bulk; what making, importing and seeding end in.

use domain::Customer;
use jiff::Timestamp;
use store::{Params, Tx};

use super::row::to_params;
use crate::OfficeError;

/// Stores new customers as they are, in one statement. Audit rows and events are the caller's, who has also
/// checked the right; only the database's own rules hold here (a number once).
///
/// # Errors
/// When the database refuses a row; then nothing of the transaction may be kept.
pub async fn store_many(
    tx: &mut Tx,
    now: Timestamp,
    customers: &[Customer],
) -> Result<(), OfficeError> {
    let rows: Vec<Params> = customers
        .iter()
        .map(|customer| {
            let mut params = to_params(customer);
            params.push(now.into());
            params
        })
        .collect();
    tx.execute_many(
        "INSERT INTO customer (id, number, name, address_line, address_line2, postcode, city, country,
                               vat_number, endpoint, email, language, version, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        rows,
    )
    .await?;
    Ok(())
}
