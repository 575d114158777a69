//! What a person chose last.

use store::params;

use crate::{Actor, Office, OfficeError};

/// What the actor chose last under this name; `None` when nothing, or when the actor is no person.
///
/// # Errors
/// When the database fails.
pub async fn get(
    office: &Office,
    actor: &Actor,
    name: &str,
) -> Result<Option<String>, OfficeError> {
    let Some(user) = actor.user else {
        return Ok(None);
    };
    let value = office
        .db
        .read()
        .await?
        .optional(
            "SELECT value FROM preference WHERE user_id = $1 AND name = $2",
            params![user.get(), name],
        )
        .await?;
    Ok(value)
}
