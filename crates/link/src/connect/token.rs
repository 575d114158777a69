//! The chain of tokens of a connection: used while it is valid, refreshed under the connection's lease.
//!
//! A new pair is on disk before its first use, by compare-and-swap on its version. When the answer of a refresh is
//! lost, the next attempt with the same token finds out: either Exact never took it, or it says that it was used,
//! and then the chain is lost and someone must consent again. Nothing else is lost by that.

use domain::{ConnectionId, Place, Refusal};
use exact_api::oauth::{TokenAnswer, TokenError};
use exact_client::{Gate, SignInError};
use jiff::{SignedDuration, Timestamp};
use office::{Actor, installation};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use std::time::Duration;
use store::{lease, params, transact};

use crate::{
    Link, LinkError,
    clocks::{self, Age},
    read::{Deed, record},
    reasons,
};

/// Until when an access token is used: ten seconds before its end, and after the 570 s from which on Exact lets it
/// be refreshed.
const USED_FOR: SignedDuration = SignedDuration::from_secs(590);
/// How long one refresh may take.
const REFRESH_LEASE: Duration = Duration::from_mins(2);
/// How often it is looked whether another node has refreshed.
const LOOKS: u32 = 240;
/// The pause between two looks.
const LOOK_PAUSE: Duration = Duration::from_millis(500);

/// What a secret of the connection is sealed for.
pub(crate) fn context(connection: i64, field: &str) -> String {
    format!("connection/{connection}/{field}")
}

/// The chain as stored.
struct Stored {
    state: String,
    user: String,
    access: String,
    refresh: String,
    issued: Timestamp,
    version: i64,
}

/// An access token that is valid now.
///
/// # Errors
/// [`LinkError::Refused`] with [`reasons::RECONNECT_NEEDED`] when someone must consent again;
/// [`LinkError::Exact`] when Exact could not be asked.
pub(crate) async fn access(
    link: &Link,
    connection: ConnectionId,
) -> Result<SecretString, LinkError> {
    for _ in 0..LOOKS {
        installation::require(&link.office).await?;
        let stored = load(link, connection).await?;
        if stored.state != "connected" {
            return Err(reconnect(&stored));
        }
        let now = link.office.clock.now();
        if is_fresh(link, &stored, now) {
            return open(link, connection, "access_token", &stored.access);
        }
        // Whoever refreshes must be believed when it says until when it does, and for how long the pair is good.
        if let Some(wrong) = clocks::wrong(link, Age::Now).await? {
            return Err(LinkError::refused(wrong.refusal));
        }
        let name = format!("connection:{connection}");
        let held = lease::acquire(
            &link.office.db,
            &name,
            &link.settings.node,
            now,
            REFRESH_LEASE,
        )
        .await?;
        let Some(held) = held else {
            link.pause(LOOK_PAUSE).await;
            continue;
        };
        let outcome = refresh(link, connection, &held).await;
        lease::release(&link.office.db, &held).await?;
        outcome?;
    }
    Err(LinkError::NotFound {
        what: "valid token",
    })
}

/// Whether the access token may be used without a refresh. One that was issued later than now was so by a clock that was
/// ahead: nobody knows how old it is.
fn is_fresh(link: &Link, stored: &Stored, now: Timestamp) -> bool {
    let age = now.duration_since(stored.issued);
    let ahead = age.is_negative() && age.unsigned_abs() > link.settings.max_clock_skew();
    age < USED_FOR && !ahead
}

/// After a 401: the token is not valid, whatever its age says. The next [`access`] refreshes, unless another node did.
///
/// # Errors
/// When the database fails.
pub(crate) async fn distrust(
    link: &Link,
    connection: ConnectionId,
    token: &SecretString,
) -> Result<(), LinkError> {
    let stored = load(link, connection).await?;
    let current = open(link, connection, "access_token", &stored.access)?;
    if current.expose_secret() != token.expose_secret() {
        return Ok(());
    }
    let old = link
        .office
        .clock
        .now()
        .checked_sub(USED_FOR)
        .unwrap_or(Timestamp::MIN);
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        tx.execute(
            "UPDATE connection SET token_issued_at = $3 WHERE id = $1 AND token_version = $2 AND token_issued_at > $3",
            params![connection.get(), stored.version, old],
        )
        .await?;
        Ok(())
    })
}

