//! Gives a person another password, by someone who manages people.

use domain::UserId;
use secrecy::SecretString;
use store::{lock, transact};

use super::{
    OneTimePassword,
    row::{User, load, replace_password},
};
use crate::{
    Actor, Office, OfficeError, Right, guesses, locks, password,
    trail::{self, Change},
};

/// Gives a person the password, or a one-time password when there is none; all sessions of the person end, and the
/// wrong passwords of before are forgotten.
/// Returns the one-time password to hand over.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::ManageUsers`], [`OfficeError::NotFound`],
/// [`OfficeError::Refused`] when the password is too short or too long.
pub async fn set_password(
    office: &Office,
    actor: &Actor,
    id: UserId,
    given: Option<SecretString>,
) -> Result<Option<OneTimePassword>, OfficeError> {
    actor.require(Right::ManageUsers)?;
    if let Some(password) = &given {
        password::check(password)?;
    }
    let must_change = given.is_none();
    let password = given.unwrap_or_else(|| password::one_time(&office.ids));
    let turn = office.passwords.turn("users").await?;
    let hash = turn.hash(&office.ids, password.clone()).await?;
    drop(turn);
    let login = transact!(office.db, |tx| -> Result<String, OfficeError> {
        lock::take(tx, locks::PEOPLE).await?;
        let before = load(tx, id).await?.user;
        replace_password(tx, id, &hash, must_change).await?;
        guesses::forget_addresses(tx, &before.login).await?;
        guesses::forget_login(tx, &before.login).await?;
        let after = User {
            must_change_password: must_change,
            ..before.clone()
        };
        let change = Change::changed("user", id, &before, &after).by("set_password");
        trail::record(office, actor, tx, change).await?;
        Ok(after.login)
    })?;
    Ok(must_change.then_some(OneTimePassword {
        id,
        login,
        password,
    }))
}
