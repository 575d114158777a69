//! How runs end: when they are filled and nothing of them is under way, and those whose press has died.

use domain::RunId;
use jiff::Timestamp;
use office::Actor;
use store::{Tx, params, transact};

use crate::{
    Link, LinkError,
    read::{Deed, record, tell},
};

/// Ends the runs that are filled and of which nothing is under way any more.
pub(crate) async fn finish(link: &Link) -> Result<(), LinkError> {
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        finish_in(link, tx).await
    })
}

/// The same within a transaction, which must not itself have changed what is under way.
pub(crate) async fn finish_in(link: &Link, tx: &mut Tx) -> Result<(), LinkError> {
    let done: Vec<i64> = tx
        .all(
            "UPDATE export_run SET finished_at = $1 WHERE finished_at IS NULL AND filled_at IS NOT NULL \
             AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.run_id = export_run.id \
                 AND b.state IN ('queued', 'sending', 'unknown')) \
             AND NOT EXISTS (SELECT 1 FROM run_item i WHERE i.run_id = export_run.id \
                 AND i.outcome IN ('waiting', 'unknown')) \
             RETURNING id",
            params![link.office.clock.now()],
        )
        .await?;
    for run in done {
        tell(link, tx, "run", run).await?;
    }
    Ok(())
}

/// The press that filled this run failed: what it has added stays, and the run says that it was broken off.
pub(super) async fn break_off(link: &Link, run: RunId) -> Result<(), LinkError> {
    broken_off(link, run.get(), Timestamp::MAX).await?;
    finish(link).await
}

/// Breaks off the runs whose press has been silent for so long that it must be dead. Looks without writing first.
pub(crate) async fn break_off_silent(link: &Link) -> Result<(), LinkError> {
    let now = link.office.clock.now();
    let silence = link.settings.limits.press_silence;
    let silent_since = now.checked_sub(silence).unwrap_or(Timestamp::MIN);
    let mut tx = link.office.db.read().await?;
    let silent: Vec<i64> = tx
        .all(
            "SELECT id FROM export_run WHERE finished_at IS NULL AND filled_at IS NULL AND alive_at <= $1",
            params![silent_since],
        )
        .await?;
    drop(tx);
    if silent.is_empty() {
        return Ok(());
    }
    for run in silent {
        tracing::warn!(run, "a press fell silent; its run is broken off");
        broken_off(link, run, silent_since).await?;
    }
    finish(link).await
}

/// When the next press that is under way will have been silent for too long.
pub(crate) async fn next_silence(link: &Link) -> Result<Option<Timestamp>, LinkError> {
    let mut tx = link.office.db.read().await?;
    let alive: Option<Timestamp> = tx
        .one(
            "SELECT MIN(alive_at) FROM export_run WHERE finished_at IS NULL AND filled_at IS NULL",
            params![],
        )
        .await?;
    let silence = link.settings.limits.press_silence;
    Ok(alive.map(|alive| alive.checked_add(silence).unwrap_or(Timestamp::MAX)))
}

/// Unless the press has ended or said that it lives since then.
async fn broken_off(link: &Link, run: i64, silent_since: Timestamp) -> Result<(), LinkError> {
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        let touched = tx
            .execute(
                "UPDATE export_run SET filled_at = $2, broken_off = TRUE \
                 WHERE id = $1 AND filled_at IS NULL AND alive_at <= $3",
                params![run, link.office.clock.now(), silent_since],
            )
            .await?;
        if touched == 0 {
            return Ok(());
        }
        let deed = Deed {
            verb: "break_off",
            kind: "run",
            id: run,
            before: None,
            after: None,
        };
        record(link, &Actor::system("link"), tx, deed).await
    })
}