async fn refresh(
    link: &Link,
    connection: ConnectionId,
    held: &lease::Lease,
) -> Result<(), LinkError> {
    // Read again under the lease: another node may have been faster.
    let stored = load(link, connection).await?;
    let now = link.office.clock.now();
    if stored.state != "connected" || is_fresh(link, &stored, now) {
        return Ok(());
    }
    let token = open(link, connection, "refresh_token", &stored.refresh)?;
    let gate = {
        let clock = link.office.clock.clone();
        let until = held.until;
        Gate::new(move || {
            let now = clock.now();
            if now < until {
                Ok(now)
            } else {
                Err(exact_client::GateClosed)
            }
        })
    };
    match link.api.refresh(&link.credentials(), &token, &gate).await {
        Ok(tokens) => keep(link, connection, &stored, &tokens).await,
        Err(SignInError::Refused(TokenError::TooEarly)) => {
            // The pair is younger than our row says; it is not used up, so it is used.
            trust(link, connection, stored.version, now).await
        }
        Err(SignInError::Refused(told)) if told.needs_consent() => {
            lost(link, connection, &stored, &told).await
        }
        Err(error) => Err(LinkError::exact(error)),
    }
}

/// The new pair goes to disk before its first use.
async fn keep(
    link: &Link,
    connection: ConnectionId,
    stored: &Stored,
    tokens: &TokenAnswer,
) -> Result<(), LinkError> {
    let id = connection.get();
    let vault = &link.office.vault;
    let issued = link.office.clock.now();
    let access = vault.seal(
        &context(id, "access_token"),
        tokens.access_token.expose_secret().as_bytes(),
    )?;
    let refresh = vault.seal(
        &context(id, "refresh_token"),
        tokens.refresh_token.expose_secret().as_bytes(),
    )?;
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        tx.execute(
            "UPDATE connection SET access_token = $3, refresh_token = $4, token_issued_at = $5, \
             token_version = token_version + 1 WHERE id = $1 AND token_version = $2",
            params![id, stored.version, &access, &refresh, issued],
        )
        .await?;
        Ok(())
    })
}

async fn trust(
    link: &Link,
    connection: ConnectionId,
    version: i64,
    now: Timestamp,
) -> Result<(), LinkError> {
    // Thirty seconds is what Exact leaves between "too early" and the end of the token.
    let issued = now
        .checked_sub(SignedDuration::from_secs(560))
        .unwrap_or(Timestamp::MIN);
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        tx.execute(
            "UPDATE connection SET token_issued_at = $3 WHERE id = $1 AND token_version = $2",
            params![connection.get(), version, issued],
        )
        .await?;
        Ok(())
    })
}

/// The chain is lost, unless the store has a newer pair by now.
async fn lost(
    link: &Link,
    connection: ConnectionId,
    stored: &Stored,
    told: &TokenError,
) -> Result<(), LinkError> {
    let changed = transact!(link.office.db, |tx| -> Result<u64, LinkError> {
        let changed = tx
            .execute(
                "UPDATE connection SET state = 'reconnect_needed' WHERE id = $1 AND token_version = $2",
                params![connection.get(), stored.version],
            )
            .await?;
        if changed == 1 {
            let deed = Deed {
                verb: "reconnect_needed",
                kind: "connection",
                id: connection.get(),
                before: Some(json!({ "state": "connected" })),
                after: Some(json!({ "state": "reconnect_needed", "told": told.to_string() })),
            };
            record(link, &Actor::system("link"), tx, deed).await?;
        }
        Ok(changed)
    })?;
    if changed == 1 {
        Err(reconnect(stored))
    } else {
        Ok(())
    }
}

fn reconnect(stored: &Stored) -> LinkError {
    LinkError::refused(
        Refusal::new(reasons::RECONNECT_NEEDED, Place::Connection).with("user", &stored.user),
    )
}

fn open(
    link: &Link,
    connection: ConnectionId,
    field: &str,
    sealed: &str,
) -> Result<SecretString, LinkError> {
    Ok(link
        .office
        .vault
        .open_text(&context(connection.get(), field), sealed)?)
}

async fn load(link: &Link, connection: ConnectionId) -> Result<Stored, LinkError> {
    let mut tx = link.office.db.read().await?;
    let row: Option<(String, String, String, String, Timestamp, i64)> = tx
        .optional(
            "SELECT state, exact_user_name, access_token, refresh_token, token_issued_at, token_version \
             FROM connection WHERE id = $1",
            params![connection.get()],
        )
        .await?;
    let (state, user, access, refresh, issued, version) =
        row.ok_or(LinkError::NotFound { what: "connection" })?;
    Ok(Stored {
        state,
        user,
        access,
        refresh,
        issued,
        version,
    })
}
