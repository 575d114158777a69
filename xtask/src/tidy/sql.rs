//! SQL stands in `store`, `office` and `link` only; pages, the command line and the wire know none.

use anyhow::Result;

use super::Finding;
use crate::measure;
use crate::workspace::Workspace;

/// Crates that may hold SQL; `testing` looks into the database for its assertions.
const MAY_HOLD_SQL: &[&str] = &["store", "office", "link", "testing", "xtask"];

/// # Errors
/// When a file cannot be read or parsed.
pub fn check(workspace: &Workspace) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for member in workspace
        .members
        .iter()
        .filter(|member| !MAY_HOLD_SQL.contains(&member.name.as_str()))
    {
        for path in workspace.rust_files(member)? {
            for (line, text) in measure::file(&path)?.texts {
                if is_sql(&text) {
                    findings.push(format!("{}:{line}: SQL", workspace.shown(&path)));
                }
            }
        }
    }
    Ok(findings)
}

/// Statements are written with capitals in this house.
fn is_sql(text: &str) -> bool {
    let text = text.trim_start();
    let begins = [
        "SELECT ",
        "SELECT\n",
        "INSERT INTO ",
        "DELETE FROM ",
        "CREATE TABLE ",
        "WITH RECURSIVE ",
    ];
    begins.iter().any(|begin| text.starts_with(begin))
        || (text.starts_with("UPDATE ") && text.contains(" SET "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_told_from_sentences() {
        assert!(is_sql("SELECT id FROM invoice"));
        assert!(is_sql("\n  UPDATE booking SET state = $1"));
        assert!(!is_sql("Select a location"));
        assert!(!is_sql("UPDATE available"));
    }
}
