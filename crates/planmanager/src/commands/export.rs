//! `export`: the button, from the shell. Presses it, works or follows, and tells the result per invoice.

use anyhow::Result;
use domain::{Place, Refusal, RunId};
use link::export::{self, RunItem, RunView};
use link::{Parts, worker};
use serde_json::json;

use super::{FOLLOW_EVERY, filter};
use crate::cli::{ExportArgs, PartsArg};
use crate::output::{Output, sentence};
use crate::wiring::Wiring;

/// Outcomes that are as they should be.
const GOOD: &[&str] = &["booked", "adopted", "created", "known", "linked", "already"];

pub(super) async fn run(wiring: &Wiring, arguments: &ExportArgs, output: &Output) -> Result<bool> {
    let today = filter::today(wiring);
    let filter = filter::read(wiring, &arguments.filter, today, today).await?;
    let run = export::start(
        &wiring.link,
        &wiring.shell(),
        &filter,
        parts(arguments.parts),
    )
    .await?;
    output.line(&format!("run {run}"));
    let view = follow(wiring, run, output).await?;
    let items = items(wiring, run).await?;
    output.value(&json!({
        "run": run,
        "counts": view.counts,
        "broken_off": view.broken_off,
        "items": items.iter().map(told).collect::<Vec<_>>(),
    }));
    let bad: Vec<&RunItem> = items
        .iter()
        .filter(|item| !GOOD.contains(&item.outcome.as_str()))
        .collect();
    for item in &bad {
        output.line(&format!("{} {}: {}", item.label, item.name, item.outcome));
        item.refusal
            .iter()
            .for_each(|refusal| output.line(&format!("    {}", sentence(refusal))));
    }
    let counts: Vec<String> = view
        .counts
        .iter()
        .map(|(outcome, count)| format!("{count} {outcome}"))
        .collect();
    output.line(&counts.join(", "));
    if view.broken_off {
        let refusal = Refusal::new(link::reasons::PRESS_BROKEN_OFF, Place::Nowhere);
        output.line(&sentence(&refusal));
    }
    Ok(bad.is_empty() && !view.broken_off)
}

/// Works the lanes that are free, and waits for those that another process works.
async fn follow(wiring: &Wiring, run: RunId, output: &Output) -> Result<RunView> {
    let mut told = String::new();
    loop {
        worker::run_until_idle(&wiring.link).await?;
        let view = export::run(&wiring.link, &wiring.shell(), run, None).await?;
        if view.finished_at.is_some() {
            return Ok(view);
        }
        let counts: Vec<String> = view
            .counts
            .iter()
            .map(|(outcome, count)| format!("{count} {outcome}"))
            .collect();
        let now = counts.join(", ");
        if now != told {
            output.line(&now);
            told = now;
        }
        tokio::time::sleep(FOLLOW_EVERY).await;
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
