//! Changes one's own password.

use domain::{Place, Refusal};
use secrecy::{ExposeSecret as _, SecretString};
use store::transact;

use super::{Knock, SignedIn, failures};
use crate::{
    Actor, Office, OfficeError, guesses, password, reasons,
    trail::{self, Change},
    users::{
        User,
        row::{load, replace_password},
    },
};

/// Changes the password of the actor, who has to know the present one. Every session ends, and a new one
/// begins for whoever changed it. Takes no right: everyone may, and someone with a one-time password must.
///
/// # Errors
/// [`OfficeError::NotFound`] when the actor is no person; [`OfficeError::Refused`] when the present password
/// is wrong (slowed down as at the sign-in), or the new one is too short, too long, or the same.
pub async fn change_password(
    office: &Office,
    actor: &Actor,
    present: SecretString,
    new: SecretString,
    knock: &Knock<'_>,
) -> Result<SignedIn, OfficeError> {
    let id = actor.user.ok_or(OfficeError::NotFound { what: "user" })?;
    let login = load(&mut office.db.read().await?, id).await?.user.login;
    let checked = super::check_password(office, &login, present.clone(), knock).await?;
    password::check(&new)?;
    if new.expose_secret() == present.expose_secret() {
        return Err(OfficeError::refused(Refusal::new(
            reasons::PASSWORD_UNCHANGED,
            Place::Nowhere,
        )));
    }
    let hash = checked.turn.hash(&office.ids, new).await?;
    let source = checked.source;
    drop(checked.turn);
    transact!(office.db, |tx| -> Result<SignedIn, OfficeError> {
        let before = load(tx, id).await?.user;
        failures::forget(tx, &source, &login).await?;
        guesses::forget_login(tx, &login).await?;
        replace_password(tx, id, &hash, false).await?;
        let after = User {
            must_change_password: false,
            ..before.clone()
        };
        let change = Change::changed("user", id, &before, &after).by("change_password");
        trail::record(office, actor, tx, change).await?;
        super::begin(office, tx, &after).await
    })
}
