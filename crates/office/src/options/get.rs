//! One option.

use store::{Tx, params};

use super::OptionKind;
use crate::{Actor, Office, OfficeError, Right};

/// The value of an option, its default while nobody set it.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::View`].
pub async fn get(office: &Office, actor: &Actor, kind: &OptionKind) -> Result<String, OfficeError> {
    actor.require(Right::View)?;
    get_in(&mut office.db.read().await?, kind).await
}

/// The same within a transaction of whoever depends on the option.
///
/// # Errors
/// When the database fails.
pub async fn get_in(tx: &mut Tx, kind: &OptionKind) -> Result<String, OfficeError> {
    let stored: Option<String> = tx
        .optional(
            "SELECT value FROM app_option WHERE name = $1",
            params![kind.name],
        )
        .await?;
    Ok(stored.unwrap_or_else(|| kind.default.to_owned()))
}
