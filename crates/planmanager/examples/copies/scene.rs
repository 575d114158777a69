//! What each run plays in: a seeded tour, copied; its local Exact Online; and what stands there afterwards.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use exact_sandbox::{Sandbox, Switches};
use jiff::civil::{Date, date};
use planmanager::demo::group::SHOPS;
use planmanager::demo::tour::{Tour, TourSettings};
use planmanager::demo::world::{SEED, World};
use planmanager::serving::{Serving, listen};
use store::{Clock, Target};
use tempfile::TempDir;
use testing::db::TestDb;

use crate::program;

/// The last day of the tour's world.
const TODAY: Date = date(2026, 11, 24);
/// More calls a minute than a run makes.
const PLENTY: u32 = 100_000;
/// Short bounds, and reads that are nearly as stale as they allow.
const BOUNDS: &str = "remote_max_work_seconds = 1\nmax_staleness_seconds = 2\nmax_pause_seconds = 1\nlease_seconds = 4\n";
const STALE_MS: i64 = 1_500;

/// Tours that every run begins with a copy of.
pub(crate) struct Seeds {
    work: TempDir,
    sqlite: PathBuf,
    postgres: PathBuf,
    database: TestDb,
    sandbox: String,
    world: World,
}

/// What came of a run.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) invoices: usize,
    pub(crate) doubled: usize,
    pub(crate) lost: usize,
    pub(crate) told: u32,
}

impl Outcome {
    pub(crate) fn add(&mut self, other: &Self) {
        self.invoices += other.invoices;
        self.doubled += other.doubled;
        self.lost += other.lost;
        self.told += other.told;
    }
}

impl Seeds {
    /// Makes both, on the same ports.
    pub(crate) async fn make() -> Result<Self> {
        let work = tempfile::tempdir()?;
        let (sqlite, postgres) = (work.path().join("sqlite"), work.path().join("postgres"));
        let database = TestDb::postgres().await?;
        let Target::Postgres(url) = database.target().clone() else {
            bail!("no server");
        };
        let (port, sandbox) = seed(&sqlite, (0, 0), None).await?;
        seed(&postgres, (port, sandbox), Some(url)).await?;
        Ok(Self {
            work,
            sqlite,
            postgres,
            database,
            sandbox: format!("127.0.0.1:{sandbox}"),
            world: World::plan(TODAY, SEED),
        })
    }

    /// Drops the database.
    pub(crate) async fn remove(&self) -> Result<()> {
        self.database.remove().await
    }
}

async fn seed(
    data: &Path,
    (port, sandbox_port): (u16, u16),
    database: Option<String>,
) -> Result<(u16, u16)> {
    let tour = Tour::start(&TourSettings {
        port,
        sandbox_port,
        minute_limit: PLENTY,
        today: Some(TODAY),
        lanes: false,
        database,
        ..TourSettings::at(data)
    })
    .await?;
    let port = |url: &url::Url| url.port().context("a port");
    let ports = (port(&tour.pages)?, port(&tour.sandbox)?);
    tour.end().await;
    let mut settings = OpenOptions::new()
        .append(true)
        .open(data.join("planmanager.toml"))?;
    settings.write_all(BOUNDS.as_bytes())?;
    Ok(ports)
}

/// One run's folders and its local Exact Online.
pub(crate) struct Scene<'a> {
    seeds: &'a Seeds,
    folder: TempDir,
    /// The data folder of the original.
    pub(crate) home: PathBuf,
    /// Its database, where it has one on a server.
    pub(crate) database: Option<TestDb>,
    exact: Sandbox,
    serving: Serving,
}

impl<'a> Scene<'a> {
    /// A copy of the seed, accepted as the one, with stale reads.
    pub(crate) async fn open(seeds: &'a Seeds, postgres: bool) -> Result<Self> {
        let folder = TempDir::new_in(seeds.work.path())?;
        let home = folder.path().join("home");
        copy(
            if postgres {
                &seeds.postgres
            } else {
                &seeds.sqlite
            },
            &home,
        )?;
        let database = if postgres {
            Some(seeds.database.copied().await?)
        } else {
            None
        };
        if let Some(database) = &database {
            point_at(&home, database)?;
        }
        let clock = Clock::system();
        let exact = Sandbox::builder(Arc::new(move || clock.now()))
            .data_dir(home.join("sandbox"))
            .switches(Switches {
                minute_limit: PLENTY,
                visibility_delay_ms: STALE_MS,
                ..Switches::demo()
            })
            .build()?;
        let mut serving = Serving::new();
        serving.sandbox(listen(&seeds.sandbox).await?, &exact);
        let scene = Self {
            seeds,
            folder,
            home,
            database,
            exact,
            serving,
        };
        program::done(&scene.home, &["link", "continue"]).await?;
        Ok(scene)
    }

    /// Another folder of this run.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The button, for the open month of the first shop.
    pub(crate) fn export(&self) -> Vec<String> {
        let month = self.seeds.world.open_month();
        let (from, to) = (month.first.to_string(), month.last.to_string());
        let words = [
            "export",
            "--location",
            SHOPS[0].name,
            "--from",
            &from,
            "--to",
            &to,
        ];
        words.map(str::to_owned).to_vec()
    }

    /// Waits until so many entries were sent.
    pub(crate) async fn sent(&self, wanted: usize) -> Result<()> {
        for _ in 0..2_400 {
            let calls = self.exact.calls();
            let sent = calls
                .iter()
                .filter(|call| call.method == "POST" && call.path.contains("SalesEntries"));
            if sent.count() >= wanted {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("{wanted} entries were not sent in two minutes")
    }

    /// Counts what stands there, and ends everything.
    pub(crate) async fn close(self, told: bool) -> Result<Outcome> {
        let books = self.exact.books(SHOPS[0].division).context("no books")?;
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for entry in books.entries {
            *counts.entry(entry.your_ref).or_default() += 1;
        }
        let expected: Vec<String> = self
            .seeds
            .world
            .open_invoices(0)
            .filter(|it| it.expected_refusal().is_none())
            .filter_map(|it| it.printed.number.as_ref())
            .map(|number| number.as_str().to_owned())
            .collect();
        let of = |number: &String| counts.get(number).copied().unwrap_or_default();
        let outcome = Outcome {
            invoices: expected.len(),
            doubled: counts
                .iter()
                .filter(|(number, count)| !number.is_empty() && **count > 1)
                .count(),
            lost: expected.iter().filter(|number| of(number) == 0).count(),
            told: u32::from(told),
        };
        self.serving.end().await;
        if let Some(database) = &self.database {
            database.remove().await?;
        }
        Ok(outcome)
    }
}

/// Copies a folder with everything that a person would copy.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    let done = Command::new("cp").arg("-a").args([from, to]).status()?;
    ensure!(done.success(), "cp -a {}", from.display());
    Ok(())
}

/// Names another database in the settings of a folder.
pub(crate) fn point_at(data: &Path, database: &TestDb) -> Result<()> {
    let Target::Postgres(url) = database.target() else {
        bail!("no server");
    };
    let path = data.join("planmanager.toml");
    let settings = fs::read_to_string(&path)?;
    let lines = settings.lines().map(|line| {
        if line.starts_with("database = ") {
            format!("database = \"{url}\"\n")
        } else {
            format!("{line}\n")
        }
    });
    Ok(fs::write(&path, lines.collect::<String>())?)
}
