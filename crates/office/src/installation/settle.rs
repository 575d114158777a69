//! What every start does first: it takes a folder for its database's where nothing speaks against it.
//!
//! The first start and the first one after an upgrade find neither row nor file, and make both. Where no connection was
//! ever made nothing can be doubled, and a difference is taken over. Anything else is left for a person.

use serde_json::json;
use store::{Tx, params, transact};

use super::accept::{Others, accept, accept_first};
use super::beside::Beside;
use super::load::{Installation, load, view};
use super::standing::Standing;
use crate::{
    Actor, Office, OfficeError,
    trail::{self, Change},
};

/// Brings row and file in step where nobody has to be asked; gives back how this folder stands then.
///
/// # Errors
/// [`OfficeError::Folder`] when the folder cannot be written.
pub async fn settle(office: &Office) -> Result<Standing, OfficeError> {
    let Some(beside) = office.beside() else {
        return super::standing(office).await;
    };
    let (database, _, standing) = view(office).await?;
    if database.id.is_some() && !may_be_adopted(office, &database) {
        if standing == Standing::InOrder {
            follow_device(office).await?;
        }
        return Ok(standing);
    }
    transact!(office.db, |tx| -> Result<(), OfficeError> {
        // Read again: another start may have been faster.
        let found = beside.look();
        let database = load(tx, &found).await?;
        if database.id.is_none() && found.identity.is_none() {
            first(office, tx, beside).await
        } else if may_be_adopted(office, &database) {
            adopt(office, tx, (&database, found.shared)).await
        } else {
            Ok(())
        }
    })?;
    super::standing(office).await
}

/// Whether something differs, or it was restored, and nothing is at stake.
fn may_be_adopted(office: &Office, database: &Installation) -> bool {
    let Some(beside) = office.beside() else {
        return false;
    };
    let restored = database.reason.as_deref() == Some("restored");
    let differs = !super::differences::differences(database, &beside.look()).is_empty();
    !database.stake && (restored || differs)
}

/// The very first start, or the first one after an upgrade.
async fn first(office: &Office, tx: &mut Tx, beside: &dyn Beside) -> Result<(), OfficeError> {
    let id = insert(office, tx).await?;
    accept_first(office, tx, (beside, &id)).await?;
    told(office, tx, "begin", &id).await
}

/// A database that lies in this folder becomes an installation of its own; one that others may use is joined.
async fn adopt(
    office: &Office,
    tx: &mut Tx,
    (database, shared): (&Installation, bool),
) -> Result<(), OfficeError> {
    let id = match &database.id {
        None => insert(office, tx).await?,
        Some(id) => {
            let id = if shared {
                id.clone()
            } else {
                office.ids.uuid().to_string()
            };
            tx.execute_one(
                "UPDATE installation SET id = $1, state = 'running', reason = NULL, since = $2, backup_at = NULL, \
                 resume_after = NULL",
                params![&id, office.clock.now()],
            )
            .await?;
            id
        }
    };
    let others = if shared { Others::Keep } else { Others::Forget };
    accept(office, tx, &id, others).await?;
    told(office, tx, "adopt", &id).await
}

/// The row, unless another start of ours was faster; gives back the id that stands.
async fn insert(office: &Office, tx: &mut Tx) -> Result<String, OfficeError> {
    tx.execute(
        "INSERT INTO installation (one, id, state, reason, since, backup_at, resume_after) \
         VALUES (1, $1, 'running', NULL, $2, NULL, NULL) ON CONFLICT (one) DO NOTHING",
        params![office.ids.uuid().to_string(), office.clock.now()],
    )
    .await?;
    Ok(tx.one("SELECT id FROM installation", params![]).await?)
}

async fn told(
    office: &Office,
    tx: &mut Tx,
    verb: &'static str,
    id: &str,
) -> Result<(), OfficeError> {
    let change = Change::created("installation", id, &json!({})).by(verb);
    trail::record(office, &Actor::system("start"), tx, change).await
}

/// The computer was started anew, and its devices have other numbers: they are the ones to compare from now on.
async fn follow_device(office: &Office) -> Result<(), OfficeError> {
    let (database, found, _) = view(office).await?;
    let Some(identity) = &found.identity else {
        return Ok(());
    };
    if database.node.is_none_or(|node| node.device == found.device) {
        return Ok(());
    }
    transact!(office.db, |tx| -> Result<(), OfficeError> {
        tx.execute(
            "UPDATE installation_node SET device = $2 WHERE node_key = $1",
            params![&identity.key, &found.device],
        )
        .await?;
        Ok(())
    })
}
