//! From what was told to a running sandbox.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Result;
use exact_sandbox::{CallbackRule, Clock, Sandbox, Seed, Switches};
use serde_json::Map;
use tokio::net::TcpListener;

use super::arguments::Arguments;
use super::complaint::Hint;

/// What to begin with.
pub(crate) fn seed(arguments: &Arguments) -> Result<Seed> {
    let clock = system_clock();
    let name = arguments.seed.as_str();
    match name {
        "demo" => return Ok(exact_sandbox::demo(clock())),
        "empty" => return Ok(Seed::empty()),
        _ => {}
    }
    let text = std::fs::read(name).map_err(|error| {
        Hint::new(
            format!("the seed {name} cannot be read"),
            "Give a file that exists, or 'demo' or 'empty'",
        )
        .because(error)
    })?;
    let read = Seed::from_json(&text, clock()).map_err(|error| {
        Hint::new(
            format!("the seed {name} cannot be used"),
            "'exact-sandbox --print-seed' shows what a seed looks like",
        )
        .because(error)
    })?;
    Ok(read)
}

/// Takes the address.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener> {
    let bound = TcpListener::bind(address).await;
    let bound = bound.map_err(|error| {
        let other = SocketAddr::new(address.ip(), address.port().wrapping_add(1).max(1024));
        Hint::new(
            format!("cannot listen on {address}"),
            format!("Choose another address or port, such as --listen {other}"),
        )
        .because(error)
    })?;
    Ok(bound)
}

/// Opens the sandbox and sets what was told beside the seed.
pub(crate) fn open(arguments: &Arguments, seed: Seed) -> Result<Sandbox> {
    let mut builder = Sandbox::builder(system_clock())
        .seed(seed)
        .ids(arguments.ids);
    if let Some(folder) = &arguments.data {
        builder = builder.data_dir(folder);
    }
    let sandbox = builder.build()?;
    let told = switches(arguments, sandbox.switches())?;
    if told != sandbox.switches() {
        sandbox.set_switches(told)?;
    }
    add_redirects(&sandbox, &arguments.redirect)?;
    if arguments.seed == "demo" && sandbox.is_fresh() {
        sandbox.add_showcase()?;
    }
    Ok(sandbox)
}

fn switches(arguments: &Arguments, present: Switches) -> Result<Switches> {
    let mut told = present;
    if arguments.loopback_callbacks {
        told.https_redirects = false;
        told.callback_rule = CallbackRule::Loopback;
    }
    told.minute_limit = arguments.minute_limit.unwrap_or(told.minute_limit);
    told.day_limit = arguments.day_limit.unwrap_or(told.day_limit);
    Ok(told.changed(Map::from_iter(arguments.switch.iter().cloned()))?)
}

/// Registers the addresses with every app that does not have them.
fn add_redirects(sandbox: &Sandbox, addresses: &[String]) -> Result<()> {
    let (present, mut apps) = (sandbox.apps(), sandbox.apps());
    for app in &mut apps {
        for address in addresses {
            if !app.redirect_uris.contains(address) {
                app.redirect_uris.push(address.clone());
            }
        }
    }
    if apps != present {
        sandbox.load(Seed {
            apps,
            ..Seed::empty()
        })?;
    }
    Ok(())
}

/// Ready when the program is told to stop: Ctrl-C, or what a service manager sends.
pub(crate) async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut ended) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = ended.recv() => return,
                _ = tokio::signal::ctrl_c() => return,
            }
        }
    }
    // Without a signal handler the program simply runs on.
    drop(tokio::signal::ctrl_c().await);
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program is where the clock comes from; the library takes one"
)]
fn system_clock() -> Clock {
    Arc::new(jiff::Timestamp::now)
}
