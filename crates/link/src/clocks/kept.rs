//! What is on disk about clocks: the last instant that was right, and which nodes are held up.

use std::time::Duration;

use domain::Refusal;
use jiff::Timestamp;
use store::{Db, jobs, params, transact};

use crate::{
    Link, LinkError,
    read::{Deed, record, refusal_text},
};

/// The last instant stored, and which node stored it.
pub(super) async fn last(db: &Db) -> Result<Option<(Timestamp, String)>, LinkError> {
    let mut tx = db.read().await?;
    Ok(tx
        .optional("SELECT at, node FROM last_instant WHERE id = 1", params![])
        .await?)
}

/// Stores an instant that is right. It moves back only when a clock that was set is believed anew; then everything that
/// waits is due now, or what was put off by the clock as it was would wait for it.
pub(super) async fn keep(link: &Link, at: Timestamp, anew: bool) -> Result<(), LinkError> {
    let node = &link.settings.node;
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        tx.execute(
            "INSERT INTO last_instant (id, at, node) VALUES (1, $1, $2) \
             ON CONFLICT (id) DO UPDATE SET at = excluded.at, node = excluded.node \
             WHERE last_instant.at < excluded.at OR $3",
            params![at, node, anew],
        )
        .await?;
        if anew {
            jobs::all_due(tx, at).await?;
            let deed = Deed {
                verb: "believe_clock",
                kind: "clock",
                id: 0,
                before: None,
                after: Some(serde_json::json!({ "node": node, "at": at })),
            };
            record(link, &office::Actor::system("link"), tx, deed).await?;
        }
        Ok(())
    })
}

/// Tells the pages of other nodes that this one is held up, or not any more.
pub(super) async fn tell(
    link: &Link,
    refusal: Option<&Refusal>,
    at: Timestamp,
) -> Result<(), LinkError> {
    let node = &link.settings.node;
    let refusal = refusal.map(refusal_text).transpose()?;
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        match &refusal {
            Some(refusal) => {
                tx.execute(
                    "INSERT INTO held_node (node, refusal, told_at) VALUES ($1, $2, $3) ON CONFLICT (node) \
                     DO UPDATE SET refusal = excluded.refusal, told_at = excluded.told_at",
                    params![node, refusal, at],
                )
                .await?
            }
            None => {
                tx.execute("DELETE FROM held_node WHERE node = $1", params![node])
                    .await?
            }
        };
        Ok(())
    })
}

/// What other nodes told within this time; the clock of whoever asks may be the one that is wrong.
pub(super) async fn others(link: &Link, within: Duration) -> Result<Vec<Refusal>, LinkError> {
    let now = link.office.clock.now();
    let since = now.checked_sub(within).unwrap_or(Timestamp::MIN);
    let until = now.checked_add(within).unwrap_or(Timestamp::MAX);
    let mut tx = link.office.db.read().await?;
    let rows: Vec<String> = tx
        .all(
            "SELECT refusal FROM held_node WHERE node <> $1 AND told_at >= $2 AND told_at <= $3 \
             ORDER BY node LIMIT 10",
            params![&link.settings.node, since, until],
        )
        .await?;
    rows.iter()
        .map(|text| serde_json::from_str(text).map_err(|error| LinkError::Store(error.into())))
        .collect()
}
