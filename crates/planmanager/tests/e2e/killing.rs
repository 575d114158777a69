//! Kills the program in the middle of an export, again and again, and counts what came of it.
//!
//! The demo's open months are exported by the real program, in a process of its own; the other side answers from this
//! one, slowly. Each life of the program ends by SIGKILL at a moment that is drawn from a seed, most of them while a
//! write is under way, and the same command is given again. At the end both books are compared and every reference is
//! counted. Used by the end-to-end tests, and by the example `kill` with as many kills as one likes.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use exact_sandbox::{Fault, FaultKind, Switches};
use jiff::civil::{Date, date};
use office::Actor;
use office::invoices::InvoiceQuery;
use planmanager::compare::{self, Which};
use planmanager::config::FILE;
use planmanager::demo::chance::Chance;
use planmanager::demo::group::SHOPS;
use planmanager::demo::tour::{Tour, TourSettings};
use planmanager::demo::world::{SEED, World};
use store::{Db, Engine, Target};
use testing::db::TestDb;
use testing::tamper::writes_begun;

/// The last day of the invented world.
const TODAY: Date = date(2026, 11, 24);
/// More calls than are made.
const PLENTY: u32 = 1_000_000;
/// How long Exact takes for each write, in milliseconds.
const SLOW: i64 = 250;
/// Of a thousand lives, so many end at any moment, and the others while something is being written.
const ANY_MOMENT: i64 = 150;
/// How often it is looked whether the program writes.
const LOOK_EVERY: Duration = Duration::from_millis(5);
/// The longest life that is waited for.
const LONGEST: Duration = Duration::from_mins(10);
/// The bounds of the protocol, short.
const BOUNDS: &str = "remote_max_work_seconds = 2\nmax_staleness_seconds = 1\nmax_pause_seconds = 1\nlease_seconds = 3\n";

/// What is to be done.
#[derive(Debug, Clone)]
pub(crate) struct Orders {
    /// The program.
    pub(crate) program: PathBuf,
    /// On which database.
    pub(crate) engine: Engine,
    /// How often it is killed.
    pub(crate) kills: u32,
    /// What the moments are drawn from.
    pub(crate) seed: u64,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    /// How often the program was killed.
    pub(crate) kills: u32,
    /// How often a write was under way then.
    pub(crate) under_way: u32,
    /// How many invoices stand in the other books by now.
    pub(crate) booked: usize,
    /// References that stand there twice or more.
    pub(crate) doubled: Vec<String>,
    /// Invoices that should stand there and do not, each with what is said of it here.
    pub(crate) lost: Vec<String>,
    /// Invoices that are not the same on both sides, to the cent.
    pub(crate) differences: usize,
    /// How long it all took.
    pub(crate) took: Duration,
}

impl Tally {
    /// Whether nothing was lost, doubled or a cent off.
    pub(crate) const fn is_clean(&self) -> bool {
        self.doubled.is_empty() && self.lost.is_empty() && self.differences == 0
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} kills, {} of them with a write under way; {} booked, {} doubled, {} lost, {} differences; {} s",
            self.kills,
            self.under_way,
            self.booked,
            self.doubled.len(),
            self.lost.len(),
            self.differences,
            self.took.as_secs(),
        )?;
        for (what, which) in [("doubled", &self.doubled), ("lost", &self.lost)] {
            for one in which {
                write!(f, "\n{what}: {one}")?;
            }
        }
        Ok(())
    }
}

/// Kills and counts, location after location, in as many demos as it takes.
pub(crate) async fn kill(orders: &Orders) -> Result<Tally> {
    let began = Instant::now();
    let (mut tally, mut chance) = (Tally::default(), Chance::of(orders.seed, 0));
    let mut seed = SEED;
    while tally.kills < orders.kills {
        let data = tempfile::tempdir()?;
        let database = match orders.engine {
            Engine::Postgres => Some(TestDb::postgres().await?),
            Engine::Sqlite => None,
        };
        let tour = tour(data.path(), database.as_ref(), seed).await?;
        let killing = Killing {
            orders,
            data: data.path(),
            tour: &tour,
            world: World::plan(TODAY, seed),
        };
        for shop in 0..SHOPS.len() {
            if tally.kills < orders.kills {
                killing.month(shop, &mut chance, &mut tally).await?;
            }
        }
        drop(tour);
        if let Some(database) = database {
            database.remove().await?;
        }
        seed += 1;
    }
    tally.took = began.elapsed();
    Ok(tally)
}

/// The demo on free ports, with short bounds.
async fn tour(data: &Path, database: Option<&TestDb>, seed: u64) -> Result<Tour> {
    let address = database.and_then(|database| match database.target() {
        Target::Postgres(url) => Some(url.clone()),
        Target::SqliteFile(_) => None,
    });
    let settings = TourSettings {
        port: 0,
        sandbox_port: 0,
        minute_limit: PLENTY,
        today: Some(TODAY),
        lanes: false,
        seed,
        database: address,
        ..TourSettings::at(data)
    };
    let tour = Tour::start(&settings).await?;
    let mut file = OpenOptions::new().append(true).open(data.join(FILE))?;
    file.write_all(BOUNDS.as_bytes())?;
    tour.exact.set_switches(Switches {
        day_limit: PLENTY,
        ..tour.exact.switches()
    })?;
    Ok(tour)
}

struct Killing<'a> {
    orders: &'a Orders,
    data: &'a Path,
    tour: &'a Tour,
    world: World,
}

