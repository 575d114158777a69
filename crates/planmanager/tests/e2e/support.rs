//! What these tests share: a tour on free ports, its open month, what stands in the other books.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use domain::LocationId;
use jiff::civil::{Date, date};
use link::Filter;
use office::Actor;
use planmanager::compare::{self, Comparison, Which};
use planmanager::demo::group::SHOPS;
use planmanager::demo::tour::{Tour, TourSettings};
use planmanager::demo::world::{Planned, SEED, World};
use serde_json::Value;

/// The last day of these tests' world. Master data are about this day; nothing asks what day it really is.
pub(crate) const TODAY: Date = date(2026, 11, 24);
/// More calls a minute than a test makes.
const PLENTY: u32 = 100_000;

/// A tour whose lanes the test works itself.
pub(crate) async fn tour(data: &Path) -> Result<Tour> {
    Tour::start(&settings(data)).await
}

/// Its settings: free ports, plenty of calls.
pub(crate) fn settings(data: &Path) -> TourSettings {
    TourSettings {
        port: 0,
        sandbox_port: 0,
        minute_limit: PLENTY,
        today: Some(TODAY),
        lanes: false,
        ..TourSettings::at(data)
    }
}

/// The plan that the tour was made from.
pub(crate) fn world() -> World {
    World::plan(TODAY, SEED)
}

/// The first shop's location.
pub(crate) async fn first_location(tour: &Tour) -> Result<LocationId> {
    let all = office::locations::list(&tour.wiring.office, &Actor::system("test")).await?;
    let first = all
        .into_iter()
        .find(|location| location.name == SHOPS[0].name);
    Ok(first.context("no first location")?.id)
}

/// The open month of a location.
pub(crate) fn open_month(world: &World, location: LocationId) -> Filter {
    let month = world.open_month();
    Filter::between(month.first, month.last).at(location)
}

/// Both books of a location, side by side, for the whole year.
pub(crate) async fn compared(tour: &Tour, location: LocationId) -> Result<Comparison> {
    let first = world().months.first().map_or(TODAY, |month| month.first);
    let which = Which {
        location: Some(location),
        from: first,
        to: TODAY,
    };
    compare::run(&tour.wiring, &Actor::system("test"), &tour.sandbox, &which).await
}

/// How many entries stand in the first administration under each reference.
pub(crate) fn references(tour: &Tour) -> Result<BTreeMap<String, usize>> {
    let books = tour.exact.books(SHOPS[0].division).context("no books")?;
    let mut counts = BTreeMap::new();
    for entry in books.entries {
        *counts.entry(entry.your_ref).or_insert(0) += 1;
    }
    Ok(counts)
}

/// Demands that no reference stands there twice, and that every invoice that should be booked is there.
pub(crate) fn assert_booked_once(tour: &Tour, world: &World) -> Result<()> {
    let references = references(tour)?;
    let doubles: Vec<_> = references.iter().filter(|(_, count)| **count > 1).collect();
    ensure!(doubles.is_empty(), "booked twice: {doubles:?}");
    for planned in world
        .open_invoices(0)
        .filter(|it| it.expected_refusal().is_none())
    {
        let number = number_of(planned);
        ensure!(references.contains_key(&number), "{number} was not booked");
    }
    Ok(())
}

/// The number of a planned invoice; empty where it has none.
pub(crate) fn number_of(planned: &Planned) -> String {
    planned
        .printed
        .number
        .as_ref()
        .map(|number| number.as_str().to_owned())
        .unwrap_or_default()
}

/// The program itself, in a data folder.
pub(crate) fn program(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_planmanager"));
    command.args(arguments).arg("--data").arg(data);
    command
}

/// Runs the program to its end.
pub(crate) fn run(data: &Path, arguments: &[&str]) -> Result<Output> {
    Ok(program(data, arguments).output()?)
}

/// Starts the program; whoever gets it ends it.
pub(crate) fn start(data: &Path, arguments: &[&str]) -> Result<Child> {
    Ok(program(data, arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()?)
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) took: Duration,
}

impl Ended {
    /// The answer for machines.
    pub(crate) fn json(&self) -> Result<Value> {
        serde_json::from_str(&self.out).with_context(|| format!("{self:?}"))
    }

    /// The reason codes of what is waited for, or of what was found.
    pub(crate) fn reasons(&self) -> Result<Vec<String>> {
        let answer = self.json()?;
        let rows = answer.get("waiting").unwrap_or(&answer);
        let reasons = rows.as_array().into_iter().flatten();
        Ok(reasons
            .filter_map(|row| row["reason"].as_str().map(str::to_owned))
            .collect())
    }
}

/// Runs the program to its end, beside a demo that this process serves.
pub(crate) async fn ends(data: &Path, arguments: &[&str]) -> Result<Ended> {
    finish(program(data, arguments)).await
}

/// Runs a prepared command to its end.
pub(crate) async fn finish(mut command: Command) -> Result<Ended> {
    let began = Instant::now();
    let output = tokio::task::spawn_blocking(move || command.output()).await??;
    Ok(Ended {
        code: output.status.code(),
        out: String::from_utf8(output.stdout)?,
        err: String::from_utf8(output.stderr)?,
        took: began.elapsed(),
    })
}

/// Asks until it is so; gives up after two minutes.
pub(crate) async fn until(what: &str, mut so: impl AsyncFnMut() -> Result<bool>) -> Result<()> {
    for _ in 0..1_200 {
        if so().await? {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    anyhow::bail!("still not: {what}")
}
