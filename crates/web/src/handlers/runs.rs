//! Runs of the export: the list, one of them, and the part of it that moves.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::{CustomerId, InvoiceId, LocationId, RunId};
use i18n::Lang;
use i18n_embed_fl::fl;
use link::export::{self, RunItem, RunLine, RunView};
use link::{Filter, Parts};
use office::invoices;

use super::{export_filter, names};
use crate::app::App;
use crate::error::WebError;
use crate::forms::Typed;
use crate::pages::invoice::Fact;
use crate::pages::run::{Count, Item, Outcome, ProgressFragment, RunPage};
use crate::pages::runs::{RunRow, RunsPage};
use crate::routes::{Accounting, Accounts, Customer, Invoice, Run, RunProgress, Runs, with_query};
use crate::shell::{frame, page};
use crate::views::{Menu, Problem};
use crate::visitor::SignedIn;

/// The list.
pub(crate) async fn list(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(typed): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let after = Typed(typed).text("after");
    let found = export::runs(&app.link, &signed_in.actor, after.as_deref()).await?;
    let rows = run_rows(&app, &signed_in, found.rows.iter()).await?;
    let next = found
        .next
        .map(|after| with_query(Runs, &[("after", &after)]));
    page(&RunsPage {
        frame: frame(&app, &signed_in, Menu::Accounting).await?,
        rows,
        next,
    })
}

/// Runs as rows.
pub(crate) async fn run_rows(
    app: &App,
    signed_in: &SignedIn,
    lines: impl Iterator<Item = &RunLine>,
) -> Result<Vec<RunRow>, WebError> {
    let locations = names::location_names(app, &signed_in.actor).await?;
    Ok(lines
        .map(|line| row(signed_in.lang, &locations, line))
        .collect())
}

fn row(lang: Lang, locations: &BTreeMap<LocationId, String>, line: &RunLine) -> RunRow {
    RunRow {
        href: Run(line.id).to_string(),
        started: line.started_at,
        who: line.user.clone(),
        parts: parts_said(lang, line.parts),
        filter: filter_said(lang, locations, &line.filter),
        outcome: outcome_said(lang, line),
        finished: line.finished_at.is_some(),
    }
}

/// How many of each kind, and whether there should have been more.
fn outcome_said(lang: Lang, line: &RunLine) -> String {
    let l = i18n::texts(lang);
    let refused = line.items - line.done - line.open;
    let said = |number| i18n::count(lang, number);
    let counts = fl!(
        l,
        "run-outcome-text",
        done = said(line.done),
        refused = said(refused),
        open = said(line.open)
    );
    if line.broken_off {
        format!("{counts}. {}", fl!(l, "run-broken-off"))
    } else {
        counts
    }
}

/// The caption of the button.
fn parts_said(lang: Lang, parts: Parts) -> String {
    let l = i18n::texts(lang);
    match parts {
        Parts::Both => fl!(l, "export-both"),
        Parts::Customers => fl!(l, "export-customers"),
        Parts::Invoices => fl!(l, "export-invoices"),
        Parts::Accounts => fl!(l, "export-accounts"),
    }
}

fn filter_said(lang: Lang, locations: &BTreeMap<LocationId, String>, filter: &Filter) -> String {
    let location = match filter.location {
        Some(id) => locations.get(&id).cloned().unwrap_or_default(),
        None => fl!(i18n::texts(lang), "all-locations"),
    };
    let dates = if filter.from == filter.to {
        i18n::date(filter.from)
    } else {
        format!("{} – {}", i18n::date(filter.from), i18n::date(filter.to))
    };
    let numbers = match (&filter.number_from, &filter.number_to) {
        (None, None) => String::new(),
        (from, to) => {
            format!(
                " · {} – {}",
                from.as_deref().unwrap_or("…"),
                to.as_deref().unwrap_or("…")
            )
        }
    };
    format!("{location} · {dates}{numbers}")
}

