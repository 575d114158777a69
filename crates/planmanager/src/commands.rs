//! The verbs of the command line, a file each. They call what the pages call.

mod backup;
mod check;
mod compare;
mod demo;
mod doctor;
mod export;
mod filter;
mod follow;
mod import;
mod key;
mod link;
mod restore;
mod serve;
mod sync;
mod user;
mod worker;

use std::path::PathBuf;

use anyhow::Result;

use crate::cli::{Cli, ImportVerb, UserVerb, Verb};
use crate::config::{self, Config, Environment};
use crate::output::{Ending, Output};
use crate::wiring::Wiring;

/// Runs one command.
///
/// # Errors
/// What stopped it; [`Output::ended`] says it.
pub async fn run(cli: Cli, output: &Output) -> Result<Ending> {
    log_to_stderr();
    if let Verb::Demo(arguments) = &cli.verb {
        let data = cli.data.unwrap_or_else(|| PathBuf::from("data/demo"));
        return demo::run(&data, arguments, output).await;
    }
    let data = cli.data.unwrap_or_else(|| PathBuf::from(config::DATA));
    let environment = Environment::of_process();
    let begins = begins(&cli.verb);
    if let Verb::Restore(arguments) = &cli.verb {
        // What is no backup leaves no folder behind.
        restore::look(arguments)?;
    }
    let config = if begins {
        Config::load_or_make(&data, cli.config.as_deref(), &environment)?
    } else {
        Config::load(&data, cli.config.as_deref(), &environment)?
    };
    let wiring = match &cli.verb {
        Verb::Doctor => return doctor::run(&config, output).await,
        Verb::Key(verb) => return key::run(&config, *verb, output).await,
        Verb::Restore(arguments) => return restore::run(&config, arguments, output).await,
        _ if begins => Wiring::open(&config).await?,
        _ => Wiring::open_existing(&config).await?,
    };
    let outcome = perform(&cli.verb, wiring.clone(), output).await;
    // What was done here is noted beside the database, also when the command failed half-way.
    if let Err(error) = office::installation::note_newest(&wiring.office).await {
        tracing::warn!(%error, "what was done last was not noted in the data folder");
    }
    outcome
}

async fn perform(verb: &Verb, wiring: Wiring, output: &Output) -> Result<Ending> {
    match verb {
        Verb::Serve => serve::run(wiring, output).await,
        Verb::Worker => worker::run(wiring, output).await,
        Verb::Import(ImportVerb::Ubl(arguments)) => import::run(&wiring, arguments, output).await,
        Verb::Export(arguments) => export::run(&wiring, arguments, output).await,
        Verb::Check(arguments) => check::run(&wiring, arguments, output).await,
        Verb::Sync(arguments) => sync::run(&wiring, *arguments, output).await,
        Verb::Compare(arguments) => compare::run(&wiring, arguments, output).await,
        Verb::Backup(arguments) => backup::run(&wiring, arguments, output).await,
        Verb::Link(verb) => link::run(&wiring, verb, output).await,
        Verb::User(verb) => user::run(&wiring, verb, output).await,
        Verb::Demo(_) | Verb::Doctor | Verb::Key(_) | Verb::Restore(_) => Ok(Ending::Done),
    }
}

/// Whether a verb may be the first one ever: only then are folder, database and key made where there are none.
const fn begins(verb: &Verb) -> bool {
    matches!(
        verb,
        Verb::Serve | Verb::Restore(_) | Verb::User(UserVerb::Add { .. })
    )
}

/// What happens is logged to stderr; `RUST_LOG` says how much, warnings unless told.
fn log_to_stderr() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // When nobody reads it any more, there is nobody to tell that either.
        .log_internal_errors(false);
    // In tests several commands run in one process: the first one set it up.
    drop(subscriber.try_init());
}
