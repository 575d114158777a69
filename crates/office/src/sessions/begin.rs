//! Begins a session.

use jiff::Timestamp;
use secrecy::SecretString;
use sha2::{Digest as _, Sha256};
use store::{Tx, params};

use super::{SESSION_IDLE, SESSION_LIFE, SESSIONS_PER_USER, SignedIn};
use crate::{Office, OfficeError, users::User};

/// Begins a session of the person with a token of its own, and sweeps away what has ended. The person's row is touched
/// first: whoever takes the access or the password away at the same moment comes before, or ends this session too.
pub(crate) async fn begin(
    office: &Office,
    tx: &mut Tx,
    user: &User,
) -> Result<SignedIn, OfficeError> {
    let token = hex::encode(office.ids.token());
    let now = office.clock.now();
    tx.execute_one(
        "UPDATE app_user SET active = active WHERE id = $1",
        params![user.id.get()],
    )
    .await?;
    tx.execute(
        "DELETE FROM session WHERE expires_at <= $1 OR last_seen_at <= $2",
        params![now, before(now, SESSION_IDLE)],
    )
    .await?;
    tx.execute(
        "DELETE FROM session
         WHERE user_id = $1 AND token_hash NOT IN (
             SELECT token_hash FROM session WHERE user_id = $1 ORDER BY created_at DESC LIMIT $2)",
        params![user.id.get(), SESSIONS_PER_USER - 1],
    )
    .await?;
    tx.execute_one(
        "INSERT INTO session (token_hash, user_id, created_at, last_seen_at, expires_at)
         VALUES ($1, $2, $3, $3, $4)",
        params![hash(&token), user.id.get(), now, after(now, SESSION_LIFE)],
    )
    .await?;
    Ok(SignedIn {
        token: SecretString::from(token),
        actor: user.actor(),
        must_change_password: user.must_change_password,
        device: None,
    })
}

/// What is stored of a token.
pub(super) fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// The instant so long before.
pub(super) fn before(now: Timestamp, by: std::time::Duration) -> Timestamp {
    now.checked_sub(by).unwrap_or(Timestamp::MIN)
}

/// The instant so long after.
pub(super) fn after(now: Timestamp, by: std::time::Duration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}
