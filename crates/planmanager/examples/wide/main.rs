//! Measures a filter over thirty years: how long a check, a preview and a press take, and how much memory, with very
//! many invoices of which some are open.
//!
//! `cargo run -p planmanager --example wide -- --invoices 100000 --open 2000`; `--open` of all of them shows the memory
//! of the largest check. `--database sqlite`, `postgres` or `both`.
#![expect(clippy::print_stdout, reason = "a measurement tells its figures")]

mod past;

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use clap::{Parser, ValueEnum};
use jiff::civil::date;
use link::{Filter, Parts, export, worker};
use testing::app::TestApp;
use testing::db::TestDb;

/// What is measured.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many invoices there are.
    #[arg(long, default_value_t = 100_000)]
    invoices: usize,
    /// How many of them, the newest, are not booked yet.
    #[arg(long, default_value_t = 2_000)]
    open: usize,
    /// On which database.
    #[arg(long, value_enum, default_value_t = Engines::Both)]
    database: Engines,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Engines {
    Sqlite,
    Postgres,
    Both,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if arguments.database != Engines::Postgres {
        println!("SQLite");
        measure(TestDb::sqlite().await?, &arguments).await?;
    }
    if arguments.database != Engines::Sqlite {
        println!("PostgreSQL");
        let database = TestDb::postgres().await?;
        let measured = measure(database.clone(), &arguments).await;
        database.remove().await?;
        measured?;
    }
    Ok(())
}

async fn measure(database: TestDb, arguments: &Arguments) -> Result<()> {
    let app = TestApp::start(database.db()).await?;
    let seeding = Begun::now()?;
    past::write(&app, arguments.invoices, arguments.open).await?;
    seeding.told("seeding", &format!("{} invoices", arguments.invoices))?;
    let years = Filter::between(date(2000, 1, 1), date(2030, 12, 31));

    let checking = Begun::now()?;
    let checks = export::check(&app.link, &app.admin, &years).await?;
    let refused = checks.iter().filter(|it| !it.refusals.is_empty()).count();
    checking.told(
        "check",
        &format!("{} checked, {refused} refused", checks.len()),
    )?;
    anyhow::ensure!(
        checks.len() == arguments.open,
        "not everything open is checked"
    );
    drop(checks);

    let looking = Begun::now()?;
    let preview = export::preview(&app.link, &app.admin, &years).await?;
    looking.told(
        "preview",
        &format!("{} would go, {} booked", preview.invoices, preview.booked),
    )?;

    let pressing = Begun::now()?;
    let run = export::start(&app.link, &app.admin, &years, Parts::Both).await?;
    let view = export::run(&app.link, &app.admin, run, None).await?;
    let lines: i64 = view.counts.values().sum();
    pressing.told("press", &format!("{lines} lines"))?;

    let sending = Begun::now()?;
    worker::run_to_end(&app.link, Duration::from_secs(24 * 3_600)).await?;
    let view = export::run(&app.link, &app.admin, run, None).await?;
    sending.told(
        "lane",
        &format!("{:?}, finished {}", view.counts, view.finished_at.is_some()),
    )?;
    app.finish().await
}

/// A step that is measured: its time, and the most memory that the process had since.
struct Begun(Instant);

impl Begun {
    /// Forgets the most memory so far, where the system lets us.
    fn now() -> Result<Self> {
        fs::write("/proc/self/clear_refs", "5").context("forgetting the most memory")?;
        Ok(Self(Instant::now()))
    }

    fn told(self, step: &str, what: &str) -> Result<()> {
        let took = self.0.elapsed();
        let status = fs::read_to_string("/proc/self/status")?;
        let most = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .map_or("?", str::trim);
        println!("  {step:8} {took:>8.1?}  at most {most:>12}  {what}");
        Ok(())
    }
}
