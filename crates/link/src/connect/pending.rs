//! The tokens of a consent, from the moment that Exact gave them until they are a connection's.
//!
//! They are good once and have ended the chain of an earlier consent of the same Exact user, but whose they are is only
//! known when Exact has been asked. So they are on disk, sealed, before that: when the answer is lost, or the program
//! ends, the same sign-in is finished when the browser asks again. What is not finished in time is thrown away; nobody
//! uses it for anything else, so that there are never two chains of one user.

use domain::UserId;
use exact_api::oauth::TokenAnswer;
use jiff::{SignedDuration, Timestamp};
use office::Actor;
use secrecy::{ExposeSecret as _, SecretString};
use store::{Tx, params, transact};

use super::start::{CONSENT_MINUTES, hash};
use crate::{Link, LinkError};

/// A pair that waits for the name of its user.
pub(super) struct Pending {
    key: String,
    pub(super) access: SecretString,
    pub(super) refresh: SecretString,
    pub(super) issued: Timestamp,
}

fn context(state_hash: &str, field: &str) -> String {
    format!("pending_consent/{state_hash}/{field}")
}

/// Stores the pair under the state of its sign-in, before it is used for anything.
pub(super) async fn store(
    link: &Link,
    actor: &Actor,
    state: &str,
    tokens: TokenAnswer,
) -> Result<Pending, LinkError> {
    let key = hash(state);
    let vault = &link.office.vault;
    let issued = link.office.clock.now();
    let expires = issued
        .checked_add(SignedDuration::from_mins(CONSENT_MINUTES))
        .unwrap_or(Timestamp::MAX);
    let seal = |field: &str, secret: &SecretString| {
        vault.seal(&context(&key, field), secret.expose_secret().as_bytes())
    };
    let access = seal("access_token", &tokens.access_token)?;
    let refresh = seal("refresh_token", &tokens.refresh_token)?;
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        tx.execute_one(
            "INSERT INTO pending_consent (state_hash, user_id, base_url, client_id, access_token, refresh_token, \
             issued_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![
                &key,
                actor.user.map(UserId::get),
                link.base_url(),
                &link.settings.client_id,
                &access,
                &refresh,
                issued,
                expires
            ],
        )
        .await?;
        Ok(())
    })?;
    Ok(Pending {
        key,
        access: tokens.access_token,
        refresh: tokens.refresh_token,
        issued,
    })
}

/// The pair of this sign-in, when it was broken off after Exact gave it: for the same person, in time.
pub(super) async fn find(
    link: &Link,
    actor: &Actor,
    state: &str,
) -> Result<Option<Pending>, LinkError> {
    let key = hash(state);
    let row: Option<(String, String, Timestamp, Timestamp)> = {
        let mut tx = link.office.db.read().await?;
        tx.optional(
            "SELECT access_token, refresh_token, issued_at, expires_at FROM pending_consent \
             WHERE state_hash = $1 AND user_id = $2 AND base_url = $3 AND client_id = $4",
            params![
                &key,
                actor.user.map(UserId::get),
                link.base_url(),
                &link.settings.client_id
            ],
        )
        .await?
    };
    let now = link.office.clock.now();
    let Some((access, refresh, issued, _)) = row.filter(|row| is_good(row.3, now)) else {
        return Ok(None);
    };
    let vault = &link.office.vault;
    let access = vault.open_text(&context(&key, "access_token"), &access)?;
    let refresh = vault.open_text(&context(&key, "refresh_token"), &refresh)?;
    Ok(Some(Pending {
        key,
        access,
        refresh,
        issued,
    }))
}

/// Whether something that ends then is good now: not over, and no longer than it can be; else it was stored by a clock
/// that was ahead.
pub(super) fn is_good(expires: Timestamp, now: Timestamp) -> bool {
    let left = expires.duration_since(now);
    let most = SignedDuration::from_mins(CONSENT_MINUTES)
        + SignedDuration::try_from(store::MAX_CLOCK_SKEW).unwrap_or_default();
    left > SignedDuration::ZERO && left <= most
}

/// Takes the pair out of the store, with the transaction that makes it a connection's; false when another request of
/// the same sign-in was faster: its pair may have been used since, and is not put back.
pub(super) async fn take(tx: &mut Tx, pending: &Pending) -> Result<bool, LinkError> {
    let taken = tx
        .execute(
            "DELETE FROM pending_consent WHERE state_hash = $1",
            params![&pending.key],
        )
        .await?;
    Ok(taken == 1)
}
