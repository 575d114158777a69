//! What was done from this folder last, kept beside the database: whoever finds it there and not in the database knows
//! that the database is older.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use store::{params, transact};
use tokio::task::spawn_blocking;

use super::beside::Mark;
use super::load::view_in;
use super::standing::Standing;
use crate::{Office, OfficeError};

/// How old a sign of life may be for its folder to count as at work.
const AT_WORK: Duration = Duration::from_mins(2);

/// Notes an intent that has been committed, before its bytes leave.
///
/// # Errors
/// [`OfficeError::Folder`] when the folder cannot be written: then nothing may leave.
pub async fn note_intent(office: &Office, intent: i64) -> Result<(), OfficeError> {
    let mark = Mark {
        intent: Some(intent),
        audit: None,
    };
    keep(office, mark).await
}

/// Notes the newest audit row, and that this folder is at work. Only while folder and database belong together: what
/// an older database says must not take the place of what was done.
///
/// # Errors
/// When the database fails, or the folder cannot be written.
pub async fn note_newest(office: &Office) -> Result<(), OfficeError> {
    if office.beside().is_none() {
        return Ok(());
    }
    let (found, audit) = {
        let mut tx = office.db.read().await?;
        let (_, found, standing) = view_in(office, &mut tx).await?;
        if !matches!(standing, Standing::InOrder | Standing::Waits { .. }) {
            return Ok(());
        }
        let audit: Option<i64> = tx.one("SELECT MAX(id) FROM audit", params![]).await?;
        (found, audit)
    };
    let Some(identity) = found.identity else {
        return Ok(());
    };
    if found.mark.audit != audit {
        keep(
            office,
            Mark {
                intent: None,
                audit,
            },
        )
        .await?;
    }
    transact!(office.db, |tx| -> Result<(), OfficeError> {
        tx.execute(
            "INSERT INTO installation_seen (node_key, seen_at) VALUES ($1, $2) \
             ON CONFLICT (node_key) DO UPDATE SET seen_at = excluded.seen_at \
             WHERE installation_seen.seen_at < $3",
            params![
                &identity.key,
                office.clock.now(),
                stale(office, AT_WORK / 4)
            ],
        )
        .await?;
        Ok(())
    })
}

/// Whether another folder was at work on this database a moment ago; never where it lies in this one.
///
/// # Errors
/// When the database fails.
pub async fn others_seen(office: &Office) -> Result<bool, OfficeError> {
    let found = office.beside().map(|it| it.look()).unwrap_or_default();
    if !found.shared {
        return Ok(false);
    }
    let key = found.identity.map(|it| it.key).unwrap_or_default();
    let mut tx = office.db.read().await?;
    let others: i64 = tx
        .one(
            "SELECT COUNT(*) FROM installation_seen s JOIN installation_node n ON n.node_key = s.node_key \
             WHERE s.seen_at > $1 AND (s.node_key <> $2 OR n.file <> $3)",
            params![stale(office, AT_WORK), key, found.file],
        )
        .await?;
    Ok(others > 0)
}

fn stale(office: &Office, age: Duration) -> Timestamp {
    office
        .clock
        .now()
        .checked_sub(age)
        .unwrap_or(Timestamp::MIN)
}

async fn keep(office: &Office, mark: Mark) -> Result<(), OfficeError> {
    let Some(beside) = office.shared_beside() else {
        return Ok(());
    };
    let noted = spawn_blocking(move || Arc::as_ref(&beside).note(mark)).await;
    noted
        .map_err(store::StoreError::from)?
        .map_err(OfficeError::Folder)
}
