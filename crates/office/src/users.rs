//! People who sign in: their logins, roles and passwords.

mod create;
mod create_first;
mod list;
pub(crate) mod row;
mod set_access;
mod set_password;

pub(crate) use create::normal_login;
pub use create::{NewUser, UserForm, create};
pub use create_first::{FIRST_LOGIN, create_first};
pub use list::{USERS_MAX, list};
pub use row::User;
pub use set_access::{Access, set_access, set_active};
pub use set_password::set_password;

use domain::UserId;
use secrecy::SecretString;

/// A person with the one-time password that is shown once and has to be changed at the first sign-in.
#[derive(Debug)]
pub struct OneTimePassword {
    /// The person.
    pub id: UserId,
    /// The login.
    pub login: String,
    /// Shown once; only its hash is stored.
    pub password: SecretString,
}
