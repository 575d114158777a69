//! Sends someone to Exact to consent.

use domain::UserId;
use exact_api::oauth::AuthoriseUrl;
use office::{Actor, Right, installation};
use sha2::{Digest as _, Sha256};
use store::{Tx, params, transact};
use url::Url;

use crate::{
    Link, LinkError,
    read::{Deed, record},
};

/// How long the sign-in may take.
pub const CONSENT_MINUTES: i64 = 10;

/// Where to send the browser. The state is bound to the user, stored as its hash, and good for one use.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::Connect`]; [`LinkError::NotFound`] when the actor is the
/// program itself, which has no browser.
pub async fn start(link: &Link, actor: &Actor) -> Result<Url, LinkError> {
    actor.require(Right::Connect)?;
    // From the first connection on something is at stake: the folder is the database's own by then.
    installation::settle(&link.office).await?;
    installation::require(&link.office).await?;
    let user = actor.user.ok_or(LinkError::NotFound { what: "user" })?;
    let ids = &link.office.ids;
    let state = hex::encode(ids.token());
    let now = ids.now();
    let expires = now
        .checked_add(jiff::SignedDuration::from_mins(CONSENT_MINUTES))
        .unwrap_or(jiff::Timestamp::MAX);
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        tx.execute(
            "DELETE FROM consent_request WHERE expires_at <= $1",
            params![now],
        )
        .await?;
        forget(link, tx, Some(user)).await?;
        tx.execute_one(
            "INSERT INTO consent_request (state_hash, user_id, expires_at) VALUES ($1, $2, $3)",
            params![hash(&state), user.get(), expires],
        )
        .await?;
        let deed = Deed {
            verb: "start_consent",
            kind: "connection",
            id: 0,
            before: None,
            after: None,
        };
        record(link, actor, tx, deed).await
    })?;
    let url = AuthoriseUrl {
        client_id: link.settings.client_id.clone(),
        redirect_uri: link.settings.redirect_uri.clone(),
        state,
        force_login: false,
    };
    Url::parse(&url.on(link.api.base())).map_err(|error| LinkError::Address(Box::new(error)))
}

/// The hash under which a state is stored.
pub(super) fn hash(state: &str) -> String {
    hex::encode(Sha256::digest(state.as_bytes()))
}

/// Throws away what is not finished any more: what is too old, and what the same person began before. A consent that he
/// gave since has ended that chain, or he is about to give one.
pub(super) async fn forget(
    link: &Link,
    tx: &mut Tx,
    user: Option<UserId>,
) -> Result<(), LinkError> {
    tx.execute(
        "DELETE FROM pending_consent WHERE expires_at <= $1 OR user_id = $2",
        params![link.office.clock.now(), user.map(UserId::get)],
    )
    .await?;
    Ok(())
}
