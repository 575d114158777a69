//! No unfinished marks in the tree.

use std::fs;

use anyhow::Result;

use super::Finding;
use crate::workspace::{Workspace, files_below};

/// Written in halves, so that this file does not find itself.
const BANNED: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("dbg", "!("),
    concat!("XX", "X:"),
];

/// Endings of the files that people write.
const WRITTEN: &[&str] = &["rs", "html", "css", "js", "sh", "sql", "toml", "md", "ftl"];

/// # Errors
/// When a file cannot be read.
pub fn check(workspace: &Workspace) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for path in files_below(&workspace.root, WRITTEN)? {
        let text = fs::read_to_string(&path)?;
        for (at, line) in text.lines().enumerate() {
            for word in banned_in(line) {
                findings.push(format!("{}:{}: {word}", workspace.shown(&path), at + 1));
            }
        }
    }
    Ok(findings)
}

fn banned_in(line: &str) -> impl Iterator<Item = &'static str> {
    BANNED
        .iter()
        .copied()
        .filter(move |word| line.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_and_a_word_like_it_is_not() {
        let line = format!("// {}: later", BANNED[0]);
        assert_eq!(banned_in(&line).collect::<Vec<_>>(), [BANNED[0]]);
        assert_eq!(banned_in("fn autodoc() -> Method").count(), 0);
    }
}
