//! This folder is accepted: it gets a new key, which stands in the database and in the folder.

use store::{Tx, params};

use super::beside::{Beside, Found, Identity};
use crate::{Office, OfficeError};

/// What becomes of the other folders that were accepted for this database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// They stay accepted.
    Keep,
    /// They are asked about in their turn.
    Forget,
}

/// Accepts this folder within a transaction, under the id that the installation has. Without a folder nothing is to be
/// done.
///
/// The file is written before the transaction commits: should it not, the folder has a key that nobody knows, and stays
/// paused.
///
/// # Errors
/// [`OfficeError::Folder`] when the folder cannot be written.
pub async fn accept(
    office: &Office,
    tx: &mut Tx,
    installation: &str,
    others: Others,
) -> Result<(), OfficeError> {
    if others == Others::Forget {
        tx.execute("DELETE FROM installation_node", params![])
            .await?;
        tx.execute("DELETE FROM installation_seen", params![])
            .await?;
    }
    let Some(beside) = office.beside() else {
        return Ok(());
    };
    let found = beside.look();
    if let Some(before) = &found.identity {
        // A copy on the same database does not take the place of the folder that it was copied from.
        let own = "DELETE FROM installation_node WHERE node_key = $1 AND file = $2";
        tx.execute(own, params![&before.key, &found.file]).await?;
    }
    let identity = Identity {
        installation: installation.to_owned(),
        key: office.ids.uuid().to_string(),
        host: found.host,
    };
    beside.replace(&identity).map_err(OfficeError::Folder)?;
    let found = beside.look();
    insert(office, tx, &found, &identity.key).await
}

/// Makes the first identity of a folder that has none, or takes what another start of ours made at the same moment.
pub(super) async fn accept_first(
    office: &Office,
    tx: &mut Tx,
    (beside, installation): (&dyn Beside, &str),
) -> Result<(), OfficeError> {
    let identity = Identity {
        installation: installation.to_owned(),
        key: office.ids.uuid().to_string(),
        host: beside.look().host,
    };
    let made = beside.first(&identity).map_err(OfficeError::Folder)?;
    let found = beside.look();
    insert(office, tx, &found, &made.key).await
}

async fn insert(office: &Office, tx: &mut Tx, found: &Found, key: &str) -> Result<(), OfficeError> {
    let now = office.clock.now();
    tx.execute(
        "INSERT INTO installation_node (node_key, host, place, file, device, accepted_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (node_key) DO NOTHING",
        params![
            key,
            &found.host,
            &found.place,
            &found.file,
            &found.device,
            now
        ],
    )
    .await?;
    Ok(())
}
