//! Whether Exact honours the keys that we propose: learned per administration, kept as an option of its own.

use exact_api::errors::{Category, Refusal};
use store::{Tx, params};
use uuid::Uuid;

use super::Lane;
use crate::{LinkError, booking::key::Keys};

/// Reads what was learned before.
pub(super) async fn load(lane: &mut Lane<'_>) -> Result<(), LinkError> {
    let mut tx = lane.link.office.db.read().await?;
    let known: Option<String> = tx
        .optional(
            "SELECT value FROM app_option WHERE name = $1",
            params![name(lane)],
        )
        .await?;
    lane.keys = known.as_deref().map(Keys::parse).unwrap_or_default();
    Ok(())
}

/// Whether a key is proposed.
pub(super) fn proposes(lane: &Lane<'_>) -> bool {
    lane.link.settings.propose_keys && lane.keys != Keys::Refused
}

/// Whether the only thing that was refused is the key that we proposed.
pub(super) fn refuses_key(refusal: &Refusal, proposed: Option<Uuid>) -> bool {
    proposed.is_some()
        && !refusal.lines.is_empty()
        && refusal.lines.iter().all(|line| {
            line.category == Category::NotAllowed
                && matches!(
                    line.label.to_lowercase().as_str(),
                    "id" | "entryid" | "entry id"
                )
        })
}

/// Keeps what an answer taught, when it is new.
pub(super) async fn learn(lane: &Lane<'_>, tx: &mut Tx, learned: Keys) -> Result<(), LinkError> {
    if learned == lane.keys {
        return Ok(());
    }
    tx.execute(
        "INSERT INTO app_option (name, value) VALUES ($1, $2) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        params![name(lane), learned.as_str()],
    )
    .await?;
    Ok(())
}

fn name(lane: &Lane<'_>) -> String {
    format!("exact_keys/{}", lane.administration)
}
