//! Signs a person in by login and password.

use domain::{Place, Refusal, UserId};
use secrecy::SecretString;
use store::{params, transact};

use super::{SignedIn, begin, failures};
use crate::{
    Office, OfficeError, password, reasons,
    trail::{self, Change},
    users::{
        normal_login,
        row::{WithHash, load},
    },
};

/// Signs in and begins a session with a new token; whoever had a token before signs that one out.
///
/// # Errors
/// [`OfficeError::Refused`]: login or password is wrong (not said which, and an unknown login takes as long),
/// or it comes too early after wrong ones.
pub async fn sign_in(
    office: &Office,
    login: &str,
    password: SecretString,
) -> Result<SignedIn, OfficeError> {
    let login = normal_login(login);
    let id = check_password(office, &login, password).await?;
    transact!(office.db, |tx| -> Result<SignedIn, OfficeError> {
        let user = load(tx, id).await?.user;
        failures::forget(tx, &login).await?;
        let change = Change::created("session", id, &user.login).by("sign_in");
        trail::record(office, &user.actor(), tx, change).await?;
        begin::begin(office, tx, &user).await
    })
}

/// Whose password it is: of someone with this login who may sign in. Whoever asked forgets the failures
/// afterwards.
pub(crate) async fn check_password(
    office: &Office,
    login: &str,
    password: SecretString,
) -> Result<UserId, OfficeError> {
    failures::attempt(office, login).await?;
    let found: Option<WithHash> = if login.contains('\0') {
        None
    } else {
        office
            .db
            .read()
            .await?
            .optional(
                "SELECT id, login, name, role, language, active, must_change_password, password_hash
                 FROM app_user WHERE login = $1 AND active = TRUE",
                params![login],
            )
            .await?
    };
    let id = found.as_ref().map(|found| found.user.id);
    let right = password::verify(found.map(|found| found.hash), password).await?;
    match id {
        Some(id) if right => Ok(id),
        _ => Err(OfficeError::refused(Refusal::new(
            reasons::SIGN_IN_REFUSED,
            Place::Nowhere,
        ))),
    }
}
