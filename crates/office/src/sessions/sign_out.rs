//! Signs out.

use store::{params, transact};

use super::begin::hash;
use crate::{Office, OfficeError};

/// Ends the session of a token; a token that is none ends nothing.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(office: &Office, token: &str) -> Result<(), OfficeError> {
    let token_hash = hash(token);
    transact!(office.db, |tx| -> Result<(), OfficeError> {
        tx.execute(
            "DELETE FROM session WHERE token_hash = $1",
            params![&token_hash],
        )
        .await?;
        Ok(())
    })
}
