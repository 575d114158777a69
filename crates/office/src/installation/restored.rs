//! A database that was restored from a backup is paused before it takes its place.

use jiff::Timestamp;
use serde_json::json;
use store::{Db, Ids, params, transact};

use crate::OfficeError;

/// Pauses the link in a restored database, and forgets every folder that was accepted for it: each is asked about.
///
/// # Errors
/// When the database fails.
pub async fn mark_restored(
    db: &Db,
    ids: &Ids,
    backup_at: Option<Timestamp>,
) -> Result<(), OfficeError> {
    let fresh = ids.uuid().to_string();
    transact!(db, |tx| -> Result<(), OfficeError> {
        tx.execute_one(
            "INSERT INTO installation (one, id, state, reason, since, backup_at, resume_after) \
             VALUES (1, $1, 'paused', 'restored', $2, $3, NULL) ON CONFLICT (one) DO UPDATE SET \
             state = CASE WHEN installation.state = 'copy' THEN 'copy' ELSE 'paused' END, reason = 'restored', \
             since = excluded.since, backup_at = excluded.backup_at, resume_after = NULL",
            params![&fresh, ids.now(), backup_at],
        )
        .await?;
        tx.execute("DELETE FROM installation_node", params![])
            .await?;
        tx.execute("DELETE FROM installation_seen", params![])
            .await?;
        let id: String = tx.one("SELECT id FROM installation", params![]).await?;
        store::audit::append(
            tx,
            ids,
            &store::audit::Entry {
                actor: None,
                verb: "restore",
                subject_kind: "installation",
                subject_id: id,
                before: None,
                after: Some(json!({ "backup_at": backup_at })),
                reason: Some("shell"),
            },
        )
        .await?;
        Ok(())
    })
}
