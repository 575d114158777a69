//! *Dit is een kopie*, and standing still.

use jiff::Timestamp;
use office::{
    Actor, OfficeError, Right,
    installation::{self, Others},
    reasons::INSTALLATION_IN_USE,
};
use serde_json::json;
use store::{Tx, params, transact};

use crate::{
    Link, LinkError,
    read::{Deed, record},
};

/// Makes a copy of it: an installation of its own that has no access to Exact any more and stays paused.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::Connect`]; [`LinkError::Refused`] while another folder is at work on the same
/// database: whoever gave a copied folder the same database must not end the link of the others.
pub async fn copy(link: &Link, actor: &Actor) -> Result<(), LinkError> {
    actor.require(Right::Connect)?;
    if installation::others_seen(&link.office).await? {
        let refusal = domain::Refusal::new(INSTALLATION_IN_USE, domain::Place::Installation);
        return Err(LinkError::refused(refusal));
    }
    let fresh = link.office.ids.uuid().to_string();
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        set(tx, &fresh, ("copy", None), link.office.clock.now()).await?;
        installation::accept(&link.office, tx, &fresh, Others::Forget).await?;
        let wiped = tx
            .execute(
                "UPDATE connection SET state = 'reconnect_needed', access_token = '', refresh_token = '', \
                 token_version = token_version + 1",
                params![],
            )
            .await?;
        let deed = Deed {
            verb: "copy",
            kind: "installation",
            id: 0,
            before: None,
            after: Some(json!({ "installation": &fresh, "connections": wiped })),
        };
        record(link, actor, tx, deed).await
    })
}

/// Stops the link until someone says which one this is: for whoever puts a whole computer back, which no file shows.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::Connect`].
pub async fn pause(link: &Link, actor: &Actor) -> Result<(), LinkError> {
    actor.require(Right::Connect)?;
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        let id: Option<String> = tx
            .optional("SELECT id FROM installation", params![])
            .await?;
        let id = id.unwrap_or_else(|| link.office.ids.uuid().to_string());
        set(
            tx,
            &id,
            ("paused", Some("stopped")),
            link.office.clock.now(),
        )
        .await?;
        let deed = Deed {
            verb: "pause",
            kind: "installation",
            id: 0,
            before: None,
            after: Some(json!({ "installation": &id })),
        };
        record(link, actor, tx, deed).await
    })
}

/// Notes that a backup is being made; the row is in the backup, too.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::EditOptions`].
pub async fn backed_up(link: &Link, actor: &Actor) -> Result<(), LinkError> {
    actor.require(Right::EditOptions)?;
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        let deed = Deed {
            verb: "backup",
            kind: "installation",
            id: 0,
            before: None,
            after: None,
        };
        record(link, actor, tx, deed).await
    })
}

async fn set(
    tx: &mut Tx,
    id: &str,
    (state, reason): (&'static str, Option<&'static str>),
    now: Timestamp,
) -> Result<(), OfficeError> {
    tx.execute_one(
        "INSERT INTO installation (one, id, state, reason, since, backup_at, resume_after) \
         VALUES (1, $1, $2, $3, $4, NULL, NULL) ON CONFLICT (one) DO UPDATE SET id = excluded.id, \
         state = excluded.state, reason = excluded.reason, since = excluded.since",
        params![id, state, reason, now],
    )
    .await?;
    Ok(())
}
