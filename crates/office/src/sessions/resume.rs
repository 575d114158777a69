//! Who a token belongs to.

use std::time::Duration;

use domain::UserId;
use jiff::Timestamp;
use store::{FromRow, Row, StoreError, params, transact};

use super::{
    SESSION_AHEAD, SESSION_IDLE, SESSION_LIFE, SESSION_TOUCH,
    begin::{after, before, hash},
};
use crate::{Actor, Office, OfficeError, Trouble, patience, users::User};

/// How long a request waits for its own note: nobody waits for a page because another program writes.
const TOUCH_WAIT: Duration = Duration::from_millis(250);

/// A session that goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who it is.
    pub actor: Actor,
    /// Whether nothing else may be done before the password is changed.
    pub must_change_password: bool,
}

struct Found {
    user: User,
    last_seen: Timestamp,
}

impl FromRow for Found {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            user: User::from_row(row)?,
            last_seen: row.get(7)?,
        })
    }
}

/// The session behind a token; `None` when there is none, it has ended, or the person may not sign in any
/// more. One that was last seen, or ends, later than it can was stored by a clock that was ahead: it has ended too, or it
/// would last for as long as that clock was wrong.
///
/// # Errors
/// When the database fails.
pub async fn resume(office: &Office, token: &str) -> Result<Option<Session>, OfficeError> {
    let token_hash = hash(token);
    let now = office.clock.now();
    let found: Option<Found> = office
        .db
        .read()
        .await?
        .optional(
            "SELECT app_user.id, app_user.login, app_user.name, app_user.role, app_user.language,
                    app_user.active, app_user.must_change_password, session.last_seen_at
             FROM session JOIN app_user ON app_user.id = session.user_id
             WHERE session.token_hash = $1 AND session.expires_at > $2 AND session.last_seen_at > $3
               AND session.expires_at <= $4 AND session.last_seen_at <= $5 AND app_user.active = TRUE",
            params![
                &token_hash,
                now,
                before(now, SESSION_IDLE),
                after(now, SESSION_LIFE + SESSION_AHEAD),
                after(now, SESSION_AHEAD),
            ],
        )
        .await?;
    let Some(Found { user, last_seen }) = found else {
        return Ok(None);
    };
    if last_seen < before(now, SESSION_TOUCH) {
        let touched = touch(office, &token_hash, user.id);
        match patience::limited(TOUCH_WAIT, touched).await {
            // The next request notes it; a page that only reads goes on.
            Err(error) if Trouble::of(&error).is_some() => {
                tracing::debug!(%error, "a request was not noted");
            }
            touched => touched?,
        }
    }
    Ok(Some(Session {
        actor: user.actor(),
        must_change_password: user.must_change_password,
    }))
}

/// Notes the request. A session that ended meanwhile stays ended.
async fn touch(office: &Office, token_hash: &str, user: UserId) -> Result<(), OfficeError> {
    let now = office.clock.now();
    transact!(office.db, |tx| -> Result<(), OfficeError> {
        tx.execute(
            "UPDATE session SET last_seen_at = $3 WHERE token_hash = $1 AND user_id = $2",
            params![token_hash, user.get(), now],
        )
        .await?;
        Ok(())
    })
}
