//! SIGKILL in the middle of a run, and the same command again: one booking each.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Result, ensure};
use planmanager::demo::tour::Tour;

use crate::support;

/// Entries that the other side has received when the program is killed.
const KILLED_AT: usize = 40;

/// Shortens the bounds of the protocol; the settings end in the table that they belong to.
fn shorten(data: &Path) -> Result<()> {
    let mut file = OpenOptions::new()
        .append(true)
        .open(data.join("planmanager.toml"))?;
    writeln!(
        file,
        "remote_max_work_seconds = 1\nmax_staleness_seconds = 1\nmax_pause_seconds = 1\nlease_seconds = 4"
    )?;
    Ok(())
}

fn sent(tour: &Tour) -> usize {
    tour.exact
        .calls()
        .iter()
        .filter(|call| call.method == "POST" && call.path.contains("SalesEntries"))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_middle_and_started_again_each_invoice_is_booked_once() -> Result<()> {
    let data = tempfile::tempdir()?;
    let tour = support::tour(data.path()).await?;
    shorten(data.path())?;
    let (world, location) = (support::world(), support::first_location(&tour).await?);
    tour.exact.forget_calls();
    let month = world.open_month();
    let (place, from, to) = (
        location.to_string(),
        month.first.to_string(),
        month.last.to_string(),
    );
    let command = [
        "export",
        "--json",
        "--location",
        &place,
        "--from",
        &from,
        "--to",
        &to,
    ];
    let mut child = support::start(data.path(), &command)?;
    support::until("the run is in its middle", async || {
        Ok(sent(&tour) >= KILLED_AT)
    })
    .await?;
    child.kill()?;
    let ended = child.wait()?;
    ensure!(!ended.success(), "it had ended before it was killed");
    let before = support::references(&tour)?.len();

    let again = tokio::task::spawn_blocking({
        let data = data.path().to_owned();
        let command = command.map(str::to_owned);
        move || {
            support::run(
                &data,
                &command.iter().map(String::as_str).collect::<Vec<_>>(),
            )
        }
    });
    let output = again.await??;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(
        output.status.code(),
        Some(1),
        "the snags are refused: {told}"
    );
    assert!(
        support::references(&tour)?.len() > before,
        "the second start booked the rest"
    );
    support::assert_booked_once(&tour, &world)?;
    assert_eq!(support::compared(&tour, location).await?.differences, []);
    tour.end().await;
    Ok(())
}
