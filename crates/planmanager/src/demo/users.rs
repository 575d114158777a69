//! The people of the demo, with passwords that everyone may know: the demo listens on this machine only.

use anyhow::Result;
use domain::Language;
use office::{Actor, Office, Role, users};
use secrecy::SecretString;

/// Someone who can sign in.
#[derive(Debug)]
pub struct DemoUser {
    /// What he signs in with.
    pub login: &'static str,
    /// His password.
    pub password: &'static str,
    /// His name.
    pub name: &'static str,
    /// What he may do.
    pub role: Role,
    /// The language of his pages.
    pub language: Language,
}

/// The three: everything, the books, the counter.
pub const USERS: [DemoUser; 3] = [
    DemoUser {
        login: "admin",
        password: "demo-admin-2026",
        name: "An Vandeproef",
        role: Role::Administrator,
        language: Language::Nl,
    },
    DemoUser {
        login: "boekhouder",
        password: "demo-boekhouder-2026",
        name: "Els Proefmans",
        role: Role::Bookkeeper,
        language: Language::Nl,
    },
    DemoUser {
        login: "balie",
        password: "demo-balie-2026",
        name: "Noël D'Essai",
        role: Role::Office,
        language: Language::Fr,
    },
];

/// Makes them.
///
/// # Errors
/// When the database fails or one of them exists.
pub async fn create(office: &Office, actor: &Actor) -> Result<()> {
    for user in &USERS {
        let form = users::UserForm {
            login: user.login.to_owned(),
            name: user.name.to_owned(),
            role: user.role,
            language: user.language,
            password: Some(SecretString::from(user.password)),
        };
        users::create(office, actor, &form).await?;
    }
    Ok(())
}
