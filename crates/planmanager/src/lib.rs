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
pub mod folder;
pub mod lookup;
pub mod output;
pub mod private_file;
pub mod serving;
pub mod wiring;

use std::process::ExitCode;

use cli::Cli;
use output::{Output, exit};

/// Runs one command to its end; the exit codes are in `docs/operations.md`.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let output = Output::new(cli.json);
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return output.broken(&error.into()),
    };
    match runtime.block_on(commands::run(cli, &output)) {
        Ok(true) => exit::DONE,
        Ok(false) => exit::REFUSED,
        Err(error) => output.broken(&error),
    }
}
