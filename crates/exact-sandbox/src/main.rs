//! The program: a local Exact Online on one address.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Parser;
use exact_sandbox::{CallbackRule, Clock, Sandbox, Seed, Switches};

/// A local Exact Online.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    /// Where to listen. The doors are open: loopback only.
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// What to begin with: `demo`, `empty`, or a file of JSON with users, apps and companies.
    #[arg(long, default_value = "demo")]
    seed: String,
    /// Folder in which everything is kept; without it, in memory.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Calls a minute per app and company.
    #[arg(long)]
    minute_limit: Option<u32>,
    /// Calls a day per app and company.
    #[arg(long)]
    day_limit: Option<u32>,
    /// Lets webhooks go to plain http on loopback.
    #[arg(long)]
    loopback_callbacks: bool,
    /// The number that ids and secrets follow from.
    #[arg(long, default_value_t = 1)]
    ids: u64,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .init();
    let arguments = Arguments::parse();
    let sandbox = build(&arguments).context("the sandbox cannot start")?;
    let listener = tokio::net::TcpListener::bind(arguments.listen)
        .await
        .with_context(|| format!("cannot listen on {}", arguments.listen))?;
    tracing::info!(address = %listener.local_addr()?, fresh = sandbox.is_fresh(), "Exact Online sandbox");
    let shutdown = async {
        // Without a signal handler the program simply runs on.
        drop(tokio::signal::ctrl_c().await);
    };
    sandbox.serve(listener, shutdown).await?;
    Ok(())
}

fn build(arguments: &Arguments) -> anyhow::Result<Sandbox> {
    let clock = system_clock();
    let seed = match arguments.seed.as_str() {
        "demo" => exact_sandbox::demo(clock()),
        "empty" => Seed::empty(),
        file => {
            let text = std::fs::read(file).with_context(|| format!("cannot read {file}"))?;
            serde_json::from_slice(&text).with_context(|| format!("{file} is not a seed"))?
        }
    };
    let mut builder = Sandbox::builder(clock).seed(seed).ids(arguments.ids);
    if let Some(folder) = &arguments.data {
        builder = builder.data_dir(folder);
    }
    let sandbox = builder.build()?;
    if arguments.loopback_callbacks {
        sandbox.set_switches(Switches {
            callback_rule: CallbackRule::Loopback,
            ..sandbox.switches()
        })?;
    }
    if arguments.minute_limit.is_some() || arguments.day_limit.is_some() {
        let present = sandbox.switches();
        sandbox.set_switches(Switches {
            minute_limit: arguments.minute_limit.unwrap_or(present.minute_limit),
            day_limit: arguments.day_limit.unwrap_or(present.day_limit),
            ..present
        })?;
    }
    Ok(sandbox)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program is where the clock comes from; the library takes one"
)]
fn system_clock() -> Clock {
    Arc::new(jiff::Timestamp::now)
}
