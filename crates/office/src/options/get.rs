//! One option.

use store::params;

use super::OptionKind;
use crate::{Actor, Office, OfficeError, Right};

/// The value of an option, its default while nobody set it.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::View`].
pub async fn get(office: &Office, actor: &Actor, kind: &OptionKind) -> Result<String, OfficeError> {
    actor.require(Right::View)?;
    let stored: Option<String> = office
        .db
        .read()
        .await?
        .optional(
            "SELECT value FROM app_option WHERE name = $1",
            params![kind.name],
        )
        .await?;
    Ok(stored.unwrap_or_else(|| kind.default.to_owned()))
}
