//! What `export` and `sync` do when nothing can go on by itself: they end, with an exit code of their own, and say what
//! they wait for. One demo, and one bad weather after the other.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, ensure};
use exact_sandbox::{Fault, FaultKind, Reason, Switches};
use planmanager::demo::group::SHOPS;
use planmanager::demo::tour::Tour;
use store::lease;

use crate::support::{self, Ended};

/// What is left waits.
const WAITS: Option<i32> = Some(5);
/// Longer than any of these commands takes on a busy machine; the bounds and pauses of a lane are longer.
const IN_TIME: Duration = Duration::from_secs(25);
/// The calls of the API, not those of the sign-in.
const API: &str = "/api/v1/";

async fn export(data: &Path, more: &[&str]) -> Result<Ended> {
    let month = support::world().open_month();
    let (from, to) = (month.first.to_string(), month.last.to_string());
    let place = SHOPS[0].name;
    let filter = ["export", "--location", place, "--from", &from, "--to", &to];
    support::ends(data, &[&filter, more].concat()).await
}

/// Both commands end with 5 for this reason, in both forms, and have called Exact at most so often.
async fn both_wait(tour: &Tour, reason: &str, calls: usize) -> Result<()> {
    let data = &tour.wiring.config.data;
    tour.exact.forget_calls();
    let told = [
        export(data, &["--wait", "0", "--json"]).await?,
        support::ends(data, &["sync", "--wait", "0", "--json"]).await?,
    ];
    for ended in &told {
        ensure!(ended.code == WAITS, "{reason}: {ended:?}");
        ensure!(ended.took < IN_TIME, "{reason}: {ended:?}");
        let reasons = ended.reasons()?;
        ensure!(!reasons.is_empty(), "{reason}: {ended:?}");
        ensure!(
            reasons.iter().all(|it| it == reason),
            "{reason}: {reasons:?}"
        );
        let first = &ended.json()?["waiting"][0];
        ensure!(first["administration"].is_string(), "{first}");
        ensure!(
            first["sentence"].as_str().is_some_and(|it| !it.is_empty()),
            "{first}"
        );
    }
    let made = tour.exact.calls().len();
    ensure!(made <= calls, "{reason}: {made} calls");
    let people = export(data, &["--wait", "0"]).await?;
    ensure!(people.code == WAITS, "{reason}: {people:?}");
    ensure!(people.out.contains(&format!("[{reason}]")), "{people:?}");
    ensure!(
        !people.out.contains('{') && !people.err.contains("panicked"),
        "{people:?}"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_end_when_nothing_goes_on_by_itself_and_say_why() -> Result<()> {
    let data = tempfile::tempdir()?;
    let tour = support::tour(data.path()).await?;
    let well = support::ends(data.path(), &["sync", "--json"]).await?;
    ensure!(well.code == Some(0), "{well:?}");
    let fetched = well.json()?["fetched"].clone();
    assert_eq!(
        fetched.as_array().map(Vec::len),
        Some(SHOPS.len()),
        "{fetched}"
    );
    assert!(fetched[0]["accounts"].as_i64() > Some(0), "{fetched}");
    assert!(fetched[0]["journals"].as_i64() > Some(0), "{fetched}");

    elsewhere(&tour).await?;
    access_taken_away(&tour).await?;
    away(&tour).await?;
    day_used_up(&tour).await?;
    dead_link(&tour).await?;
    drop(tour);
    Ok(())
}

/// Another node holds the lane of the first location and does nothing.
async fn elsewhere(tour: &Tour) -> Result<()> {
    let office = &tour.wiring.office;
    let location = support::first_location(tour).await?;
    let locations = office::locations::list(office, &tour.wiring.shell()).await?;
    let administration = locations
        .iter()
        .find(|it| it.id == location)
        .and_then(|it| it.administration);
    let Some(administration) = administration else {
        anyhow::bail!("the first location has no administration");
    };
    let held = lease::acquire(
        &office.db,
        &format!("lane:{administration}"),
        "another",
        office.clock.now(),
        Duration::from_mins(10),
    )
    .await?;
    let Some(held) = held else {
        anyhow::bail!("the lane is taken");
    };
    let ended = export(&tour.wiring.config.data, &["--wait", "0", "--json"]).await?;
    ensure!(ended.code == WAITS, "{ended:?}");
    assert_eq!(ended.reasons()?, ["lane-elsewhere"]);
    Ok(lease::release(&office.db, &held).await?)
}

async fn access_taken_away(tour: &Tour) -> Result<()> {
    let reason = Reason::NoDivisionAccess;
    let denied = Fault::new(FaultKind::Forbid { reason }).on("GET", API);
    tour.exact.fault(denied)?;
    // One call per lane and command: what is denied is not asked again.
    both_wait(tour, "exact-denies-access", 1 + 2 * SHOPS.len()).await?;
    Ok(tour.exact.clear_faults()?)
}

async fn away(tour: &Tour) -> Result<()> {
    let data = &tour.wiring.config.data;
    let unwell = FaultKind::Status {
        status: 503,
        body: None,
        retry_after: None,
    };
    tour.exact.fault(Fault::new(unwell).on("GET", API))?;
    both_wait(tour, "exact-unwell", 1 + 2 * SHOPS.len()).await?;
    tour.exact.clear_faults()?;
    // Nobody listens where Exact should be.
    for verb in [["sync", "--wait", "0"], ["export", "--wait", "0"]] {
        let mut command = support::program(data, &verb);
        command.args(["--json"]);
        if verb[0] == "export" {
            let month = support::world().open_month();
            let (from, to) = (month.first.to_string(), month.last.to_string());
            command.args(["--from", &from, "--to", &to]);
        }
        command.env("PLANMANAGER_EXACT_BASE_URL", "http://127.0.0.1:1");
        let ended = support::finish(command).await?;
        ensure!(ended.code == WAITS, "{ended:?}");
        ensure!(ended.took < IN_TIME, "{ended:?}");
        let reasons = ended.reasons()?;
        ensure!(
            reasons.iter().all(|it| it == "exact-unreachable"),
            "{ended:?}"
        );
        let until = &ended.json()?["waiting"][0]["until"];
        ensure!(until.is_string(), "{until}");
    }
    Ok(())
}

async fn day_used_up(tour: &Tour) -> Result<()> {
    let usual = tour.exact.switches();
    tour.exact.set_switches(Switches {
        day_limit: 1,
        ..usual.clone()
    })?;
    both_wait(tour, "day-exhausted", 1 + 2 * SHOPS.len()).await?;
    Ok(tour.exact.set_switches(usual)?)
}

async fn dead_link(tour: &Tour) -> Result<()> {
    let data = &tour.wiring.config.data;
    tour.exact
        .fault(Fault::new(FaultKind::RevokeToken).on("GET", API).times(1))?;
    let found = export(data, &["--json"]).await?;
    ensure!(found.code == WAITS, "{found:?}");
    assert_eq!(found.reasons()?, ["reconnect-needed"]);
    ensure!(
        found.took < IN_TIME,
        "a person is waited for at once: {found:?}"
    );
    // From now on it is known: nothing is asked of Exact.
    both_wait(tour, "reconnect-needed", 0).await?;
    // All of it was taken up before, and nothing is new: that is no success.
    let world = support::world();
    let queued = world
        .open_invoices(0)
        .find(|it| it.snag.is_none() && !it.internal)
        .map(support::number_of)
        .unwrap_or_default();
    let only = ["--number-from", &queued, "--number-to", &queued, "--json"];
    let nothing_new = export(data, &only).await?;
    ensure!(nothing_new.code == WAITS, "{nothing_new:?}");
    assert_eq!(nothing_new.reasons()?, ["reconnect-needed"]);
    assert_eq!(nothing_new.json()?["counts"]["waiting"], 1);
    let doctor = support::ends(data, &["doctor", "--json"]).await?;
    ensure!(doctor.code == Some(1), "{doctor:?}");
    ensure!(
        doctor.reasons()?.contains(&"reconnect-needed".to_owned()),
        "{doctor:?}"
    );
    Ok(())
}
