//! Signs out.

use store::{Tx, params, transact};

use super::begin::hash;
use crate::{Office, OfficeError};

/// Ends the session of a token; a token that is none ends nothing.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(office: &Office, token: &str) -> Result<(), OfficeError> {
    transact!(office.db, |tx| -> Result<(), OfficeError> {
        end(tx, token).await
    })
}

/// Ends the session of a token within a transaction.
pub(super) async fn end(tx: &mut Tx, token: &str) -> Result<(), OfficeError> {
    tx.execute(
        "DELETE FROM session WHERE token_hash = $1",
        params![hash(token)],
    )
    .await?;
    Ok(())
}
