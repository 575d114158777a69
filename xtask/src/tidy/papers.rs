//! The papers name what exists: decisions are linked, links lead somewhere, commands are real.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use clap::Subcommand as _;

use super::Finding;
use crate::Verb;
use crate::workspace::{Workspace, files_below};

/// `ARCHITECTURE.md` is read in one sitting.
const ARCHITECTURE_LIMIT: usize = 250;

/// # Errors
/// When a paper that must exist does not.
pub fn check(workspace: &Workspace) -> Result<Vec<Finding>> {
    let root = &workspace.root;
    let read =
        |name: &str| fs::read_to_string(root.join(name)).with_context(|| format!("reading {name}"));
    let (readme, architecture) = (read("README.md")?, read("ARCHITECTURE.md")?);
    let mut findings = Vec::new();
    if architecture.lines().count() > ARCHITECTURE_LIMIT {
        findings.push(format!(
            "ARCHITECTURE.md: more than {ARCHITECTURE_LIMIT} lines"
        ));
    }
    for path in files_below(&root.join("docs/decisions"), &["md"])? {
        let shown = workspace.shown(&path);
        if !architecture.contains(&format!("({shown})")) {
            findings.push(format!("ARCHITECTURE.md: does not link {shown}"));
        }
    }
    for verb in verbs_in(&readme).filter(|verb| !Verb::has_subcommand(verb)) {
        findings.push(format!("README.md: there is no `cargo xtask {verb}`"));
    }
    for (name, text) in [("README.md", &readme), ("ARCHITECTURE.md", &architecture)] {
        findings.extend(
            dead_links(root, text).map(|target| format!("{name}: {target} does not exist")),
        );
    }
    Ok(findings)
}

fn verbs_in(text: &str) -> impl Iterator<Item = &str> {
    text.split("cargo xtask ")
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next())
}

fn dead_links(root: &Path, text: &str) -> impl Iterator<Item = String> {
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let files = targets.map(|target| target.split('#').next().unwrap_or_default());
    let inside = files.filter(|target| !target.is_empty() && !target.contains("://"));
    inside
        .filter(|target| !root.join(target).exists())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_and_links_are_read_from_text() {
        let text = "Run `cargo xtask test`, then `cargo xtask fly`. See [a](Cargo.toml) and [b](nowhere.md#x), [c](https://x.example).";
        assert_eq!(verbs_in(text).collect::<Vec<_>>(), ["test", "fly"]);
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(dead_links(root, text).collect::<Vec<_>>(), ["nowhere.md"]);
    }
}
