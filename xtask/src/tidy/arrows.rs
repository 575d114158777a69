//! Which crate may use which: the table of the design, checked against `cargo metadata`.
//!
//! Normal and build dependencies only. A crate that is here for tests is never needed by anything else.

use anyhow::Result;

use super::Finding;
use crate::workspace::Workspace;

/// A crate and the crates that it may need; the order is the order of the house, top first.
const MAY_USE: &[(&str, &[&str])] = &[
    (
        "planmanager",
        &[
            "web",
            "link",
            "office",
            "pdf",
            "ubl",
            "store",
            "domain",
            "i18n",
            "exact-client",
            "exact-sandbox",
            "exact-api",
        ],
    ),
    ("web", &["office", "link", "domain", "i18n"]),
    (
        "link",
        &["office", "store", "domain", "exact-client", "exact-api"],
    ),
    ("office", &["store", "domain", "ubl"]),
    ("pdf", &["domain", "i18n"]),
    ("ubl", &["domain"]),
    ("store", &["domain"]),
    ("domain", &[]),
    ("i18n", &[]),
    ("exact-client", &["exact-api"]),
    ("exact-sandbox", &[]),
    ("exact-api", &[]),
    (
        "testing",
        &[
            "planmanager",
            "testing-macros",
            "web",
            "link",
            "office",
            "pdf",
            "ubl",
            "store",
            "domain",
            "i18n",
            "exact-client",
            "exact-sandbox",
            "exact-api",
        ],
    ),
    ("testing-macros", &[]),
    ("xtask", &[]),
];

/// Crates that tests need and the product never does.
const FOR_TESTS: &[&str] = &["testing", "testing-macros"];

/// # Errors
/// Never; the signature is that of every rule.
pub fn check(workspace: &Workspace) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for member in &workspace.members {
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == member.name) else {
            findings.push(format!(
                "{}: a crate that the table of arrows does not know",
                member.name
            ));
            continue;
        };
        for need in &member.needs {
            if !allowed.contains(&need.as_str()) {
                findings.push(format!(
                    "{} -> {need}: no such arrow in the design",
                    member.name
                ));
            }
            if FOR_TESTS.contains(&need.as_str()) && member.name != "testing" {
                findings.push(format!(
                    "{} -> {need}: only as a dev-dependency",
                    member.name
                ));
            }
        }
        let folder = member
            .folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        if folder != member.name {
            findings.push(format!("{}: its folder is called {folder}", member.name));
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Member;

    #[test]
    fn a_wrong_arrow_is_found() {
        let member = Member {
            name: "domain".to_owned(),
            folder: "crates/domain".into(),
            needs: vec!["store".to_owned(), "testing".to_owned()],
            tests_need: Vec::new(),
        };
        let workspace = Workspace {
            root: ".".into(),
            target: std::path::PathBuf::new(),
            members: vec![member],
        };
        let findings = check(&workspace).unwrap();
        assert_eq!(
            findings,
            [
                "domain -> store: no such arrow in the design",
                "domain -> testing: no such arrow in the design",
                "domain -> testing: only as a dev-dependency",
            ]
        );
    }

    #[test]
    fn the_table_has_no_arrow_upwards() {
        let place = |name: &str| {
            MAY_USE
                .iter()
                .position(|(known, _)| *known == name)
                .unwrap()
        };
        for (name, allowed) in MAY_USE.iter().filter(|(name, _)| *name != "testing") {
            for target in *allowed {
                assert!(
                    place(target) > place(name),
                    "{name} -> {target} points upwards"
                );
            }
        }
    }
}
