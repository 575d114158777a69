//! `cargo xtask check`: everything that can be said about the code without running it.

use std::process::Command;

use anyhow::{Result, bail};

use crate::run::{cargo, find_program, run};
use crate::workspace::Workspace;
use crate::{say, tidy};

/// Format, lints, documentation, dependencies (when cargo-deny is installed), tidy rules.
///
/// # Errors
/// At the first step that fails.
pub fn run_steps(workspace: &Workspace) -> Result<()> {
    let root = &workspace.root;
    say::step("format");
    run(&mut cargo(root, &["fmt", "--all", "--check"]))?;
    say::step("lints");
    run(&mut cargo(
        root,
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    ))?;
    say::step("documentation");
    run(cargo(root, &["doc", "--workspace", "--no-deps", "--quiet"])
        .env("RUSTDOCFLAGS", "-D warnings"))?;
    dependencies(workspace)?;
    say::step("tidy rules");
    tidy_rules(workspace)
}

/// Bans, licences and sources; the advisories need a database from outside and are left to the owner.
fn dependencies(workspace: &Workspace) -> Result<()> {
    say::step("dependencies");
    if find_program("cargo-deny").is_none() {
        say::line("cargo-deny is not installed: bans, licences and sources are not checked");
        return Ok(());
    }
    let mut command = Command::new("cargo-deny");
    command.current_dir(&workspace.root).args([
        "--offline",
        "check",
        "bans",
        "licenses",
        "sources",
    ]);
    run(&mut command)
}

fn tidy_rules(workspace: &Workspace) -> Result<()> {
    let mut broken = 0;
    for (name, rule) in tidy::RULES {
        let findings = rule(workspace)?;
        broken += findings.len();
        say::line(&format!(
            "{} {name}",
            if findings.is_empty() {
                "ok    "
            } else {
                "BROKEN"
            }
        ));
        findings
            .iter()
            .for_each(|finding| say::line(&format!("       {finding}")));
    }
    if broken > 0 {
        bail!("{broken} findings of the tidy rules");
    }
    Ok(())
}
