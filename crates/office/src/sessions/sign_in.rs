//! Signs a person in by login and password.

use domain::{Place, Refusal, UserId};
use secrecy::SecretString;
use store::{params, transact};

use super::{Knock, SignedIn, begin, device, failures, knock::Source, sign_out::end};
use crate::{
    Office, OfficeError,
    password::Turn,
    reasons,
    trail::{self, Change},
    users::{
        normal_login,
        row::{WithHash, load},
    },
};

/// Signs in and begins a session with a new token; the session that goes on in the same browser ends.
///
/// # Errors
/// [`OfficeError::Refused`]: login or password is wrong (not said which, and an unknown login takes as long),
/// or it comes too early after wrong ones from the same place. [`OfficeError::Busy`] when too many sign in at once.
pub async fn sign_in(
    office: &Office,
    login: &str,
    password: SecretString,
    knock: &Knock<'_>,
) -> Result<SignedIn, OfficeError> {
    let login = normal_login(login);
    let checked = check_password(office, &login, password, knock).await?;
    drop(checked.turn);
    let id = checked.user;
    transact!(office.db, |tx| -> Result<SignedIn, OfficeError> {
        let user = load(tx, id).await?.user;
        failures::forget(tx, &checked.source, &login).await?;
        let change = Change::created("session", id, &user.login).by("sign_in");
        trail::record(office, &user.actor(), tx, change).await?;
        if let Some(earlier) = knock.session {
            end(tx, earlier).await?;
        }
        let device = device::note(office, tx, id, knock).await?;
        let signed_in = begin::begin(office, tx, &user).await?;
        Ok(SignedIn {
            device,
            ..signed_in
        })
    })
}

/// A password that was right.
pub(crate) struct Checked {
    /// Whose it is.
    pub(crate) user: UserId,
    /// Where it came from; whoever asked forgets the failures there.
    pub(super) source: Source,
    /// The turn in which it was checked, for hashing another one.
    pub(crate) turn: Turn,
}

/// Whose password it is: of someone with this login who may sign in.
pub(crate) async fn check_password(
    office: &Office,
    login: &str,
    password: SecretString,
    knock: &Knock<'_>,
) -> Result<Checked, OfficeError> {
    let source = Source::of(office, login, knock).await?;
    failures::refuse_early(office, &source, login).await?;
    let turn = office.passwords.turn(&source.key()).await?;
    failures::attempt(office, &source, login).await?;
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
    let right = turn.verify(found.map(|found| found.hash), password).await?;
    match id {
        Some(user) if right => Ok(Checked { user, source, turn }),
        _ => Err(OfficeError::refused(Refusal::new(
            reasons::SIGN_IN_REFUSED,
            Place::Nowhere,
        ))),
    }
}
