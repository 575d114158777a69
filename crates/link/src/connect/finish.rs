//! The browser came back from Exact: the code becomes a connection.
//!
//! The one place where a web request waits for Exact: a code lives for three minutes and is good once. What it brought is
//! on disk before it is used, so that a sign-in that was broken off is finished when the browser asks again.

use domain::{AdministrationId, ConnectionId, Place, Refusal};
use exact_api::{Division, endpoints::GetMe, endpoints::Me};
use exact_client::{Call, Gate, SignInError};
use jiff::Timestamp;
use office::{Actor, Right};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use store::{Tx, lock, params, transact};

use super::{
    divisions,
    pending::{self, Pending},
    start::{forget, hash},
    token,
};
use crate::{
    Link, LinkError, jobs,
    read::{Deed, record},
    reasons,
};

/// Stores the consent, or re-authorises the connection of the same Exact user, and reads which administrations it
/// reaches. The state is used up, whatever comes of it; only where Exact gave tokens and was not understood any further,
/// the same person may ask again with the same state.
///
/// # Errors
/// [`LinkError::Refused`] for a state that is unknown, used, someone else's or too old, and when Exact does not take
/// the code; [`LinkError::Exact`] when it could not be asked.
pub async fn finish(
    link: &Link,
    actor: &Actor,
    code: &str,
    state: &str,
) -> Result<ConnectionId, LinkError> {
    actor.require(Right::Connect)?;
    office::installation::require(&link.office).await?;
    let pending = match pending::find(link, actor, state).await? {
        Some(pending) => pending,
        None => exchange(link, actor, code, state).await?,
    };
    let me = who_am_i(link, &pending).await?;
    let connection = keep(link, actor, &me, &pending).await?;
    divisions::read(link, actor, connection).await?;
    Ok(connection)
}

/// The code becomes a pair of tokens, which is stored before anything is done with it.
async fn exchange(
    link: &Link,
    actor: &Actor,
    code: &str,
    state: &str,
) -> Result<Pending, LinkError> {
    use_up(link, actor, state).await?;
    let gate = Gate::at(link.office.clock.now());
    let tokens = link
        .api
        .exchange_code(
            &link.credentials(),
            SecretString::from(code),
            &link.settings.redirect_uri,
            &gate,
        )
        .await
        .map_err(refused)?;
    pending::store(link, actor, state, tokens).await
}

/// Takes the state out of the store, and says whether it was good.
async fn use_up(link: &Link, actor: &Actor, state: &str) -> Result<(), LinkError> {
    let now = link.office.clock.now();
    let found: Option<(i64, Timestamp)> = transact!(link.office.db, |tx| {
        tx.optional(
            "DELETE FROM consent_request WHERE state_hash = $1 RETURNING user_id, expires_at",
            params![hash(state)],
        )
        .await
    })?;
    let refusal = match found {
        None => reasons::CONSENT_STATE_UNKNOWN,
        Some((user, _)) if actor.user.map(domain::UserId::get) != Some(user) => {
            reasons::CONSENT_STATE_UNKNOWN
        }
        Some((_, expires)) if !pending::is_good(expires, now) => reasons::CONSENT_EXPIRED,
        Some(_) => return Ok(()),
    };
    Err(LinkError::refused(Refusal::new(refusal, Place::Connection)))
}

fn refused(error: SignInError) -> LinkError {
    match error {
        SignInError::Refused(told) => LinkError::refused(
            Refusal::new(reasons::CONSENT_REFUSED, Place::Connection).with("message", told),
        ),
        other => LinkError::exact(other),
    }
}

async fn who_am_i(link: &Link, pending: &Pending) -> Result<Me, LinkError> {
    let gate = Gate::at(link.office.clock.now());
    // The path of current/Me has no division.
    let call = Call::new(Division::new(0), &pending.access, gate);
    let page = link
        .api
        .send(&GetMe, &call)
        .await
        .result
        .map_err(LinkError::exact)?;
    page.rows
        .into_iter()
        .next()
        .ok_or(LinkError::NotFound { what: "Exact user" })
}

/// Two consents of the same Exact user at once make one connection.
const CONNECTIONS: &str = "connections";

/// One row per (address, app, Exact user): a second chain for the same user would kill the first.
async fn keep(
    link: &Link,
    actor: &Actor,
    me: &Me,
    pending: &Pending,
) -> Result<ConnectionId, LinkError> {
    let user = me.user_id.to_string();
    let name = me
        .full_name
        .clone()
        .or_else(|| me.user_name.clone())
        .unwrap_or_default();
    let fresh = link.office.ids.next();
    transact!(link.office.db, |tx| -> Result<ConnectionId, LinkError> {
        lock::take(tx, CONNECTIONS).await?;
        let known = known(link, tx, &user).await?;
        if let (false, Some(done)) = (pending::take(tx, pending).await?, known) {
            return Ok(ConnectionId::new(done));
        }
        let id = known.unwrap_or(fresh);
        let vault = &link.office.vault;
        let access = vault.seal(
            &token::context(id, "access_token"),
            pending.access.expose_secret().as_bytes(),
        )?;
        let refresh = vault.seal(
            &token::context(id, "refresh_token"),
            pending.refresh.expose_secret().as_bytes(),
        )?;
        if known.is_some() {
            tx.execute_one(
                "UPDATE connection SET state = 'connected', exact_user_name = $2, access_token = $3, \
                 refresh_token = $4, token_issued_at = $5, token_version = token_version + 1 WHERE id = $1",
                params![id, &name, access, refresh, pending.issued],
            )
            .await?;
        } else {
            tx.execute_one(
                "INSERT INTO connection (id, base_url, client_id, exact_user_id, exact_user_name, state, \
                 access_token, refresh_token, token_issued_at, token_version, created_at) \
                 VALUES ($1, $2, $3, $4, $5, 'connected', $6, $7, $8, 1, $9)",
                params![
                    id,
                    link.base_url(),
                    &link.settings.client_id,
                    &user,
                    &name,
                    access,
                    refresh,
                    pending.issued,
                    link.office.clock.now()
                ],
            )
            .await?;
        }
        let deed = Deed {
            verb: if known.is_some() {
                "consent_again"
            } else {
                "consent"
            },
            kind: "connection",
            id,
            before: None,
            after: Some(json!({ "exact_user": &name })),
        };
        record(link, actor, tx, deed).await?;
        forget(link, tx, actor.user).await?;
        wake_lanes(link, tx, id).await?;
        Ok(ConnectionId::new(id))
    })
}

/// Whatever waited for a consent goes on at once.
async fn wake_lanes(link: &Link, tx: &mut Tx, connection: i64) -> Result<(), LinkError> {
    let waiting: Vec<i64> = tx
        .all(
            "SELECT a.id FROM administration a WHERE a.connection_id = $1 AND EXISTS (SELECT 1 FROM job j \
             WHERE j.job_key = 'lane:' || CAST(a.id AS TEXT) AND j.kind = $2 AND j.state = 'waiting')",
            params![connection, jobs::LANE],
        )
        .await?;
    for administration in waiting.into_iter().map(AdministrationId::new) {
        jobs::enqueue(
            link,
            tx,
            jobs::LANE,
            administration,
            link.office.clock.now(),
        )
        .await?;
    }
    Ok(())
}

async fn known(link: &Link, tx: &mut Tx, user: &str) -> Result<Option<i64>, LinkError> {
    Ok(tx
        .optional(
            "SELECT id FROM connection WHERE base_url = $1 AND client_id = $2 AND exact_user_id = $3",
            params![link.base_url(), &link.settings.client_id, user],
        )
        .await?)
}
