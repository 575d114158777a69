//! Every Rust file opens with `//!`: what it is for.

use anyhow::Result;

use super::Finding;
use crate::measure;
use crate::workspace::Workspace;

/// # Errors
/// When a file cannot be read or parsed.
pub fn check(workspace: &Workspace) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for member in &workspace.members {
        for path in workspace.rust_files(member)? {
            if !measure::file(&path)?.header {
                findings.push(format!("{}: no //! header", workspace.shown(&path)));
            }
        }
    }
    Ok(findings)
}
