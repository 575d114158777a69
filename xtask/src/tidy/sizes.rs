//! No file over 400 lines, no function over 70. Tables do not count.

use std::fs;

use anyhow::Result;

use super::Finding;
use crate::measure;
use crate::workspace::{Workspace, files_below};

/// No file is longer.
pub const FILE_LIMIT: usize = 400;
/// No function is longer (lines of code in its body).
pub const FUNCTION_LIMIT: usize = 70;
/// The aim for nine files of ten.
pub const FILE_AIM: usize = 250;
/// The aim for nine functions of ten.
pub const FUNCTION_AIM: usize = 30;
/// No function takes more.
pub const ARGUMENT_LIMIT: usize = 5;

/// Files that are tables: rows of data that nobody reads from top to bottom.
pub const TABLES: &[&str] = &[
    "crates/planmanager/src/demo/chart/",
    "crates/exact-sandbox/src/published/",
];

/// Endings of the files whose length counts.
const COUNTED: &[&str] = &["rs", "html", "css", "js", "sh"];

/// Whether a path (from the root) is on the list of tables.
#[must_use]
pub fn is_table(shown: &str) -> bool {
    TABLES.iter().any(|table| shown.starts_with(table))
}

/// # Errors
/// When a file cannot be read or parsed.
pub fn check(workspace: &Workspace) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for member in &workspace.members {
        for path in files_below(&member.folder, COUNTED)? {
            let shown = workspace.shown(&path);
            if is_table(&shown) {
                continue;
            }
            let lines = fs::read_to_string(&path)?.lines().count();
            if lines > FILE_LIMIT {
                findings.push(format!("{shown}: {lines} lines, the limit is {FILE_LIMIT}"));
            }
            if !shown.ends_with(".rs") {
                continue;
            }
            for function in measure::file(&path)?
                .functions
                .iter()
                .filter(|function| function.lines > FUNCTION_LIMIT)
            {
                let (name, at, lines) = (&function.name, function.at, function.lines);
                findings.push(format!(
                    "{shown}:{at}: fn {name} has {lines} lines, the limit is {FUNCTION_LIMIT}"
                ));
            }
        }
    }
    Ok(findings)
}
