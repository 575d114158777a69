//! `cargo xtask browser`: the pages of both programs in a real Chromium, driven by the tests in `browser/`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::run::{cargo, find_program, run};
use crate::say;
use crate::workspace::Workspace;

/// What Debian and others call the browser.
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// Builds both programs, then [`drive`]s it.
///
/// # Errors
/// When it cannot be built, and as `drive` has it.
pub fn run_all(workspace: &Workspace, pictures: Option<&Path>) -> Result<()> {
    run(&mut cargo(
        &workspace.root,
        &["build", "-p", "planmanager", "-p", "exact-sandbox"],
    ))?;
    drive(workspace, pictures)
}

/// Fetches the driver and runs the tests in the browser against the programs that were built last. `pictures` is a folder
/// for a picture of each page at each width; without it none are taken.
///
/// # Errors
/// When Chromium, Node.js or npm is missing, with what to install, or when a test fails.
pub fn drive(workspace: &Workspace, pictures: Option<&Path>) -> Result<()> {
    let browser = BROWSERS.iter().find_map(|name| find_program(name));
    let (Some(browser), Some(node), Some(npm)) =
        (browser, find_program("node"), find_program("npm"))
    else {
        bail!(
            "the pages are tested in a browser: install these first: apt-get install chromium nodejs npm"
        );
    };
    let tests = workspace.root.join("browser");
    say::step("pages in a browser");
    run(Command::new(npm).current_dir(&tests).args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ]))?;
    let mut command = Command::new(node);
    command
        .current_dir(&tests)
        .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
        .args(files(&tests)?)
        .env("PLANMANAGER", workspace.target.join("debug/planmanager"))
        .env(
            "EXACT_SANDBOX",
            workspace.target.join("debug/exact-sandbox"),
        )
        .env("CHROMIUM", browser);
    if let Some(folder) = pictures {
        command.env("BROWSER_PICTURES", workspace.root.join(folder));
    }
    run(&mut command)
}

/// The files with tests, in the order of their names.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut found: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    found.sort();
    Ok(found)
}
