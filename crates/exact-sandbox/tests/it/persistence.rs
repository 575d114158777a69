//! What is told is on disk: books, tokens, clock and switches survive.

use std::io::Write as _;

use exact_sandbox::{LOG_FILE, Switches};

use crate::driver::{Exact, roomy, sandbox};

#[tokio::test]
async fn a_restart_forgets_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Exact::on(sandbox(roomy(), Some(folder.path()))).await;
    let made = first
        .post("salesentry/SalesEntries", &first.sale("DISK"))
        .await
        .json();
    first.sandbox.advance(100_000).unwrap();
    let switches = Switches {
        pad_country: false,
        ..roomy()
    };
    first.sandbox.set_switches(switches.clone()).unwrap();
    let (token, refresh, now) = (
        first.token.clone(),
        first.refresh.clone(),
        first.sandbox.now(),
    );

    drop(first.sandbox);
    let again = sandbox(switches.clone(), Some(folder.path()));
    assert!(!again.is_fresh());
    assert_eq!((again.now(), again.switches()), (now, switches));
    first.sandbox = again;
    assert_eq!(
        first.entry_of("DISK").id.to_string(),
        made["d"]["EntryID"].as_str().unwrap()
    );
    first.token = token;
    assert_eq!(first.get("financial/Journals?$top=1").await.status, 200);
    first.sandbox.advance(500_000).unwrap();
    assert_eq!(first.refresh_with(&refresh).await.status, 200);
    assert_eq!(first.refresh_with(&refresh).await.status, 401);
    let next = first
        .post("salesentry/SalesEntries", &first.sale("NEXT"))
        .await;
    assert_eq!(
        next.status, 401,
        "the token of the first chain is older than ten minutes"
    );
}

#[tokio::test]
async fn ids_never_come_twice_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for round in 0..3 {
        let exact = Exact::on(sandbox(roomy(), Some(folder.path()))).await;
        let made = exact
            .post("salesentry/SalesEntries", &exact.sale("X"))
            .await
            .json();
        assert!(
            seen.insert(made["d"]["EntryID"].to_string()),
            "round {round}"
        );
    }
}

#[tokio::test]
async fn a_line_that_was_cut_off_is_dropped_and_a_broken_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let exact = Exact::on(sandbox(roomy(), Some(folder.path()))).await;
    exact
        .post("salesentry/SalesEntries", &exact.sale("KEPT"))
        .await;
    let books = exact.sandbox.books(crate::driver::A);
    let path = folder.path().join(LOG_FILE);
    let append = |text: &[u8]| {
        std::fs::OpenOptions::new()
            .append(true)
            .open(&path)
            .unwrap()
            .write_all(text)
            .unwrap()
    };
    drop(exact);
    append(b"{\"act\":{\"at\":\"2026");
    let again = sandbox(roomy(), Some(folder.path()));
    assert_eq!(again.books(crate::driver::A), books);
    drop(again);
    append(b"{nonsense}\n");
    let refused = exact_sandbox::Sandbox::builder(std::sync::Arc::new(crate::driver::morning))
        .data_dir(folder.path())
        .build();
    assert!(matches!(
        refused,
        Err(exact_sandbox::SandboxError::LogLine { .. })
    ));
}

#[test]
fn a_folder_is_open_in_one_sandbox_only() {
    let folder = tempfile::tempdir().unwrap();
    let open = || {
        exact_sandbox::Sandbox::builder(std::sync::Arc::new(crate::driver::morning))
            .data_dir(folder.path())
            .build()
    };
    let first = open().unwrap();
    let clone = first.clone();
    assert!(matches!(open(), Err(exact_sandbox::SandboxError::InUse(_))));
    drop(first);
    assert!(open().is_err(), "a clone still has it open");
    drop(clone);
    assert!(open().is_ok());
}

#[test]
fn the_first_line_says_the_format_and_a_newer_one_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    drop(sandbox(roomy(), Some(folder.path())));
    let path = folder.path().join(LOG_FILE);
    let text = std::fs::read_to_string(&path).unwrap();
    let (first, rest) = text.split_once('\n').unwrap();
    let version = exact_sandbox::VERSION;
    assert_eq!(
        first,
        format!(r#"{{"begin":{{"format":1,"version":"{version}"}}}}"#)
    );
    let build = || {
        exact_sandbox::Sandbox::builder(std::sync::Arc::new(crate::driver::morning))
            .data_dir(folder.path())
            .build()
    };
    std::fs::write(&path, rest).unwrap();
    let old = build().unwrap();
    assert!(!old.is_fresh(), "a log from before there was such a line");
    drop(old);
    let newer = concat!(
        r#"{"begin":{"format":2,"version":"9.1.0","more":1}}"#,
        "\n{\"unheard\":1}\n"
    );
    std::fs::write(&path, newer).unwrap();
    assert!(matches!(
        build(),
        Err(exact_sandbox::SandboxError::Newer { version, .. }) if version == "9.1.0"
    ));
}
