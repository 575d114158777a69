//! The rules of the house that no lint of the compiler knows, each a file with a function that returns findings.

pub mod arrows;
pub mod cycles;
pub mod headers;
pub mod papers;
pub mod sizes;
pub mod sql;
pub mod words;

use anyhow::Result;

use crate::workspace::Workspace;

/// One broken rule: where, and what.
pub type Finding = String;

/// A rule: its name for the developer, and the check.
pub type Rule = (&'static str, fn(&Workspace) -> Result<Vec<Finding>>);

/// All rules, in the order in which they are told.
pub const RULES: &[Rule] = &[
    ("arrows between crates", arrows::check),
    ("cycles between modules", cycles::check),
    ("sizes of files and functions", sizes::check),
    ("banned words", words::check),
    ("headers", headers::check),
    ("where SQL may stand", sql::check),
    ("README, ARCHITECTURE and decisions", papers::check),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_clean(name: &str) {
        let workspace = Workspace::load().unwrap();
        let (_, rule) = RULES.iter().find(|(rule, _)| *rule == name).unwrap();
        let findings = rule(&workspace).unwrap();
        assert!(findings.is_empty(), "{name}:\n{}", findings.join("\n"));
    }

    #[test]
    fn every_arrow_between_crates_is_in_the_design() {
        assert_clean("arrows between crates");
    }

    #[test]
    fn no_modules_import_each_other_in_a_circle() {
        assert_clean("cycles between modules");
    }

    #[test]
    fn no_file_and_no_function_is_too_long() {
        assert_clean("sizes of files and functions");
    }

    #[test]
    fn no_unfinished_marks() {
        assert_clean("banned words");
    }

    #[test]
    fn every_file_opens_with_what_it_is_for() {
        assert_clean("headers");
    }

    #[test]
    fn sql_stands_where_it_belongs() {
        assert_clean("where SQL may stand");
    }

    #[test]
    fn papers_name_what_exists() {
        assert_clean("README, ARCHITECTURE and decisions");
    }
}
