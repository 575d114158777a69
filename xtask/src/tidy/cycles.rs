//! No crate has modules that import each other in a circle.

use anyhow::Result;

use super::Finding;
use crate::cycles;
use crate::workspace::Workspace;

/// # Errors
/// When a file cannot be read or parsed.
pub fn check(workspace: &Workspace) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for member in &workspace.members {
        for knot in cycles::knots(&cycles::imports(workspace, member)?) {
            findings.push(format!(
                "{}: {} import each other",
                member.name,
                knot.join(", ")
            ));
        }
    }
    Ok(findings)
}
