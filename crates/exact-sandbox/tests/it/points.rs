//! The table of points in the README: all 39, with tests and switches that exist, and no test or switch beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use exact_sandbox::Switches;

use crate::papers::rows;
use crate::readme::section;

/// A row: number, behaviour, default, switch, tests.
fn table() -> Vec<Vec<String>> {
    let all = rows(&section("point by point").body);
    for row in &all {
        assert_eq!(row.len(), 5, "{row:?}");
    }
    all
}

/// What stands between backticks.
fn code(cell: &str) -> BTreeSet<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|it| it == "rs") {
            into.push(path);
        }
    }
}

/// All test functions as `file::name`; those inside the library as `folder::file::name`.
fn tests() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = BTreeSet::new();
    for folder in ["tests/it", "src"] {
        let (base, mut files) = (root.join(folder), Vec::new());
        rust_files(&base, &mut files);
        for file in files {
            let inside = file.strip_prefix(&base).unwrap().with_extension("");
            let module = inside.to_str().unwrap().replace('/', "::");
            let text = fs::read_to_string(&file).unwrap();
            for part in text
                .split("#[test]")
                .skip(1)
                .chain(text.split("#[tokio::test").skip(1))
            {
                let name = part
                    .split("fn ")
                    .nth(1)
                    .and_then(|rest| rest.split('(').next());
                all.extend(name.map(|name| format!("{module}::{name}")));
            }
        }
    }
    all
}

/// The points that a test names: `point_18_and_39_…` names two.
fn named(test: &str) -> Vec<u32> {
    let name = test.rsplit("::").next().unwrap();
    let Some(rest) = name.strip_prefix("point_") else {
        return Vec::new();
    };
    let mut words = rest.split('_');
    let mut all: Vec<u32> = words
        .next()
        .and_then(|it| it.parse().ok())
        .into_iter()
        .collect();
    if words.next() == Some("and") {
        all.extend(words.next().and_then(|it| it.parse::<u32>().ok()));
    }
    all
}

#[test]
fn all_39_are_there_once_and_in_order() {
    let numbers: Vec<u32> = table()
        .iter()
        .filter_map(|row| row[0].parse().ok())
        .collect();
    assert_eq!(numbers, (1..=39).collect::<Vec<_>>());
    for row in table() {
        assert!(row[1].len() > 15, "{row:?}");
        assert!(!code(&row[4]).is_empty(), "point {} has no test", row[0]);
    }
}

/// Whether a name of the table means this test: `…` stands for any end.
fn means(name: &str, test: &str) -> bool {
    match name.strip_suffix('…') {
        Some(begin) => test.starts_with(begin),
        None => test == name,
    }
}

#[test]
fn every_named_test_exists_and_every_test_of_a_point_is_named() {
    let tests = tests();
    assert!(tests.len() > 100, "{} tests", tests.len());
    let mut shown: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in table() {
        let names = code(&row[4]);
        for name in &names {
            let found = tests.iter().any(|test| means(name, test));
            assert!(found, "point {}: there is no test {name}", row[0]);
        }
        shown.entry(row[0].clone()).or_default().extend(names);
    }
    for test in &tests {
        for point in named(test) {
            let names = shown.get(&point.to_string());
            let covered = names.is_some_and(|names| names.iter().any(|name| means(name, test)));
            assert!(covered, "row {point} of the README does not name {test}");
        }
    }
}

#[test]
fn every_named_switch_exists_and_every_switch_is_named() {
    let all = serde_json::to_value(Switches::default()).unwrap();
    let all: BTreeSet<String> = all.as_object().unwrap().keys().cloned().collect();
    let mut shown = BTreeSet::new();
    for row in table() {
        let switches = code(&row[3]).into_iter();
        shown.extend(switches.filter(|name| !name.starts_with("/_sandbox/")));
    }
    assert_eq!(shown, all);
}
