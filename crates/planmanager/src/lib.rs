//! The house around the product: command line, settings, wiring, and the demo.
//!
//! Nothing here decides about invoices or bookings; it opens the database and the link, and calls their verbs.

pub mod backup;
pub mod browser;
pub mod cli;
pub mod commands;
pub mod compare;
pub mod config;
pub mod demo;
pub mod exit;
pub mod folder;
pub mod lookup;
pub mod output;
pub mod private_file;
pub mod reasons;
pub mod sentence;
pub mod serving;
pub mod stop;
pub mod wiring;

use std::process::ExitCode;

use cli::Cli;
use output::Output;

/// Runs one command to its end; the exit codes are in `docs/operations.md`.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let output = Output::new(cli.json);
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return output.ended(Err(error.into())),
    };
    let outcome = runtime.block_on(commands::run(cli, &output));
    output.ended(outcome)
}
