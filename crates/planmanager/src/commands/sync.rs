//! `sync`: fetches journals and revenue accounts of every administration that a location uses.

use std::collections::BTreeSet;

use anyhow::Result;
use link::{accounts, administrations, journals, worker};
use serde_json::json;

use super::FOLLOW_EVERY;
use crate::output::Output;
use crate::wiring::Wiring;

pub(super) async fn run(wiring: &Wiring, output: &Output) -> Result<bool> {
    let (link, actor) = (&wiring.link, wiring.shell());
    let before = wiring.office.clock.now();
    let locations = office::locations::list(&wiring.office, &actor).await?;
    let used: BTreeSet<_> = locations
        .iter()
        .filter_map(|location| location.administration)
        .collect();
    for administration in &used {
        accounts::import(link, &actor, *administration).await?;
        journals::import(link, &actor, *administration).await?;
    }
    loop {
        worker::run_until_idle(link).await?;
        let all = administrations::list(link, &actor).await?;
        let mut waiting = all
            .iter()
            .filter(|it| used.contains(&it.id) && it.mirrored_at < Some(before));
        if waiting.next().is_none() {
            let told: Vec<_> = all
                .iter()
                .map(|it| json!({ "name": it.name, "division": it.division }))
                .collect();
            output.value(&told);
            break;
        }
        tokio::time::sleep(FOLLOW_EVERY).await;
    }
    let accounts = crate::lookup::accounts(&wiring.office, &actor).await?.len();
    let journals = office::journals::list(&wiring.office, &actor).await?.len();
    output.line(&format!(
        "{} administrations fetched; {accounts} ledger accounts and {journals} journals here",
        used.len()
    ));
    Ok(true)
}
