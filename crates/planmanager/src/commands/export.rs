//! `export`: the button, from the shell. Presses it, works or follows, and tells the result per invoice, or what it
//! waits for.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use domain::{InvoiceNumber, Place, Refusal, RunId};
use link::booking::state::BookingState;
use link::export::{self, RunItem, UnderWay};
use link::lane::{self, Asked};
use link::{Filter, Parts, worker};
use serde::Serialize;
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
    let (link, actor) = (&wiring.link, wiring.shell());
    let today = filter::today(wiring);
    let filter = filter::read(wiring, &arguments.filter, today, today).await?;
    let parts = parts(arguments.parts);
    let earlier = Earlier::before(wiring, &filter, parts).await?;
    let run = export::start(link, &actor, &filter, parts).await?;
    output.line(&format!("run {run}"));
    let patience = Patience::new(arguments.wait, wiring.office.clock.now());
    let followed = follow(wiring, (run, &earlier), patience, output).await?;
    let mut told = items(wiring, run).await?;
    told.extend(earlier.outcomes(wiring).await?);
    output.value(&json!({
        "run": run,
        "counts": counts(&told),
        "broken_off": followed.broken_off,
        "items": told,
        "waiting": followed.waiting,
    }));
    let bad: Vec<&Told> = told
        .iter()
        .filter(|one| !GOOD.contains(&one.outcome.as_str()))
        .collect();
    // Why something waits is told once, and not of each.
    for one in bad.iter().filter(|one| one.outcome != WAITING) {
        output.line(&format!("{} {}: {}", one.label, one.name, one.outcome));
        one.refusal
            .iter()
            .for_each(|refusal| output.line(&format!("    {}", sentence(refusal))));
    }
    output.line(&listed(counts(&told)));
    if followed.broken_off {
        let refusal = Refusal::new(link::reasons::PRESS_BROKEN_OFF, Place::Nowhere);
        output.line(&sentence(&refusal));
    }
    Waiting::say(&followed.waiting, output);
    Ok(if followed.done {
        Ending::well(bad.is_empty() && !followed.broken_off)
    } else {
        Ending::Waits
    })
}

/// How many have which outcome.
fn counts(told: &[Told]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for one in told {
        *counts.entry(one.outcome.as_str()).or_insert(0) += 1;
    }
    counts
}

fn listed<N: std::fmt::Display>(counts: impl IntoIterator<Item = (impl AsRef<str>, N)>) -> String {
    let counts: Vec<String> = counts
        .into_iter()
        .map(|(outcome, count)| format!("{count} {}", outcome.as_ref()))
        .collect();
    counts.join(", ")
}

/// How far it was followed.
struct Followed {
    done: bool,
    /// The press died before it had taken up everything.
    broken_off: bool,
    waiting: Vec<Waiting>,
}

/// Works the lanes that are free, and waits for those that another process works, until all of the filter is done or
/// nothing of it can go on by itself.
async fn follow(
    wiring: &Wiring,
    (run, earlier): (RunId, &Earlier<'_>),
    mut patience: Patience,
    output: &Output,
) -> Result<Followed> {
    let (link, actor) = (&wiring.link, wiring.shell());
    loop {
        worker::run_until_idle(link).await?;
        // The lanes are looked at first: one that has nothing to do by now has left nothing open.
        let mut lanes = lane::waits(link, &actor, Asked::Export).await?;
        let view = export::run(link, &actor, run, None).await?;
        let left = earlier.left(wiring).await?;
        let mut open: BTreeSet<_> = left.iter().map(|one| one.administration).collect();
        if view.finished_at.is_none() {
            open.extend(export::open_in(link, &actor, run).await?);
        }
        let done = view.finished_at.is_some() && left.is_empty();
        let now = wiring.office.clock.now();
        let state = match left.len() {
            0 => listed(&view.counts),
            count => format!("{} ({count} of an earlier export)", listed(&view.counts)),
        };
        if patience.moved(&state, now) && !done {
            output.line(&state);
        }
        lanes.retain(|lane| open.contains(&lane.administration));
        let waiting = if done {
            Some(Vec::new())
        } else {
            patience.ends(&lanes, now)
        };
        let followed = |waiting| Followed {
            done,
            broken_off: view.broken_off,
            waiting,
        };
        match waiting {
            Some(waiting) => return Ok(followed(waiting)),
            // Nobody listens, and nothing of this process is under way.
            None if output.is_lost() => return Ok(followed(Vec::new())),
            None => tokio::time::sleep(follow::EVERY).await,
        }
    }
}

/// What an earlier press took up and was not done with: this one does not take it up anew, and follows it all the same.
struct Earlier<'a> {
    filter: &'a Filter,
    found: Vec<UnderWay>,
}

