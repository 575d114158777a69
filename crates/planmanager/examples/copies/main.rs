//! Copies and restores with the real program: how many invoices are doubled or lost, and whether it is told.
//!
//! `cargo run -p planmanager --example copies -- --runs 20`. Each kind is run so often, in folders of its own, against a
//! local Exact Online whose reads are stale. Every program is a process of its own: this one, started as PlanManager.
#![expect(clippy::print_stdout, reason = "an example speaks to whoever runs it")]

mod kinds;
mod program;
mod scene;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use planmanager::cli::Cli;

use kinds::{KINDS, Kind};
use scene::{Outcome, Seeds};

/// The first argument of a process that is to be PlanManager.
pub(crate) const AS_PROGRAM: &str = "--as-program";

/// What can be typed.
#[derive(Debug, Parser)]
struct Arguments {
    /// How often each kind is run.
    #[arg(long, default_value_t = 20)]
    runs: u32,
    /// Only the kinds whose names hold this.
    #[arg(long, default_value = "")]
    only: String,
}

fn main() -> ExitCode {
    let mut words = std::env::args_os();
    let name = words.next().unwrap_or_default();
    let rest: Vec<OsString> = words.collect();
    if rest.first().is_some_and(|word| word == AS_PROGRAM) {
        let typed = std::iter::once(name).chain(rest.into_iter().skip(1));
        return planmanager::run(Cli::parse_from(typed));
    }
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    match runtime.block_on(all(&arguments)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => failed(&error),
    }
}

fn failed(error: &anyhow::Error) -> ExitCode {
    println!("{error:#}");
    ExitCode::FAILURE
}

/// Runs every kind; whether nothing was doubled or lost, and each was told.
async fn all(arguments: &Arguments) -> Result<bool> {
    let seeds = Seeds::make().await?;
    println!(
        "{:<44} {:>5} {:>9} {:>8} {:>5} {:>5}",
        "kind", "runs", "invoices", "doubled", "lost", "told"
    );
    let mut well = true;
    let wanted = |kind: &&Kind| kind.name.contains(&arguments.only);
    for kind in KINDS.iter().filter(wanted) {
        let mut sum = Outcome::default();
        for number in 0..arguments.runs {
            sum.add(&kinds::run(kind, &seeds, number).await?);
        }
        println!(
            "{:<44} {:>5} {:>9} {:>8} {:>5} {:>5}",
            kind.name, arguments.runs, sum.invoices, sum.doubled, sum.lost, sum.told
        );
        well &= sum.doubled == 0 && sum.lost == 0 && sum.told == arguments.runs;
    }
    seeds.remove().await?;
    Ok(well)
}
