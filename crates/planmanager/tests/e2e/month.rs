//! The open month of one location: everything exports but the snags, each refused for its own reason, and both books
//! agree to the cent. Counted by the calls that the other side received.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use exact_sandbox::CallRecord;
use link::export::{self, RunItem};
use link::{Parts, worker};
use office::Actor;
use planmanager::demo::tour::Tour;

use crate::support::{self, number_of, open_month};

/// Calls that the other side received, by method and pattern.
fn counts(calls: &[CallRecord]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for call in calls {
        *counts
            .entry(format!("{} {}", call.method, call.pattern))
            .or_insert(0) += 1;
    }
    counts
}

async fn items(tour: &Tour, run: domain::RunId) -> Result<Vec<RunItem>> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let view = export::run(
            &tour.wiring.link,
            &Actor::system("test"),
            run,
            after.as_deref(),
        )
        .await?;
        all.extend(view.items.rows);
        after = view.items.next;
        if after.is_none() {
            return Ok(all);
        }
    }
}

/// What became of each invoice of a run: its reason code, or nothing when it is booked.
fn outcomes(items: &[RunItem]) -> BTreeMap<String, Option<String>> {
    let invoices = items.iter().filter(|item| item.subject == "invoice");
    invoices
        .map(|item| {
            let good = matches!(item.outcome.as_str(), "booked" | "adopted");
            let code = item.refusal.as_ref().map(|refusal| refusal.code.clone());
            let reason = if good {
                None
            } else {
                Some(code.unwrap_or_else(|| item.outcome.clone()))
            };
            (item.label.clone(), reason)
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_open_month_exports_all_but_the_snags() -> Result<()> {
    let data = tempfile::tempdir()?;
    let tour = support::tour(data.path()).await?;
    let (world, location) = (support::world(), support::first_location(&tour).await?);
    let (link, actor) = (&tour.wiring.link, Actor::system("test"));
    tour.exact.forget_calls();
    let run = export::start(link, &actor, &open_month(&world, location), Parts::Both).await?;
    worker::run_until_idle(link).await?;

    let items = items(&tour, run).await?;
    let expected: BTreeMap<String, Option<String>> = world
        .open_invoices(0)
        .map(|planned| {
            (
                number_of(planned),
                planned.expected_refusal().map(str::to_owned),
            )
        })
        .collect();
    assert_eq!(outcomes(&items), expected);
    support::assert_booked_once(&tour, &world)?;

    let comparison = support::compared(&tour, location).await?;
    assert_eq!(comparison.differences, []);
    let refused = expected.values().filter(|reason| reason.is_some()).count();
    assert_eq!(
        comparison.not_booked + comparison.conflicts,
        refused + internal_before(&world)
    );
    assert!(
        comparison.compared > 1_500,
        "only {} invoices compared",
        comparison.compared
    );

    let calls = counts(&tour.exact.calls());
    let (entries, customers) = (
        calls["POST salesentry/SalesEntries"],
        calls["POST crm/Accounts"],
    );
    let booked = items
        .iter()
        .filter(|item| item.outcome == "booked" && item.subject == "invoice")
        .count();
    let all: usize = calls.values().sum();
    assert_eq!(entries, booked, "one call per entry: {calls:?}");
    assert!(
        entries + customers <= booked * 106 / 100 + customers,
        "{calls:?}"
    );
    assert!(all - entries - customers <= 12, "master data: {calls:?}");

    again_books_nothing(&tour, &world).await?;
    tour.end().await;
    Ok(())
}

/// Internal invoices of the past: never exported, so booked on neither side.
fn internal_before(world: &planmanager::demo::world::World) -> usize {
    let open = world.open_month().first;
    world
        .invoices
        .iter()
        .filter(|it| it.shop == 0 && it.internal && it.printed.issue_date < open)
        .count()
}

/// The second press asks for what changed, and sends nothing.
async fn again_books_nothing(tour: &Tour, world: &planmanager::demo::world::World) -> Result<()> {
    let location = support::first_location(tour).await?;
    let link = &tour.wiring.link;
    tour.exact.forget_calls();
    export::start(
        link,
        &Actor::system("test"),
        &open_month(world, location),
        Parts::Both,
    )
    .await?;
    worker::run_until_idle(link).await?;
    let calls = tour.exact.calls();
    let writes = calls.iter().filter(|call| call.method == "POST").count();
    assert_eq!(writes, 0, "{:?}", counts(&calls));
    assert!(calls.len() <= 12, "{:?}", counts(&calls));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_leaves_the_tour_alone() -> Result<()> {
    let data = tempfile::tempdir()?;
    let first = support::tour(data.path()).await?;
    let ports = (first.pages.port(), first.sandbox.port());
    let before = support::references(&first)?;
    first.end().await;
    let settings = planmanager::demo::tour::TourSettings {
        port: ports.0.context("no port")?,
        sandbox_port: ports.1.context("no port")?,
        ..support::settings(data.path())
    };
    let second = planmanager::demo::tour::Tour::start(&settings).await?;
    assert!(!second.exact.is_fresh());
    assert_eq!(support::references(&second)?, before);
    assert_eq!(second.exact.calls().len(), 0, "a restart asks nothing");
    second.end().await;
    let elsewhere = planmanager::demo::tour::Tour::start(&support::settings(data.path())).await;
    let refused = elsewhere.err().context("other ports must be refused")?;
    assert!(refused.to_string().contains("--fresh"), "{refused:#}");
    Ok(())
}