/// One run.
pub(crate) async fn show(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<RunId>,
    Query(typed): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let lang = signed_in.lang;
    let l = i18n::texts(lang);
    let after = Typed(typed).text("after");
    let run = export::run(&app.link, &signed_in.actor, id, after.as_deref()).await?;
    let locations = names::location_names(&app, &signed_in.actor).await?;
    let mut facts = vec![
        Fact::new(fl!(l, "run-who"), run.user.clone()),
        Fact::new(
            fl!(l, "run-filter"),
            filter_said(lang, &locations, &run.filter),
        ),
        Fact::new(fl!(l, "run-started"), i18n::moment(run.started_at)),
    ];
    if let Some(ended) = run.finished_at {
        facts.push(Fact::new(fl!(l, "run-ended"), i18n::moment(ended)));
    }
    page(&RunPage {
        frame: frame(&app, &signed_in, Menu::Accounting).await?,
        title: parts_said(lang, run.parts),
        facts,
        again: export_filter::as_query(Accounting, &run.filter),
        progress: fragment(&app, &signed_in, run, after.as_deref()).await?,
    })
}

/// The part of a run's page that moves.
pub(crate) async fn progress(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<RunId>,
    Query(typed): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let after = Typed(typed).text("after");
    let run = export::run(&app.link, &signed_in.actor, id, after.as_deref()).await?;
    page(&fragment(&app, &signed_in, run, after.as_deref()).await?)
}

/// That more should have been taken up, when the press was broken off.
fn broken_off(lang: Lang, broken_off: bool) -> Vec<Problem> {
    let refusal = domain::Refusal::new(link::reasons::PRESS_BROKEN_OFF, domain::Place::Nowhere);
    Vec::from_iter(broken_off.then(|| Problem::of(lang, &refusal)))
}

async fn fragment(
    app: &App,
    signed_in: &SignedIn,
    run: RunView,
    after: Option<&str>,
) -> Result<ProgressFragment, WebError> {
    let lang = signed_in.lang;
    let running = run.finished_at.is_none();
    let held = if running {
        link::lane::held(&app.link, &signed_in.actor).await?
    } else {
        Vec::new()
    };
    let count = |outcome: Outcome| Count {
        outcome,
        count: run.counts.get(outcome.as_str()).copied().unwrap_or(0),
    };
    let counts: Vec<Count> = Outcome::ALL
        .into_iter()
        .map(count)
        .filter(|one| one.count > 0)
        .collect();
    let all: i64 = run.counts.values().sum();
    let waiting = run
        .counts
        .get(Outcome::Waiting.as_str())
        .copied()
        .unwrap_or(0);
    let address = with_query(RunProgress(run.id), &[("after", after.unwrap_or_default())]);
    let ids: Vec<InvoiceId> = run.items.rows.iter().filter_map(RunItem::invoice).collect();
    let known = invoices::load_many(&app.office, &signed_in.actor, &ids).await?;
    let known: BTreeMap<InvoiceId, domain::Invoice> =
        known.into_iter().map(|one| (one.id, one)).collect();
    Ok(ProgressFragment {
        frame: frame(app, signed_in, Menu::Accounting).await?,
        address,
        running,
        held: Problem::all(lang, &held),
        problems: broken_off(lang, run.broken_off),
        done: all - waiting,
        all,
        counts,
        items: run
            .items
            .rows
            .iter()
            .map(|item| item_of(lang, &known, item))
            .collect(),
        next: run
            .items
            .next
            .map(|after| with_query(Run(run.id), &[("after", &after)])),
    })
}

fn item_of(lang: Lang, invoices: &BTreeMap<InvoiceId, domain::Invoice>, item: &RunItem) -> Item {
    let l = i18n::texts(lang);
    let (kind, href) = match item.subject.as_str() {
        "customer" => (
            fl!(l, "customer"),
            Customer(CustomerId::new(item.subject_id)).to_string(),
        ),
        "account" => {
            let id = item.subject_id.to_string();
            (
                fl!(l, "ledger-account"),
                with_query(Accounts, &[("account", &id)]),
            )
        }
        _ => (
            fl!(l, "invoice"),
            Invoice(InvoiceId::new(item.subject_id)).to_string(),
        ),
    };
    let invoice = item.invoice().and_then(|id| invoices.get(&id));
    let buyer = invoice.map(|invoice| invoice.printed.buyer.name.clone());
    Item {
        kind,
        number: item.label.clone(),
        href: Some(href),
        name: if item.name.is_empty() {
            buyer.unwrap_or_default()
        } else {
            item.name.clone()
        },
        total: invoice.map(|invoice| invoice.printed.total),
        outcome: Outcome::from_word(&item.outcome),
        problem: item
            .refusal
            .as_ref()
            .map(|refusal| Problem::of(lang, refusal)),
    }
}
