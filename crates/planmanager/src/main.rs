//! The program. Everything is in the library; here is the start of the process only.

use std::process::ExitCode;

use clap::Parser as _;
use planmanager::cli::Cli;

fn main() -> ExitCode {
    planmanager::run(Cli::parse())
}
