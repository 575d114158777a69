//! Sets what a person may do, or that the person may do nothing any more.

use domain::{Place, Refusal, UserId};
use store::{Tx, lock, params, transact};

use super::row::{User, load, sign_out_everywhere};
use crate::{
    Actor, Office, OfficeError, Right, Role, locks, reasons,
    trail::{self, Change},
};

/// Whether a person may sign in, and as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// What decides over the rights.
    pub role: Role,
    /// Whether the person may sign in.
    pub active: bool,
}

/// Lets a person in or out, in the same role.
///
/// # Errors
/// As [`set_access`].
pub async fn set_active(
    office: &Office,
    actor: &Actor,
    id: UserId,
    active: bool,
) -> Result<User, OfficeError> {
    actor.require(Right::ManageUsers)?;
    let role = load(&mut office.db.read().await?, id).await?.user.role;
    set_access(office, actor, id, Access { role, active }).await
}

/// Sets role and access of a person. All sessions of the person end, so it counts from now on.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::ManageUsers`], [`OfficeError::NotFound`],
/// [`OfficeError::Refused`] when nobody would be left who can manage the others.
pub async fn set_access(
    office: &Office,
    actor: &Actor,
    id: UserId,
    access: Access,
) -> Result<User, OfficeError> {
    actor.require(Right::ManageUsers)?;
    transact!(office.db, |tx| -> Result<User, OfficeError> {
        lock::take(tx, locks::PEOPLE).await?;
        let before = load(tx, id).await?.user;
        let after = User {
            role: access.role,
            active: access.active,
            ..before.clone()
        };
        tx.execute_one(
            "UPDATE app_user SET role = $2, active = $3 WHERE id = $1",
            params![id.get(), after.role.as_str(), after.active],
        )
        .await?;
        if before.active && before.role == Role::Administrator {
            refuse_without_administrator(tx).await?;
        }
        sign_out_everywhere(tx, id).await?;
        let change = Change::changed("user", id, &before, &after);
        trail::record(office, actor, tx, change).await?;
        Ok(after)
    })
}

async fn refuse_without_administrator(tx: &mut Tx) -> Result<(), OfficeError> {
    let left: Option<i64> = tx
        .optional(
            "SELECT id FROM app_user WHERE active = TRUE AND role = $1 LIMIT 1",
            params![Role::Administrator.as_str()],
        )
        .await?;
    match left {
        Some(_) => Ok(()),
        None => Err(OfficeError::refused(Refusal::new(
            reasons::LAST_ADMINISTRATOR,
            Place::Nowhere,
        ))),
    }
}
