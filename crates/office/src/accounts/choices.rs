//! The ledger accounts to choose from, whole: for the list boxes of an import or a line.

use domain::LedgerAccount;
use store::params;

use super::row::AccountRow;
use crate::{Actor, Office, OfficeError, Right};

/// How many accounts are offered at most; a Belgian chart has some 400.
pub const CHOICES_MAX: i64 = 2_000;

/// All ledger accounts in the order of their numbers, at most [`CHOICES_MAX`].
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::View`].
pub async fn choices(office: &Office, actor: &Actor) -> Result<Vec<LedgerAccount>, OfficeError> {
    actor.require(Right::View)?;
    let rows: Vec<AccountRow> = office
        .db
        .read()
        .await?
        .all(
            "SELECT id, number, name, description, cost_centre
             FROM ledger_account ORDER BY number LIMIT $1",
            params![CHOICES_MAX],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
