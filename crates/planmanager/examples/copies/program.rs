//! PlanManager as a process: run to its end, or killed in the middle.

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::AS_PROGRAM;

/// The program in a data folder, answering for machines.
fn command(data: &Path, arguments: &[&str]) -> Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .arg(AS_PROGRAM)
        .args(arguments)
        .arg("--json")
        .arg("--data")
        .arg(data);
    Ok(command)
}

/// Runs it to its end.
pub(crate) async fn run(data: &Path, arguments: &[&str]) -> Result<Output> {
    let mut command = command(data, arguments)?;
    Ok(tokio::task::spawn_blocking(move || command.output()).await??)
}

/// Runs it to its end, which must be a good one.
pub(crate) async fn done(data: &Path, arguments: &[&str]) -> Result<()> {
    let output = run(data, arguments).await?;
    ensure!(
        output.status.success(),
        "{arguments:?}: {} {}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

/// Starts it; whoever gets it ends it.
pub(crate) fn start(data: &Path, arguments: &[&str]) -> Result<Child> {
    Ok(command(data, arguments)?
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?)
}

/// Ends it as a power cut would.
pub(crate) fn kill(mut child: Child) -> Result<()> {
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// Stops it in the middle of whatever it does, or lets it go on.
pub(crate) fn signal(child: &Child, signal: &str) -> Result<()> {
    let sent = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status()?;
    ensure!(sent.success(), "kill {signal}");
    Ok(())
}

/// Whether the program refused, and said that this may be a copy.
pub(crate) fn told(output: &Output) -> Result<bool> {
    let text = String::from_utf8_lossy(&output.stdout);
    let last = text.lines().last().context("it said nothing")?;
    let value: Value = serde_json::from_str(last)?;
    let code = value["refused"][0]["code"].as_str().unwrap_or_default();
    Ok(output.status.code() == Some(1) && code.starts_with("installation-"))
}
