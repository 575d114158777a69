//! Kills the program in the middle of exports, as often as one likes, and says what was lost, doubled or a cent off.
//!
//! `cargo run -p planmanager --example kill -- --kills 200 --database sqlite|postgres [--seed N]`. It ends with 1 when
//! anything was.
#![expect(clippy::print_stdout, reason = "it says what it found")]

#[path = "../../tests/e2e/killing.rs"]
mod killing;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, ensure};
use clap::{Parser, ValueEnum};
use store::Engine;

/// What can be typed.
#[derive(Debug, Parser)]
#[command(name = "kill")]
struct Arguments {
    /// How often the program is killed.
    #[arg(long, default_value_t = 200)]
    kills: u32,
    /// On which database.
    #[arg(long, value_enum, default_value_t = Database::Sqlite)]
    database: Database,
    /// What the moments are drawn from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// The two databases.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Database {
    /// A file in the data folder.
    Sqlite,
    /// A server that is started for it.
    Postgres,
}

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let orders = killing::Orders {
        program: program()?,
        engine: match arguments.database {
            Database::Sqlite => Engine::Sqlite,
            Database::Postgres => Engine::Postgres,
        },
        kills: arguments.kills,
        seed: arguments.seed,
    };
    let tally = killing::kill(&orders).await?;
    println!("{tally}");
    Ok(if tally.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The program, built as it is now, in the same profile as this one.
fn program() -> Result<PathBuf> {
    let this = std::env::current_exe()?;
    let folder = this
        .parent()
        .and_then(|examples| examples.parent())
        .context("this program is nowhere")?;
    let mut build = Command::new(env!("CARGO"));
    build.args([
        "build",
        "--quiet",
        "-p",
        "planmanager",
        "--bin",
        "planmanager",
    ]);
    if folder.ends_with("release") {
        build.arg("--release");
    }
    let built = build.current_dir(env!("CARGO_MANIFEST_DIR")).status()?;
    ensure!(built.success(), "the program was not built");
    Ok(folder.join("planmanager"))
}
