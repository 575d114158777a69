//! Makes a person.

use domain::{Language, Place, Refusal, UserId};
use secrecy::SecretString;
use store::{Tx, lock, params, transact};

use super::{
    OneTimePassword,
    row::{User, insert},
};
use crate::{
    Actor, Office, OfficeError, Right, Role,
    error::refuse_any,
    fields::Fields,
    locks, password, reasons,
    trail::{self, Change},
};

/// The longest login, in characters.
const LOGIN_MAX: usize = 100;

/// A person as typed.
#[derive(Debug, Clone)]
pub struct UserForm {
    /// What the person types to sign in; capitals do not count.
    pub login: String,
    /// The name that others see.
    pub name: String,
    /// What decides over the rights.
    pub role: Role,
    /// The language in which the person is answered.
    pub language: Language,
    /// A password that stays; without one, a one-time password is made.
    pub password: Option<SecretString>,
}

/// Who was made.
#[derive(Debug)]
pub struct NewUser {
    /// The person.
    pub user: User,
    /// The password to hand over, when none was given.
    pub one_time: Option<OneTimePassword>,
}

/// Makes a person who may sign in.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::ManageUsers`], [`OfficeError::Refused`] with everything that is
/// wrong.
pub async fn create(
    office: &Office,
    actor: &Actor,
    form: &UserForm,
) -> Result<NewUser, OfficeError> {
    actor.require(Right::ManageUsers)?;
    let user = read(office, form)?;
    if let Some(password) = &form.password {
        password::check(password)?;
    }
    let password = form
        .password
        .clone()
        .unwrap_or_else(|| password::one_time(&office.ids));
    let turn = office.passwords.turn("users").await?;
    let hash = turn.hash(&office.ids, password.clone()).await?;
    drop(turn);
    transact!(office.db, |tx| -> Result<(), OfficeError> {
        lock::take(tx, locks::PEOPLE).await?;
        refuse_taken(tx, &user.login).await?;
        insert(office, tx, &user, &hash).await?;
        let change = Change::created("user", user.id, &user);
        trail::record(office, actor, tx, change).await
    })?;
    let one_time = form.password.is_none().then(|| OneTimePassword {
        id: user.id,
        login: user.login.clone(),
        password,
    });
    Ok(NewUser { user, one_time })
}

fn read(office: &Office, form: &UserForm) -> Result<User, OfficeError> {
    let mut fields = Fields::new(Place::Nowhere);
    let name = fields.text("name", &form.name);
    let mut refusals = fields.finish(()).err().unwrap_or_default();
    if name.is_empty() {
        let missing = Refusal::new(reasons::TEXT_MISSING, Place::Nowhere);
        refusals.push(missing.with("field", "name"));
    }
    let login = normal_login(&form.login);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+');
    if login.is_empty() || login.chars().count() > LOGIN_MAX || !login.chars().all(plain) {
        let malformed = Refusal::new(reasons::LOGIN_MALFORMED, Place::Nowhere);
        refusals.push(malformed.with("login", &login));
    }
    refuse_any(refusals)?;
    Ok(User {
        id: UserId::new(office.ids.next()),
        login,
        name,
        role: form.role,
        language: form.language,
        active: true,
        must_change_password: form.password.is_none(),
    })
}

/// A login as it is stored and looked up.
pub(crate) fn normal_login(login: &str) -> String {
    login.trim().to_lowercase()
}

async fn refuse_taken(tx: &mut Tx, login: &str) -> Result<(), OfficeError> {
    let other: Option<i64> = tx
        .optional("SELECT id FROM app_user WHERE login = $1", params![login])
        .await?;
    match other {
        None => Ok(()),
        Some(_) => Err(OfficeError::refused(
            Refusal::new(reasons::LOGIN_TAKEN, Place::Nowhere).with("login", login),
        )),
    }
}
