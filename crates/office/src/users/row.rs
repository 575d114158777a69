//! How a person is stored and read; the hash of the password never leaves this module's callers.

use domain::{Language, UserId};
use serde::Serialize;
use store::{FromRow, Params, Row, StoreError, Tx, params};

use crate::{Actor, Office, OfficeError, Role, rows};

/// Someone who may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct User {
    /// Key.
    pub id: UserId,
    /// What one types to sign in; lower case.
    pub login: String,
    /// The name that others see.
    pub name: String,
    /// What decides over the rights.
    pub role: Role,
    /// The language in which the person is answered.
    pub language: Language,
    /// Whether the person may sign in.
    pub active: bool,
    /// Whether the next thing the person does must be to choose a password.
    pub must_change_password: bool,
}

impl User {
    /// The person as an actor.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor {
            user: Some(self.id),
            name: self.name.clone(),
            role: self.role,
            language: self.language,
        }
    }
}

impl FromRow for User {
    /// Columns: `id, login, name, role, language, active, must_change_password`.
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: UserId::new(row.get(0)?),
            login: row.get(1)?,
            name: row.get(2)?,
            role: rows::word(row, 3)?,
            language: rows::word(row, 4)?,
            active: row.get(5)?,
            must_change_password: row.get(6)?,
        })
    }
}

/// A person with the stored hash, in an eighth column.
pub(crate) struct WithHash {
    pub(crate) user: User,
    pub(crate) hash: String,
}

impl FromRow for WithHash {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            user: User::from_row(row)?,
            hash: row.get(7)?,
        })
    }
}

/// The person within a transaction.
pub(crate) async fn load(tx: &mut Tx, id: UserId) -> Result<WithHash, OfficeError> {
    let row = tx
        .optional(
            "SELECT id, login, name, role, language, active, must_change_password, password_hash
             FROM app_user WHERE id = $1",
            params![id.get()],
        )
        .await?;
    row.ok_or(OfficeError::NotFound { what: "user" })
}

/// Stores a new person.
pub(crate) async fn insert(
    office: &Office,
    tx: &mut Tx,
    user: &User,
    hash: &str,
) -> Result<(), OfficeError> {
    let params: Params = params![
        user.id.get(),
        &user.login,
        &user.name,
        hash,
        user.role.as_str(),
        user.language.as_str(),
        user.active,
        user.must_change_password,
        office.clock.now(),
    ];
    tx.execute_one(
        "INSERT INTO app_user (id, login, name, password_hash, role, language, active, must_change_password,
                               created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params,
    )
    .await?;
    Ok(())
}

/// Stores another password and ends every session of the person: whoever knew the old one is out.
pub(crate) async fn replace_password(
    tx: &mut Tx,
    id: UserId,
    hash: &str,
    must_change: bool,
) -> Result<(), OfficeError> {
    tx.execute_one(
        "UPDATE app_user SET password_hash = $2, must_change_password = $3 WHERE id = $1",
        params![id.get(), hash, must_change],
    )
    .await?;
    sign_out_everywhere(tx, id).await
}

/// Ends every session of the person.
pub(crate) async fn sign_out_everywhere(tx: &mut Tx, id: UserId) -> Result<(), OfficeError> {
    tx.execute("DELETE FROM session WHERE user_id = $1", params![id.get()])
        .await?;
    Ok(())
}
