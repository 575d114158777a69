//! Passwords: how they are hashed and compared, and what one must look like.
//!
//! Argon2id with the first recommended memory-bound parameters of its crate (19 MiB, two passes). Hashing
//! takes tens of milliseconds, so it runs on a thread for blocking work and never inside a transaction.

use argon2::{
    Argon2, PasswordHasher as _, PasswordVerifier as _, password_hash::phc::PasswordHash,
};
use domain::{Place, Refusal};
use secrecy::{ExposeSecret as _, SecretString};
use store::{Ids, StoreError};

use crate::{OfficeError, reasons};

/// The least number of characters in a password.
pub const PASSWORD_MIN: usize = 10;
/// The greatest number of characters: more would only cost time.
pub const PASSWORD_MAX: usize = 200;
/// Letters and digits of a one-time password that cannot be mistaken for one another.
const ONE_TIME_SIGNS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789Z";
/// Signs of a one-time password: 16 of 5 bits each.
const ONE_TIME_LENGTH: usize = 16;

/// Refuses a password that is too short or too long.
pub(crate) fn check(password: &SecretString) -> Result<(), OfficeError> {
    let length = password.expose_secret().chars().count();
    if (PASSWORD_MIN..=PASSWORD_MAX).contains(&length) {
        return Ok(());
    }
    Err(OfficeError::refused(
        Refusal::new(reasons::PASSWORD_LENGTH, Place::Nowhere)
            .with("min", PASSWORD_MIN.to_string())
            .with("max", PASSWORD_MAX.to_string()),
    ))
}

/// A password that is shown once and has to be changed at the first sign-in: four groups of four.
pub(crate) fn one_time(ids: &Ids) -> SecretString {
    let mut password = String::new();
    for (index, byte) in ids.token().iter().take(ONE_TIME_LENGTH).enumerate() {
        if index > 0 && index % 4 == 0 {
            password.push('-');
        }
        password.push(char::from(ONE_TIME_SIGNS[usize::from(byte % 32)]));
    }
    SecretString::from(password)
}

/// The password as it is stored.
pub(crate) async fn hash(ids: &Ids, password: SecretString) -> Result<String, OfficeError> {
    let salt = ids.uuid();
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password_with_salt(password.expose_secret().as_bytes(), salt.as_bytes())
            .map(|hash: PasswordHash| hash.to_string())
    })
    .await
    .map_err(StoreError::from)?;
    hashed.map_err(|error| OfficeError::Hash(Box::new(error)))
}

/// Whether it is the password behind a stored hash. Without a hash (an unknown login) it takes as long and
/// says no.
pub(crate) async fn verify(
    stored: Option<String>,
    password: SecretString,
) -> Result<bool, OfficeError> {
    let verified = tokio::task::spawn_blocking(move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODY.to_owned());
        let matches = PasswordHash::new(&stored).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.expose_secret().as_bytes(), &hash)
                .is_ok()
        });
        known && matches
    })
    .await
    .map_err(StoreError::from)?;
    Ok(verified)
}

/// A hash with the usual parameters that belongs to nobody.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
