//! Every option with its value.

use store::params;

use super::{KINDS, OptionValue};
use crate::{Actor, Office, OfficeError, Right};

/// Every option, in the order of [`KINDS`].
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::View`].
pub async fn all(office: &Office, actor: &Actor) -> Result<Vec<OptionValue>, OfficeError> {
    actor.require(Right::View)?;
    let stored: Vec<(String, String)> = office
        .db
        .read()
        .await?
        .all(
            "SELECT name, value FROM app_option ORDER BY name LIMIT 1000",
            params![],
        )
        .await?;
    let value = |name: &str| stored.iter().find(|(stored, _)| stored == name);
    Ok(KINDS
        .iter()
        .map(|kind| OptionValue {
            kind,
            value: value(kind.name)
                .map_or(kind.default, |(_, value)| value)
                .to_owned(),
        })
        .collect())
}
