//! The README is true: its sign-in works when pasted, its example is the one that is compiled, its tables are what is
//! in the code.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use exact_sandbox::{Sandbox, Switches, demo, endpoints};
use serde_json::Value;
use tokio::process::Command;

use crate::driver::morning;
use crate::papers::{Section, blocks, rows, sections};

const README: &str = include_str!("../../README.md");
const LIBRARY: &str = include_str!("../../src/lib.rs");

pub(crate) fn section(title: &str) -> Section {
    let mut all = sections(README).into_iter();
    let found = all.find(|section| section.title.contains(title));
    found.unwrap_or_else(|| panic!("the README has no section about {title}"))
}

#[tokio::test]
async fn the_first_sign_in_works_when_it_is_pasted() {
    let sandbox = Sandbox::builder(Arc::new(morning)).seed(demo(morning()));
    let sandbox = sandbox.build().unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let script = section("A first sign-in by curl").body;
    let script = blocks(&script).remove(0).text;
    let script = script.replace("127.0.0.1:8090", &address);
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).env("no_proxy", "127.0.0.1");
    shell.kill_on_drop(true);
    let output = tokio::select! {
        served = sandbox.serve(listener, std::future::pending()) => panic!("{served:?}"),
        output = shell.output() => output.expect("there is a shell"),
    };
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        !errors.contains("curl: not found"),
        "curl is missing: apt-get install curl"
    );
    assert!(output.status.success(), "{errors}");
    let told: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!(
            "{error}: {} {errors}",
            String::from_utf8_lossy(&output.stdout)
        )
    });
    let row = &told["d"]["results"][0];
    assert_eq!(
        (&row["YourRef"], &row["AmountFC"]),
        (&"F-2026-1".into(), &121.into())
    );
    let books = sandbox.books(123_456).unwrap();
    let entry = books
        .entries
        .iter()
        .find(|entry| entry.your_ref == "F-2026-1");
    assert_eq!(entry.unwrap().total, "121.00");
}

#[test]
fn the_example_is_the_one_that_is_compiled_and_run() {
    let shown = blocks(README)
        .into_iter()
        .find(|block| block.info == "rust");
    let compiled = LIBRARY.split("//! ```\n").nth(1).unwrap();
    let lines = compiled.lines().map(|line| line.trim_start_matches("//!"));
    let lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line));
    let visible: Vec<&str> = lines.filter(|line| !line.starts_with("# ")).collect();
    assert_eq!(shown.unwrap().text.trim(), visible.join("\n").trim());
}

/// The endpoint that a sync or bulk path is the twin of, in lower case; the services are named differently there.
fn base(path: &str) -> Option<String> {
    let path = path.to_lowercase();
    let base = path.strip_prefix("sync/").or(path.strip_prefix("bulk/"))?;
    let ledger = base == "financial/transactionlines";
    Some(if ledger {
        "financialtransaction/transactionlines".to_owned()
    } else {
        base.to_owned()
    })
}

/// The table of endpoints as it should stand: one row per endpoint, with its twins.
fn endpoint_rows() -> BTreeMap<String, String> {
    let all = endpoints();
    let twin = |kind: &str, path: &str| {
        let mut twins = all.iter().filter(|it| it.path.starts_with(kind));
        let own = |it: &&exact_sandbox::EndpointInfo| {
            base(it.path).is_some_and(|base| base == path.to_lowercase())
        };
        twins.find(own).map(|it| it.path)
    };
    let is_twin = |path: &str| {
        base(path).is_some_and(|base| all.iter().any(|it| it.path.to_lowercase() == base))
    };
    let cell = |path: Option<&str>| path.map(|path| format!("`{path}`")).unwrap_or_default();
    let own = all.iter().filter(|it| !is_twin(it.path));
    own.map(|it| {
        let twins = (cell(twin("sync", it.path)), cell(twin("bulk", it.path)));
        let row = format!(
            "| `{}` | {} | {} | {} |",
            it.path,
            it.methods.join(" "),
            twins.0,
            twins.1
        );
        (it.path.to_owned(), row)
    })
    .collect()
}

#[test]
fn the_table_of_endpoints_is_the_registry() {
    let wanted: Vec<String> = endpoint_rows().into_values().collect();
    let body = section("Endpoints").body;
    let shown = body.lines().filter(|line| line.starts_with("| `"));
    let shown: BTreeSet<&str> = shown.collect();
    let missing: Vec<&String> = wanted
        .iter()
        .filter(|row| !shown.contains(row.as_str()))
        .collect();
    assert!(
        missing.is_empty() && shown.len() == wanted.len(),
        "put these rows into the README, and take others out:\n{}",
        wanted.join("\n")
    );
}

#[test]
fn every_switch_is_described_with_its_default() {
    let defaults = serde_json::to_value(Switches::default()).unwrap();
    let shown: BTreeMap<String, String> = rows(&section("Switches").body)
        .into_iter()
        .filter_map(|row| Some((row.first()?.clone(), row.get(1)?.clone())))
        .collect();
    let wanted = defaults.as_object().unwrap().iter().map(|(name, value)| {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        (format!("`{name}`"), format!("`{value}`"))
    });
    assert_eq!(shown, wanted.collect());
}

#[test]
fn links_lead_somewhere() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for paper in ["README.md", "docs/doors.md", "docs/seed.md"] {
        let path = root.join(paper);
        let text = std::fs::read_to_string(&path).unwrap();
        let links = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.contains("://")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() {
                path.clone()
            } else {
                path.parent().unwrap().join(file)
            };
            assert!(target.exists(), "{paper}: {link}");
            let there = sections(&std::fs::read_to_string(target).unwrap_or_default());
            let named = |title: &str| title.to_lowercase().replace(' ', "-") == anchor;
            let found = anchor.is_empty() || there.iter().any(|it| named(&it.title));
            assert!(found, "{paper}: {link}");
        }
    }
}