impl Killing<'_> {
    /// The open month of a location, until all of it is booked.
    async fn month(&self, shop: usize, chance: &mut Chance, tally: &mut Tally) -> Result<()> {
        let place = SHOPS.get(shop).context("no such shop")?;
        self.slow(chance)?;
        let mut ended = false;
        while !ended && tally.kills < self.orders.kills {
            ended = self.life(place.name, chance, tally).await?;
        }
        self.tour.exact.clear_faults()?;
        if !ended {
            let mut child = self.start(place.name)?;
            self.wait(&mut child, || Ok(false)).await?;
        }
        self.count(shop, tally).await
    }

    /// Exact takes its time, before it has done what it was asked or after.
    fn slow(&self, chance: &mut Chance) -> Result<()> {
        let ms = u64::try_from(SLOW)?;
        let half = rust_decimal::Decimal::new(5, 1);
        let seed = u64::try_from(chance.between(0, i64::MAX - 1))?;
        for path in ["SalesEntries", "crm/Accounts"] {
            let slow = || Fault::new(FaultKind::Delay { ms }).on("POST", path);
            self.tour.exact.fault(slow().by_chance(half, seed))?;
            self.tour.exact.fault(slow().after())?;
        }
        Ok(())
    }

    /// One life of the program; says whether it ended by itself, because there was nothing left to do.
    async fn life(&self, location: &str, chance: &mut Chance, tally: &mut Tally) -> Result<bool> {
        let db = &self.tour.wiring.office.db;
        let (newest, _) = writes_begun(db).await?;
        let mut child = self.start(location)?;
        let any = chance.permille(ANY_MOMENT);
        let longest = if any { 4 * SLOW } else { SLOW + SLOW / 10 };
        let pause = Duration::from_millis(u64::try_from(chance.between(0, longest))?);
        if !any && self.wait_for_write(&mut child, db, newest).await? {
            return Ok(true);
        }
        tokio::time::sleep(pause).await;
        if self.has_ended(&mut child)? {
            return Ok(true);
        }
        child.kill()?;
        child.wait()?;
        let (_, open) = writes_begun(db).await?;
        tally.kills += 1;
        tally.under_way += u32::from(open > 0);
        Ok(false)
    }

    /// Until the program has begun to write; says whether it ended before.
    async fn wait_for_write(&self, child: &mut Child, db: &Db, newest: i64) -> Result<bool> {
        let began = Instant::now();
        while writes_begun(db).await?.0 <= newest {
            if self.has_ended(child)? {
                return Ok(true);
            }
            ensure!(began.elapsed() < LONGEST, "the program does nothing");
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Ok(false)
    }

    async fn wait(&self, child: &mut Child, stop: impl Fn() -> Result<bool>) -> Result<()> {
        let began = Instant::now();
        while !self.has_ended(child)? && !stop()? {
            ensure!(began.elapsed() < LONGEST, "the export does not end");
            tokio::time::sleep(LOOK_EVERY * 10).await;
        }
        Ok(())
    }

    /// Whether the export ended by itself; all that the demo holds is booked or refused then.
    fn has_ended(&self, child: &mut Child) -> Result<bool> {
        match child.try_wait()? {
            None => Ok(false),
            Some(status) if matches!(status.code(), Some(0 | 1)) => Ok(true),
            Some(status) => bail!("the export ended with {status}"),
        }
    }

    fn start(&self, location: &str) -> Result<Child> {
        let month = self.world.open_month();
        let (from, to) = (month.first.to_string(), month.last.to_string());
        let mut command = Command::new(&self.orders.program);
        command
            .args(["export", "--json", "--location", location])
            .args(["--from", &from, "--to", &to, "--data"])
            .arg(self.data)
            .stdout(Stdio::null())
            .stderr(Stdio::inherit());
        Ok(command.spawn()?)
    }

    /// What is said here of an invoice.
    async fn told_of(&self, number: &str) -> Result<String> {
        let query = InvoiceQuery {
            text: number.to_owned(),
            ..InvoiceQuery::default()
        };
        let office = &self.tour.wiring.office;
        let page = office::invoices::list(office, &Actor::system("test"), &query).await?;
        let booking = page.rows.into_iter().next().and_then(|row| row.booking);
        Ok(format!("{number}: {booking:?}"))
    }

    /// Holds both books side by side.
    async fn count(&self, shop: usize, tally: &mut Tally) -> Result<()> {
        let place = SHOPS.get(shop).context("no such shop")?;
        let books = self.tour.exact.books(place.division).context("no books")?;
        let mut references: BTreeMap<String, usize> = BTreeMap::new();
        for entry in books.entries {
            *references.entry(entry.your_ref).or_insert(0) += 1;
        }
        let doubled = references.iter().filter(|(_, count)| **count > 1);
        tally.doubled.extend(doubled.map(|(it, _)| it.clone()));
        for planned in self.world.open_invoices(shop) {
            let number = planned.printed.number.as_ref().map(|it| it.as_str());
            let number = number.unwrap_or_default();
            if references.contains_key(number) {
                tally.booked += 1;
            } else if planned.expected_refusal().is_none() {
                tally.lost.push(self.told_of(number).await?);
            }
        }
        let actor = Actor::system("test");
        let locations = office::locations::list(&self.tour.wiring.office, &actor).await?;
        let location = locations.iter().find(|it| it.name == place.name);
        let which = Which {
            location: Some(location.context("no location")?.id),
            from: self.world.months.first().map_or(TODAY, |it| it.first),
            to: TODAY,
        };
        let compared = compare::run(&self.tour.wiring, &actor, &self.tour.sandbox, &which).await?;
        tally.differences += compared.differences.len();
        Ok(())
    }
}
