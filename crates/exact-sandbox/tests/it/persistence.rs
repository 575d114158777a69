//! What is told is on disk: books, tokens, clock and switches survive.

use std::path::Path;
use std::sync::Arc;

use exact_sandbox::{LOG_FILE, Sandbox, SandboxError, Switches, TORN_FILE};

use crate::driver::{A, Exact, morning, roomy, sandbox};

#[tokio::test]
async fn a_restart_forgets_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let first = Exact::on(sandbox(roomy(), Some(folder.path()))).await;
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
    let now = first.sandbox.now();

    let again = first.restarted(switches.clone(), folder.path());
    assert!(!again.sandbox.is_fresh());
    assert_eq!(
        (again.sandbox.now(), again.sandbox.switches()),
        (now, switches)
    );
    assert_eq!(
        again.entry_of("DISK").id.to_string(),
        made["d"]["EntryID"].as_str().unwrap()
    );
    assert_eq!(again.get("financial/Journals?$top=1").await.status, 200);
    again.sandbox.advance(500_000).unwrap();
    assert_eq!(again.refresh_with(&again.refresh).await.status, 200);
    assert_eq!(again.refresh_with(&again.refresh).await.status, 401);
    let next = again
        .post("salesentry/SalesEntries", &again.sale("NEXT"))
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
async fn the_end_of_a_log_that_was_torn_by_a_power_cut_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let exact = Exact::on(sandbox(roomy(), Some(folder.path()))).await;
    exact
        .post("salesentry/SalesEntries", &exact.sale("KEPT"))
        .await;
    let books = exact.sandbox.books(A);
    drop(exact);
    let path = folder.path().join(LOG_FILE);
    let whole = std::fs::read(&path).unwrap();
    for torn in [
        &b"{\"act\":{\"at\":\"2026"[..],
        // In the middle of a letter of two bytes.
        &b"{\"act\":{\"name\":\"Am\xc3"[..],
        // A block that never reached the disk is all zeros, be its end there or not.
        &[0; 700],
        &b"{\"act\":\0\0\0\0\0\0\0\0\"}}\n"[..],
        // All but the end of the line.
        &b"{\"clock\":5000}"[..],
    ] {
        std::fs::write(&path, [&whole, torn].concat()).unwrap();
        let again = sandbox(roomy(), Some(folder.path()));
        assert_eq!(again.books(A), books);
        assert_eq!(again.now(), morning());
        drop(again);
        assert_eq!(
            std::fs::read(&path).unwrap(),
            whole,
            "cut back to whole lines"
        );
        let aside = std::fs::read(folder.path().join(TORN_FILE)).unwrap();
        assert!(
            aside.strip_suffix(b"\n").unwrap().ends_with(torn),
            "nothing is thrown away"
        );
    }
}

#[tokio::test]
async fn a_log_that_is_broken_otherwise_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(sandbox(roomy(), Some(folder.path())));
    let path = folder.path().join(LOG_FILE);
    let whole = std::fs::read(&path).unwrap();
    for broken in [
        // Sound JSON of another version is not the work of a power cut.
        &b"{\"unheard_of\":1}\n"[..],
        &b"{nonsense}\n{\"clock\":5000}\n"[..],
    ] {
        let text = [&whole, broken].concat();
        std::fs::write(&path, &text).unwrap();
        assert!(matches!(
            open(folder.path()),
            Err(SandboxError::LogLine { number: 4, .. })
        ));
        assert_eq!(std::fs::read(&path).unwrap(), text, "it is left as it was");
    }
}

fn open(folder: &Path) -> Result<Sandbox, SandboxError> {
    Sandbox::builder(Arc::new(morning)).data_dir(folder).build()
}

#[test]
fn a_folder_is_open_in_one_sandbox_only() {
    let folder = tempfile::tempdir().unwrap();
    let open = || open(folder.path());
    let first = open().unwrap();
    let clone = first.clone();
    assert!(matches!(open(), Err(SandboxError::InUse(_))));
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
    std::fs::write(&path, rest).unwrap();
    let old = open(folder.path()).unwrap();
    assert!(!old.is_fresh(), "a log from before there was such a line");
    drop(old);
    let newer = concat!(
        r#"{"begin":{"format":2,"version":"9.1.0","more":1}}"#,
        "\n{\"unheard\":1}\n"
    );
    std::fs::write(&path, newer).unwrap();
    assert!(matches!(
        open(folder.path()),
        Err(SandboxError::Newer { version, .. }) if version == "9.1.0"
    ));
}
