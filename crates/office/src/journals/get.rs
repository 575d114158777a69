//! One journal.

use domain::{Journal, JournalId};
use store::{Tx, params};

use super::row::JournalRow;
use crate::{Actor, Office, OfficeError, Right};

/// The journal.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::View`], [`OfficeError::NotFound`].
pub async fn get(office: &Office, actor: &Actor, id: JournalId) -> Result<Journal, OfficeError> {
    actor.require(Right::View)?;
    load(&mut office.db.read().await?, id).await
}

/// The journal within a transaction that gives out its numbers or changes what it is: it is touched first, so that
/// all who do so come one after the other.
pub(crate) async fn load_alone(tx: &mut Tx, id: JournalId) -> Result<Journal, OfficeError> {
    tx.execute(
        "UPDATE journal SET next_number = next_number WHERE id = $1",
        params![id.get()],
    )
    .await?;
    load(tx, id).await
}

/// The journal within a transaction.
pub(crate) async fn load(tx: &mut Tx, id: JournalId) -> Result<Journal, OfficeError> {
    let row: Option<JournalRow> = tx
        .optional(
            "SELECT id, code, name, kind, administration_id, location_id, internal, credit_notes,
                    numbered_elsewhere, number_prefix, next_number, last_date
             FROM journal WHERE id = $1",
            params![id.get()],
        )
        .await?;
    row.map(|row| row.0)
        .ok_or(OfficeError::NotFound { what: "journal" })
}
