//! Gives the numbers that were stored before there was an order of numbers their place in it.

use domain::number_order;
use store::{Params, params, transact};

use crate::{Office, OfficeError};

/// How many invoices get theirs in one transaction.
const AT_ONCE: i64 = 1_000;

/// Fills the order in where it is missing; where it is nowhere missing, that is one look into an index. Changes nothing
/// that anyone sees, so it takes no right.
///
/// # Errors
/// When the database fails.
pub async fn fill_number_order(office: &Office) -> Result<(), OfficeError> {
    loop {
        let missing: Vec<(i64, String)> = office
            .db
            .read()
            .await?
            .all(
                "SELECT id, number FROM invoice WHERE number IS NOT NULL AND number_order IS NULL
                 ORDER BY id LIMIT $1",
                params![AT_ONCE],
            )
            .await?;
        if missing.is_empty() {
            return Ok(());
        }
        let rows: Vec<Params> = missing
            .iter()
            .map(|(id, number)| params![*id, number_order(&number.to_lowercase())])
            .collect();
        transact!(office.db, |tx| -> Result<(), OfficeError> {
            tx.execute_many(
                "UPDATE invoice SET number_order = $2 WHERE id = $1 AND number_order IS NULL",
                rows.clone(),
            )
            .await?;
            Ok(())
        })?;
    }
}
