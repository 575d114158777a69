//! The README lists every endpoint and its file, and nothing else.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail loudly"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// `(struct, name, verb, file)` of every `impl Endpoint for …` in the source.
fn in_the_source(root: &Path) -> BTreeSet<[String; 4]> {
    let mut paths = Vec::new();
    files(&root.join("src/endpoints"), &mut paths);
    let mut found = BTreeSet::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("a source file");
        for part in text.split("impl Endpoint for ").skip(1) {
            let block = part.split("\n}").next().expect("a block");
            let name = block
                .split("NAME: &'static str = \"")
                .nth(1)
                .expect("a name");
            let verb = block
                .split("Method::")
                .last()
                .filter(|_| block.contains("Method::"));
            let file = path
                .strip_prefix(root)
                .expect("inside")
                .display()
                .to_string();
            found.insert([
                block.split(' ').next().expect("a type").to_owned(),
                name.split('"').next().expect("the end").to_owned(),
                verb.map_or("GET", |verb| verb.split('\n').next().expect("a verb"))
                    .to_owned(),
                file,
            ]);
        }
    }
    found
}

fn in_the_readme(root: &Path) -> BTreeSet<[String; 4]> {
    let text = fs::read_to_string(root.join("README.md")).expect("the README");
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    rows.map(|line| {
        let cells: Vec<String> = line
            .trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().replace('`', ""))
            .collect();
        let [name, verb, endpoint, _answer, file] = cells.as_slice() else {
            panic!("five cells: {line}")
        };
        [endpoint.clone(), name.clone(), verb.clone(), file.clone()]
    })
    .collect()
}

#[test]
fn the_readme_is_complete() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = in_the_source(root);
    assert!(source.len() > 15, "the search finds nothing");
    assert_eq!(in_the_readme(root), source);
}
