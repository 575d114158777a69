//! What stops a command before it does anything: a folder that is none, a name that nobody bears, an output that nobody
//! reads.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Result, ensure};

use crate::import::shop;
use crate::support;

/// The verbs that ask something, and so make nothing.
const ASKING: &[&[&str]] = &[
    &["doctor"],
    &["check"],
    &["compare"],
    &["export"],
    &["sync"],
    &["import", "ubl", "nothing.xml"],
    &["worker"],
    &["user", "list"],
    &["key", "new"],
];

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_does_not_exist_is_refused_and_not_made() -> Result<()> {
    let home = tempfile::tempdir()?;
    let data = home.path().join("mistyped");
    for verb in ASKING {
        let ended = support::ends(&data, verb).await?;
        ensure!(ended.code == Some(3), "{verb:?}: {ended:?}");
        ensure!(ended.err.contains("mistyped"), "{verb:?}: {ended:?}");
        ensure!(
            ended.err.contains("planmanager serve"),
            "{verb:?}: {ended:?}"
        );
        assert_eq!(ended.err.lines().count(), 1, "{verb:?}: {ended:?}");
        ensure!(!data.exists(), "{verb:?} made the folder");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_backup_leaves_no_folder_behind() -> Result<()> {
    let home = tempfile::tempdir()?;
    let data = home.path().join("new");
    let ended = support::ends(&data, &["restore", "nothing.tar"]).await?;
    ensure!(ended.code == Some(3), "{ended:?}");
    ensure!(!data.exists(), "it made the folder");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_makes_no_database() -> Result<()> {
    let data = tempfile::tempdir()?;
    for verb in ASKING {
        let ended = support::ends(data.path(), verb).await?;
        ensure!(ended.code == Some(3), "{verb:?}: {ended:?}");
        assert_eq!(ended.err.lines().count(), 1, "{verb:?}: {ended:?}");
        let files = fs::read_dir(data.path())?.count();
        assert_eq!(files, 0, "{verb:?} made something");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_person_makes_the_folder_and_may_do_everything() -> Result<()> {
    let home = tempfile::tempdir()?;
    let data = home.path().join("new");
    for (login, role) in [("jan", "administrator"), ("an", "office")] {
        let made = support::ends(&data, &["user", "add", login]).await?;
        ensure!(made.code == Some(0), "{made:?}");
        let all = support::ends(&data, &["user", "list", "--json"]).await?;
        let all = all.json()?;
        let found = all.as_array().into_iter().flatten();
        let roles: Vec<_> = found
            .filter(|it| it["login"] == login)
            .map(|it| it["role"].as_str().unwrap_or_default().to_lowercase())
            .collect();
        assert_eq!(roles, [role], "{all}");
    }
    let doctor = support::ends(&data, &["doctor", "--json"]).await?;
    ensure!(doctor.code == Some(1), "nobody is connected: {doctor:?}");
    assert_eq!(doctor.reasons()?, ["not-connected"]);
    let none = support::ends(&data, &["sync", "--json"]).await?;
    ensure!(none.code == Some(1), "{none:?}");
    assert_eq!(none.json()?["reason"], "no-administration-used");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_nobody_bears_is_told_with_those_there_are() -> Result<()> {
    let data = tempfile::tempdir()?;
    drop(shop(data.path()).await?);
    drop(support::ends(data.path(), &["user", "add", "jan"]).await?);
    let ubl = |more: &[&'static str]| [&["import", "ubl", "nothing.xml"], more].concat();
    let cases: [(Vec<&str>, &str); 11] = [
        (vec!["export", "--location", "Nowhere"], "Bodystop A"),
        (vec!["check", "--location", "Nowhere"], "Bodystop A"),
        (vec!["compare", "--location", "Nowhere"], "Bodystop A"),
        (ubl(&["--location", "Nowhere"]), "Bodystop A"),
        (vec!["export", "--journal", "999"], "707"),
        (ubl(&["--journal", "999"]), "707"),
        (ubl(&["--account", "999"]), "700000"),
        (vec!["user", "password", "piet"], "jan"),
        (vec!["user", "active", "piet", "false"], "jan"),
        (
            vec!["check", "--from", "2026-02-01", "--to", "2026-01-01"],
            "01-02-2026",
        ),
        (vec!["compare", "--sandbox", "nowhere"], "nowhere"),
    ];
    for (verb, known) in cases {
        let ended = support::ends(data.path(), &verb).await?;
        ensure!(ended.code == Some(2), "{verb:?}: {ended:?}");
        ensure!(ended.err.contains(known), "{verb:?}: {ended:?}");
        assert_eq!(ended.err.lines().count(), 1, "{verb:?}: {ended:?}");
    }
    Ok(())
}

/// Runs the doctor with an output that cannot be written; its exit code and what it says of it.
fn unread(data: &Path, out: Stdio) -> Result<(Option<i32>, String)> {
    let mut doctor = support::program(data, &["doctor"]);
    let mut child = doctor.stdout(out).stderr(Stdio::piped()).spawn()?;
    drop(child.stdout.take());
    let ended = child.wait_with_output()?;
    Ok((ended.status.code(), String::from_utf8(ended.stderr)?))
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stops_reading_ends_it_quietly() -> Result<()> {
    let data = tempfile::tempdir()?;
    drop(shop(data.path()).await?);
    assert_eq!(
        unread(data.path(), Stdio::piped())?,
        (Some(141), String::new())
    );
    let full = fs::File::options().write(true).open("/dev/full")?;
    let (code, told) = unread(data.path(), full.into())?;
    assert_eq!(code, Some(4), "{told}");
    ensure!(
        told.contains("No space left") && told.lines().count() == 1,
        "{told}"
    );
    Ok(())
}
