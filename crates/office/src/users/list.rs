//! The list of people: short enough to be shown whole.

use store::params;

use super::row::User;
use crate::{Actor, Office, OfficeError, Right};

/// How many people are listed at most.
pub const USERS_MAX: i64 = 1_000;

/// Everyone, by login; at most [`USERS_MAX`].
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::ManageUsers`].
pub async fn list(office: &Office, actor: &Actor) -> Result<Vec<User>, OfficeError> {
    actor.require(Right::ManageUsers)?;
    let users = office
        .db
        .read()
        .await?
        .all(
            "SELECT id, login, name, role, language, active, must_change_password
             FROM app_user ORDER BY login LIMIT $1",
            params![USERS_MAX],
        )
        .await?;
    Ok(users)
}