impl<'a> Earlier<'a> {
    /// Before the button is pressed.
    async fn before(wiring: &Wiring, filter: &'a Filter, parts: Parts) -> Result<Self> {
        let found = match parts {
            Parts::Both | Parts::Invoices => {
                export::under_way(&wiring.link, &wiring.shell(), filter).await?
            }
            Parts::Customers | Parts::Accounts => Vec::new(),
        };
        Ok(Self { filter, found })
    }

    /// What of it is still under way.
    async fn left(&self, wiring: &Wiring) -> Result<Vec<UnderWay>> {
        if self.found.is_empty() {
            return Ok(Vec::new());
        }
        let known: BTreeSet<_> = self.found.iter().map(|one| one.invoice).collect();
        let mut left = export::under_way(&wiring.link, &wiring.shell(), self.filter).await?;
        left.retain(|one| known.contains(&one.invoice));
        Ok(left)
    }

    /// What became of each.
    async fn outcomes(&self, wiring: &Wiring) -> Result<Vec<Told>> {
        let ids: Vec<_> = self.found.iter().map(|one| one.invoice).collect();
        let became = export::became(&wiring.link, &wiring.shell(), &ids).await?;
        let mut became: BTreeMap<_, _> = became.into_iter().map(|it| (it.invoice, it)).collect();
        let told = self.found.iter().filter_map(|one| {
            let became = became.remove(&one.invoice)?;
            let waits = matches!(became.state, BookingState::Queued | BookingState::Sending);
            let outcome = if waits {
                WAITING
            } else {
                became.state.as_str()
            };
            let number = one.number.as_ref().map(InvoiceNumber::as_str);
            Some(Told {
                subject: "invoice".to_owned(),
                id: one.invoice.get(),
                label: number.unwrap_or_default().to_owned(),
                name: String::new(),
                outcome: outcome.to_owned(),
                entry_number: became.entry_number,
                refusal: became.refusal,
            })
        });
        Ok(told.collect())
    }
}

/// What became of an invoice, a customer or an account.
#[derive(Debug, Serialize)]
struct Told {
    subject: String,
    id: i64,
    label: String,
    #[serde(skip)]
    name: String,
    outcome: String,
    entry_number: Option<i64>,
    refusal: Option<Refusal>,
}

impl From<RunItem> for Told {
    fn from(item: RunItem) -> Self {
        Self {
            subject: item.subject,
            id: item.subject_id,
            label: item.label,
            name: item.name,
            outcome: item.outcome,
            entry_number: item.entry_number,
            refusal: item.refusal,
        }
    }
}

async fn items(wiring: &Wiring, run: RunId) -> Result<Vec<Told>> {
    let mut all = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let view = export::run(&wiring.link, &wiring.shell(), run, after.as_deref()).await?;
        all.extend(view.items.rows.into_iter().map(Told::from));
        after = view.items.next;
        if after.is_none() {
            return Ok(all);
        }
    }
}

const fn parts(parts: PartsArg) -> Parts {
    match parts {
        PartsArg::Both => Parts::Both,
        PartsArg::Customers => Parts::Customers,
        PartsArg::Invoices => Parts::Invoices,
        PartsArg::Accounts => Parts::Accounts,
    }
}
