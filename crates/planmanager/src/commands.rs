//! The verbs of the command line, a file each. They call what the pages call.

mod backup;
mod check;
mod compare;
mod demo;
mod doctor;
mod export;
mod filter;
mod import;
mod link;
mod restore;
mod serve;
mod sync;
mod user;
mod worker;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::cli::{Cli, ImportVerb, Verb};
use crate::config::{self, Config, Environment};
use crate::output::{Output, SettingsError};
use crate::wiring::Wiring;

/// How often a command looks at what another process works on.
const FOLLOW_EVERY: Duration = Duration::from_millis(500);

/// Runs one command. `false`: done, but something was refused or differs.
///
/// # Errors
/// What stopped it; [`Output::broken`] says it.
pub async fn run(cli: Cli, output: &Output) -> Result<bool> {
    log_to_stderr();
    if let Verb::Demo(arguments) = &cli.verb {
        let data = cli.data.unwrap_or_else(|| PathBuf::from("data/demo"));
        return demo::run(&data, arguments, output).await;
    }
    let data = cli.data.unwrap_or_else(|| PathBuf::from(config::DATA));
    let config = Config::load(&data, cli.config.as_deref(), &Environment::of_process());
    let config = config.context(SettingsError)?;
    if let Verb::Restore(arguments) = &cli.verb {
        return restore::run(&config, arguments, output).await;
    }
    let wiring = Wiring::open(&config).await?;
    let outcome = perform(&cli.verb, wiring.clone(), output).await;
    // What was done here is noted beside the database, also when the command failed half-way.
    if let Err(error) = office::installation::note_newest(&wiring.office).await {
        tracing::warn!(%error, "what was done last was not noted in the data folder");
    }
    outcome
}

async fn perform(verb: &Verb, wiring: Wiring, output: &Output) -> Result<bool> {
    match verb {
        Verb::Serve => serve::run(wiring, output).await,
        Verb::Worker => worker::run(wiring, output).await,
        Verb::Import(ImportVerb::Ubl(arguments)) => import::run(&wiring, arguments, output).await,
        Verb::Export(arguments) => export::run(&wiring, arguments, output).await,
        Verb::Check(arguments) => check::run(&wiring, arguments, output).await,
        Verb::Sync => sync::run(&wiring, output).await,
        Verb::Compare(arguments) => compare::run(&wiring, arguments, output).await,
        Verb::Doctor => doctor::run(&wiring, output).await,
        Verb::Backup(arguments) => backup::run(&wiring, arguments, output).await,
        Verb::Link(verb) => link::run(&wiring, verb, output).await,
        Verb::User(verb) => user::run(&wiring, verb, output).await,
        Verb::Demo(_) | Verb::Restore(_) => Ok(true),
    }
}

/// What happens is logged to stderr; `RUST_LOG` says how much, warnings unless told.
fn log_to_stderr() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // In tests several commands run in one process: the first one set it up.
    drop(subscriber.try_init());
}
