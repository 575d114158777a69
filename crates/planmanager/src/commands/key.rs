//! `key new`: gives up a master key that is lost, or that of another installation.
//!
//! What was sealed with it is given up first: should the program end in between, the next start finds nothing sealed
//! and makes a key by itself.

use std::fs;

use anyhow::{Context as _, Result};
use domain::{Place, Refusal};
use link::connect;
use office::Vault;
use serde_json::json;

use crate::cli::KeyVerb;
use crate::config::Config;
use crate::output::{Ending, Output, SettingsError, sentence};
use crate::reasons;
use crate::stop::Stopped;
use crate::wiring::Wiring;
use crate::wiring::key::{self, KeyStand};

pub(super) async fn run(config: &Config, verb: KeyVerb, output: &Output) -> Result<Ending> {
    let KeyVerb::New = verb;
    let wiring = Wiring::open_without_key(config).await?;
    let (db, ids) = (&wiring.office.db, &wiring.office.ids);
    let (wiring, at_hand) = match key::stand(config, db, ids).await? {
        KeyStand::Fits(_) => return Ok(fits(config, output)),
        KeyStand::Foreign(vault, _) => {
            let key_id = vault.key_id().to_owned();
            (wiring.with_vault(vault)?, Some(key_id))
        }
        KeyStand::NotYet | KeyStand::Missing(_) | KeyStand::Unusable(_) => (wiring, None),
    };
    let actor = wiring.shell();
    let given_up = connect::give_up(&wiring.link, &actor).await?;
    let left = connect::sealed(&wiring.office.db, &actor).await?;
    // The key at hand stays where it opens something, or is not ours to make.
    let made = if left.is_empty() && config.secret_key.is_none() {
        Some(replace(config, at_hand.as_deref(), &wiring)?)
    } else {
        None
    };
    let key_id = made.or(at_hand).unwrap_or_default();
    let users: Vec<&str> = given_up.iter().map(|one| one.exact_user.as_str()).collect();
    output.value(&json!({ "key": key_id, "reconnect": users }));
    output.line(&format!("the master key is {key_id}"));
    for user in users {
        let reason = Refusal::new(link::reasons::RECONNECT_NEEDED, Place::Connection);
        output.line(&sentence(&reason.with("user", user)));
    }
    Ok(Ending::Done)
}

/// Says at a start which consents the key at hand does not open. The link leaves them alone until it does, or until
/// somebody connects again.
pub(super) async fn tell_foreign(wiring: &Wiring, output: &Output) -> Result<()> {
    let office = &wiring.office;
    for one in connect::sealed(&office.db, &wiring.shell()).await? {
        if !one.fits(&office.vault) {
            let told = sentence(&foreign(&one.exact_user));
            tracing::error!(user = one.exact_user, "{told}");
            output.line(&told);
        }
    }
    Ok(())
}

/// The consent of this user was stored with another key.
pub(super) fn foreign(user: &str) -> Refusal {
    Refusal::new(link::reasons::SECRET_KEY_FOREIGN, Place::Connection).with("user", user)
}

fn fits(config: &Config, output: &Output) -> Ending {
    let fits = Stopped::typed(reasons::SECRET_KEY_FITS);
    let reason = fits.with("file", key::file(config).display()).reason;
    output.value(&json!({ "reason": reason.code }));
    output.line(&sentence(&reason));
    Ending::Refused
}

/// Makes a new key; the old file stays beside it under a name of its own.
fn replace(config: &Config, at_hand: Option<&str>, wiring: &Wiring) -> Result<String> {
    let file = key::file(config);
    let ids = &wiring.office.ids;
    if file.exists() {
        let name = at_hand.map_or_else(|| ids.next().to_string(), str::to_owned);
        let aside = file.with_extension(format!("key.{name}.old"));
        fs::rename(&file, &aside)
            .with_context(|| format!("setting {} aside", file.display()))
            .context(SettingsError)?;
    }
    let made = Vault::make_file(&file, ids.clone())
        .context("making the master key")
        .context(SettingsError)?;
    Ok(made.key_id().to_owned())
}
