//! `sync`: fetches journals and revenue accounts of every administration that a location uses.

use std::collections::BTreeSet;

use anyhow::Result;
use domain::{AdministrationId, Place, Refusal};
use jiff::Timestamp;
use link::administrations::{self, Imported};
use link::lane::{Asked, Doing};
use link::{accounts, journals, worker};
use serde_json::json;

use super::follow::{self, Patience, Waiting};
use crate::cli::SyncArgs;
use crate::output::{Ending, Output, sentence};
use crate::reasons;
use crate::wiring::Wiring;

pub(super) async fn run(wiring: &Wiring, arguments: SyncArgs, output: &Output) -> Result<Ending> {
    let (link, actor) = (&wiring.link, wiring.shell());
    let before = wiring.office.clock.now();
    let used: BTreeSet<AdministrationId> = administrations::imported(link, &actor)
        .await?
        .into_iter()
        .map(|it| it.administration)
        .collect();
    if used.is_empty() {
        let reason = Refusal::new(reasons::NO_ADMINISTRATION_USED, Place::Connection);
        output.value(&json!({ "fetched": [], "waiting": [], "reason": reason.code }));
        output.line(&sentence(&reason));
        return Ok(Ending::Refused);
    }
    for administration in &used {
        accounts::import(link, &actor, *administration).await?;
        journals::import(link, &actor, *administration).await?;
    }
    let patience = Patience::new(arguments.wait, before);
    let waiting = follow(wiring, &used, patience, output).await?;
    let mut fetched = administrations::imported(link, &actor).await?;
    fetched.retain(|it| is_fetched(it, before));
    output.value(&json!({ "fetched": fetched, "waiting": waiting }));
    for it in &fetched {
        output.line(&format!(
            "{} ({}): {} ledger accounts, {} journals",
            it.name, it.division, it.accounts, it.journals
        ));
    }
    Waiting::say(&waiting, output);
    let (count, of) = (fetched.len(), used.len());
    output.line(&format!("{count} of {of} administrations fetched"));
    Ok(if waiting.is_empty() && count == of {
        Ending::Done
    } else {
        Ending::Waits
    })
}

/// Works the lanes that are free, and waits for those that another process works; gives back what is left that does
/// not go on by itself.
async fn follow(
    wiring: &Wiring,
    used: &BTreeSet<AdministrationId>,
    mut patience: Patience,
    output: &Output,
) -> Result<Vec<Waiting>> {
    loop {
        worker::run_until_idle(&wiring.link).await?;
        let mut lanes = follow::lanes(wiring, Asked::Reading, used).await?;
        lanes.retain(|lane| lane.doing != Doing::Nothing);
        if lanes.is_empty() || output.is_lost() {
            return Ok(Vec::new());
        }
        let now = wiring.office.clock.now();
        patience.moved(&lanes.len().to_string(), now);
        if let Some(waiting) = patience.ends(&lanes, now) {
            return Ok(waiting);
        }
        tokio::time::sleep(follow::EVERY).await;
    }
}

/// Whether its master data were read after it was asked for.
fn is_fetched(it: &Imported, before: Timestamp) -> bool {
    it.mirrored_at.is_some_and(|at| at >= before)
}
