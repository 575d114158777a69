//! The developer's verbs: make a machine ready and test, check, measure.
//!
//! The tidy rules live here as functions that return findings, so that `cargo xtask check` and
//! `cargo test -p xtask` say the same. Nothing of the product depends on this crate, nor it on the product.

pub mod browser;
pub mod check;
pub mod cluster;
pub mod cycles;
pub mod machine;
pub mod measure;
pub mod metrics;
pub mod run;
pub mod say;
pub mod sim;
pub mod test;
pub mod tidy;
pub mod workspace;

use std::path::PathBuf;

use anyhow::Result;
use clap::Subcommand;

/// What `cargo xtask` can do.
#[derive(Clone, Debug, Subcommand)]
pub enum Verb {
    /// Make the machine ready, then run every test on SQLite and PostgreSQL.
    Test,
    /// Open the pages of both programs in Chromium: what they show, what they let do, at a desk and on a telephone.
    Browser {
        /// Also put a picture of each page into this folder.
        #[arg(long, value_name = "FOLDER")]
        pictures: Option<PathBuf>,
    },
    /// Format, lints, documentation, tidy rules.
    Check,
    /// Lines per file and function, documented items, cycles; a table, never a failure.
    Metrics,
    /// Live simulated worlds, in which everything goes wrong that may; fails when something was found.
    Sim {
        /// Which seeds.
        #[command(flatten)]
        seeds: sim::Seeds,
        /// The first seed.
        #[arg(long, default_value_t = 0)]
        from: u64,
    },
}

/// Runs one verb in the workspace that this program was built from.
///
/// # Errors
/// When a step fails, with the step's name; nothing runs after the first failure.
pub fn run(verb: Verb) -> Result<()> {
    let workspace = workspace::Workspace::load()?;
    match verb {
        Verb::Test => test::run_all(&workspace),
        Verb::Browser { pictures } => browser::run_all(&workspace, pictures.as_deref()),
        Verb::Check => check::run_steps(&workspace),
        Verb::Metrics => metrics::show(&workspace),
        Verb::Sim { seeds, from } => sim::live(&workspace, seeds, from),
    }
}
