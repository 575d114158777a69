//! The master key beside what is sealed: whether it is there, and opens it. A key is made only where nothing is sealed.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use link::connect::{self, Sealed};
use office::{Actor, Vault, VaultError};
use secrecy::ExposeSecret as _;
use store::{Db, Ids};

use crate::config::{Config, KEY_FILE};
use crate::output::SettingsError;
use crate::reasons;
use crate::stop::Stopped;

/// How the key stands.
#[derive(Debug)]
pub enum KeyStand {
    /// It opens all that is sealed.
    Fits(Vault),
    /// There is none, and nothing is sealed: one may be made.
    NotYet,
    /// There is none, and these take one.
    Missing(Vec<Sealed>),
    /// These take another one.
    Foreign(Vault, Vec<Sealed>),
    /// The file is no key, or others may read it.
    Unusable(VaultError),
}

/// Where the key is.
#[must_use]
pub fn file(config: &Config) -> PathBuf {
    config.data.join(KEY_FILE)
}

/// How the key stands; reads only.
///
/// # Errors
/// When the database cannot be read, or the key in the environment is none.
pub async fn stand(config: &Config, db: &Db, ids: &Ids) -> Result<KeyStand> {
    let mut sealed = connect::sealed(db, &Actor::system("start")).await?;
    let vault = match &config.secret_key {
        Some(text) => given(text.expose_secret(), ids)?,
        None => match Vault::from_file(&file(config), ids.clone()) {
            Ok(vault) => vault,
            Err(VaultError::Missing) if sealed.is_empty() => return Ok(KeyStand::NotYet),
            Err(VaultError::Missing) => return Ok(KeyStand::Missing(sealed)),
            Err(error) => return Ok(KeyStand::Unusable(error)),
        },
    };
    sealed.retain(|one| !one.fits(&vault));
    Ok(if sealed.is_empty() {
        KeyStand::Fits(vault)
    } else {
        KeyStand::Foreign(vault, sealed)
    })
}

/// The vault to work with; its key is made where nothing is sealed.
///
/// # Errors
/// [`Stopped`] when the key is gone or cannot be used.
pub(super) async fn vault(config: &Config, db: &Db, ids: &Ids) -> Result<Vault> {
    match stand(config, db, ids).await? {
        KeyStand::Fits(vault) | KeyStand::Foreign(vault, _) => Ok(vault),
        KeyStand::NotYet => Vault::make_file(&file(config), ids.clone())
            .context("making the master key")
            .context(SettingsError),
        KeyStand::Missing(_) => Err(missing(config).into()),
        KeyStand::Unusable(error) => Err(unusable(config, &error).into()),
    }
}

/// The key is gone.
#[must_use]
pub fn missing(config: &Config) -> Stopped {
    Stopped::settings(reasons::SECRET_KEY_MISSING).with("file", file(config).display())
}

/// The key cannot be used.
#[must_use]
pub fn unusable(config: &Config, error: &VaultError) -> Stopped {
    let message = match error {
        VaultError::File(cause) => cause.to_string(),
        other => other.to_string(),
    };
    Stopped::settings(reasons::SECRET_KEY_UNUSABLE)
        .with("file", file(config).display())
        .with("message", message)
}

/// The key that the environment gives.
fn given(text: &str, ids: &Ids) -> Result<Vault> {
    let digit = |at: usize| {
        text.get(at * 2..at * 2 + 2)
            .and_then(|it| u8::from_str_radix(it, 16).ok())
    };
    let not_a_key = || anyhow::anyhow!("the secret key is not 64 hexadecimal digits");
    let mut key = [0; 32];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = digit(at)
            .filter(|_| text.len() == 64)
            .ok_or_else(not_a_key)
            .context(SettingsError)?;
    }
    Ok(Vault::from_key(key, ids.clone()))
}
