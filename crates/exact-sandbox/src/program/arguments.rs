//! What the program can be told.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use exact_sandbox::Switches;
use serde_json::{Map, Value};

const EXAMPLES: &str = "\
Examples:
  exact-sandbox
      The demo companies in memory. Everything that you do is gone when it stops.
  exact-sandbox --data books --redirect http://localhost:3000/callback
      Kept in the folder 'books'; your own app may be called back on port 3000.
  exact-sandbox --print-seed > mine.json
  exact-sandbox --seed mine.json --data mine
      The demo companies as a file to edit, and a sandbox that begins with it.
  exact-sandbox --listen 127.0.0.1:9000 --minute-limit 1000 --switch language=en
      Another port, room for a load test, and refusals in English.

While it runs, its pages are on http://127.0.0.1:8090/ and its own doors on /_sandbox/….
It is not a service of Exact, and it is open to everyone who can reach its address.";

/// A local Exact Online: REST API, sign-in, books, webhooks, faults on order, pages.
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXAMPLES, next_line_help = true)]
pub(crate) struct Arguments {
    /// Its doors are open to all who reach it, so: loopback only. Port 0 takes a free
    /// one
    #[arg(
        long,
        value_name = "ADDRESS:PORT",
        default_value = "127.0.0.1:8090",
        help_heading = "Where it listens",
        verbatim_doc_comment
    )]
    pub(crate) listen: SocketAddr,

    /// What to begin with: 'demo' (three small companies), 'empty', or a file of JSON;
    /// not looked at when the data folder has books already
    #[arg(
        long,
        value_name = "SEED",
        default_value = "demo",
        help_heading = "What is in it",
        verbatim_doc_comment
    )]
    pub(crate) seed: String,
    /// Folder in which everything is kept and found again at the next start; one
    /// sandbox per folder, and a copy of the folder is a backup [default: memory]
    #[arg(
        long,
        value_name = "DIR",
        help_heading = "What is in it",
        verbatim_doc_comment
    )]
    pub(crate) data: Option<PathBuf>,
    /// One more address to which every app's users may be sent back after signing
    /// in; may be given again [default: those of the seed]
    #[arg(
        long,
        value_name = "URL",
        help_heading = "What is in it",
        verbatim_doc_comment
    )]
    pub(crate) redirect: Vec<String>,
    /// Prints the seed as JSON, and ends
    #[arg(long, help_heading = "What is in it")]
    pub(crate) print_seed: bool,

    /// Calls per app and company in a clock minute [default: 60]
    #[arg(long, value_name = "CALLS", help_heading = "How it behaves")]
    pub(crate) minute_limit: Option<u32>,
    /// Calls per app and company in a UTC day [default: 5000]
    #[arg(long, value_name = "CALLS", help_heading = "How it behaves")]
    pub(crate) day_limit: Option<u32>,
    /// Lets browsers and webhooks go to plain http on this machine
    /// [default: only with the seed 'demo']
    #[arg(long, help_heading = "How it behaves", verbatim_doc_comment)]
    pub(crate) loopback_callbacks: bool,
    /// Sets a switch, such as language=en or visibility_delay_ms=5000 (milliseconds);
    /// may be given again. GET /_sandbox/switches shows all [default: of the seed]
    #[arg(
        long,
        value_name = "NAME=VALUE",
        value_parser = switch,
        help_heading = "How it behaves",
        verbatim_doc_comment
    )]
    pub(crate) switch: Vec<(String, Value)>,
    /// The number that keys, codes and tokens follow from: the same number, the
    /// same keys
    #[arg(
        long,
        value_name = "NUMBER",
        default_value_t = 1,
        help_heading = "How it behaves",
        verbatim_doc_comment
    )]
    pub(crate) ids: u64,
}

/// One switch; its name and kind are tested at once.
fn switch(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or("write NAME=VALUE, such as language=en")?;
    let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
    let change = Map::from_iter([(name.to_owned(), value.clone())]);
    let tried = Switches::default().changed(change);
    tried
        .map(|_| (name.to_owned(), value))
        .map_err(|error| error.to_string())
}
