//! Makes the first administrator, when there is nobody yet.

use domain::{Language, UserId};
use store::{lock, params, transact};

use super::{
    OneTimePassword,
    row::{User, insert},
};
use crate::{
    Actor, Office, OfficeError, Role, locks, password,
    trail::{self, Change},
};

/// The login of the first administrator.
pub const FIRST_LOGIN: &str = "admin";

/// Makes an administrator with a one-time password at the first start; `None` when somebody is there already.
/// It takes no actor, because there is none yet.
///
/// # Errors
/// When the database fails.
pub async fn create_first(office: &Office) -> Result<Option<OneTimePassword>, OfficeError> {
    if !nobody(&mut office.db.read().await?).await? {
        return Ok(None);
    }
    let password = password::one_time(&office.ids);
    let turn = office.passwords.turn("users").await?;
    let hash = turn.hash(&office.ids, password.clone()).await?;
    drop(turn);
    let user = User {
        id: UserId::new(office.ids.next()),
        login: FIRST_LOGIN.to_owned(),
        name: "Administrator".to_owned(),
        role: Role::Administrator,
        language: Language::Nl,
        active: true,
        must_change_password: true,
    };
    let made = transact!(office.db, |tx| -> Result<bool, OfficeError> {
        lock::take(tx, locks::PEOPLE).await?;
        if !nobody(tx).await? {
            return Ok(false);
        }
        insert(office, tx, &user, &hash).await?;
        let change = Change::created("user", user.id, &user);
        trail::record(office, &Actor::system("first start"), tx, change).await?;
        Ok(true)
    })?;
    Ok(made.then_some(OneTimePassword {
        id: user.id,
        login: user.login,
        password,
    }))
}

async fn nobody(tx: &mut store::Tx) -> Result<bool, OfficeError> {
    let any: Option<i64> = tx
        .optional("SELECT id FROM app_user LIMIT 1", params![])
        .await?;
    Ok(any.is_none())
}
