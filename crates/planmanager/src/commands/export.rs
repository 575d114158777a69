//! `export`: the button, from the shell. Presses it, works or follows, and tells the result per invoice, or what it
//! waits for.

use anyhow::Result;
use domain::{Place, Refusal, RunId};
use link::export::{self, RunItem, RunView};
use link::lane::Asked;
use link::{Parts, worker};
use serde_json::json;

use super::filter;
use super::follow::{self, Patience, Waiting};
use crate::cli::{ExportArgs, PartsArg};
use crate::output::{Ending, Output, sentence};
use crate::wiring::Wiring;

/// Outcomes that are as they should be.
const GOOD: &[&str] = &["booked", "adopted", "created", "known", "linked", "already"];
/// The outcome of what is not done yet.
const WAITING: &str = "waiting";

pub(super) async fn run(
    wiring: &Wiring,
    arguments: &ExportArgs,
    output: &Output,
) -> Result<Ending> {
    let today = filter::today(wiring);
    let filter = filter::read(wiring, &arguments.filter, today, today).await?;
    let parts = parts(arguments.parts);
    let run = export::start(&wiring.link, &wiring.shell(), &filter, parts).await?;
    output.line(&format!("run {run}"));
    let patience = Patience::new(arguments.wait, wiring.office.clock.now());
    let (view, waiting) = follow(wiring, run, patience, output).await?;
    let items = items(wiring, run).await?;
    output.value(&json!({
        "run": run,
        "counts": view.counts,
        "broken_off": view.broken_off,
        "items": items.iter().map(told).collect::<Vec<_>>(),
        "waiting": waiting,
    }));
    let bad: Vec<&RunItem> = items
        .iter()
        .filter(|item| !GOOD.contains(&item.outcome.as_str()))
        .collect();
    // Why something waits is told once, and not of each.
    for item in bad.iter().filter(|item| item.outcome != WAITING) {
        output.line(&format!("{} {}: {}", item.label, item.name, item.outcome));
        item.refusal
            .iter()
            .for_each(|refusal| output.line(&format!("    {}", sentence(refusal))));
    }
    output.line(&counts(&view));
    if view.broken_off {
        let refusal = Refusal::new(link::reasons::PRESS_BROKEN_OFF, Place::Nowhere);
        output.line(&sentence(&refusal));
    }
    Waiting::say(&waiting, output);
    Ok(if view.finished_at.is_none() {
        Ending::Waits
    } else {
        Ending::well(bad.is_empty() && !view.broken_off)
    })
}

fn counts(view: &RunView) -> String {
    let counts: Vec<String> = view
        .counts
        .iter()
        .map(|(outcome, count)| format!("{count} {outcome}"))
        .collect();
    counts.join(", ")
}

/// Works the lanes that are free, and waits for those that another process works, until the run is done or nothing of
/// it can go on by itself.
async fn follow(
    wiring: &Wiring,
    run: RunId,
    mut patience: Patience,
    output: &Output,
) -> Result<(RunView, Vec<Waiting>)> {
    let (link, actor) = (&wiring.link, wiring.shell());
    loop {
        worker::run_until_idle(link).await?;
        // Asked before the run is looked at: a lane that ends in between has ended the run.
        let open = export::open_in(link, &actor, run).await?;
        let lanes = follow::lanes(wiring, Asked::Export, &open).await?;
        let view = export::run(link, &actor, run, None).await?;
        if view.finished_at.is_some() {
            return Ok((view, Vec::new()));
        }
        let (now, counts) = (wiring.office.clock.now(), counts(&view));
        if patience.moved(&counts, now) {
            output.line(&counts);
        }
        match patience.ends(&lanes, now) {
            Some(waiting) => return Ok((view, waiting)),
            // Nobody listens, and nothing of this process is under way.
            None if output.is_lost() => return Ok((view, Vec::new())),
            None => tokio::time::sleep(follow::EVERY).await,
        }
    }
}

async fn items(wiring: &Wiring, run: RunId) -> Result<Vec<RunItem>> {
    let mut all = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let view = export::run(&wiring.link, &wiring.shell(), run, after.as_deref()).await?;
        all.extend(view.items.rows);
        after = view.items.next;
        if after.is_none() {
            return Ok(all);
        }
    }
}

fn told(item: &RunItem) -> serde_json::Value {
    json!({
        "subject": item.subject,
        "id": item.subject_id,
        "label": item.label,
        "outcome": item.outcome,
        "entry_number": item.entry_number,
        "refusal": item.refusal,
    })
}

const fn parts(parts: PartsArg) -> Parts {
    match parts {
        PartsArg::Both => Parts::Both,
        PartsArg::Customers => Parts::Customers,
        PartsArg::Invoices => Parts::Invoices,
        PartsArg::Accounts => Parts::Accounts,
    }
}
