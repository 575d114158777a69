//! `cargo xtask`: the developer's verbs. Everything is in the library; here is the command line only.

use std::process::ExitCode;

use clap::Parser;
use xtask::{Verb, say};

/// The developer's verbs of PlanManager.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

fn main() -> ExitCode {
    match xtask::run(Cli::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::error(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
