//! `doctor` finds each wrong thing, names what helps, and changes nothing; a key that is lost is never replaced unasked.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context as _, Result, ensure};
use exact_sandbox::{Fault, FaultKind, Reason};
use planmanager::demo::tour::Tour;
use store::jobs::{self, Claim, NewJob, Outcome};
use store::{Db, transact};
use testing::tamper;

use crate::support::{self, Ended};

/// Where the key is.
const KEY: &str = "secret.key";

/// The files of a folder with their bytes; the shared memory of SQLite is no data.
fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_file() && !name.ends_with("-shm") {
            all.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(all)
}

/// Asks the doctor; he changes nothing.
async fn doctor(data: &Path) -> Result<Ended> {
    let before = files(data)?;
    let ended = support::ends(data, &["doctor", "--json"]).await?;
    ensure!(files(data)? == before, "the doctor changed something");
    let people = support::ends(data, &["doctor"]).await?;
    assert_eq!(people.code, ended.code, "{people:?}");
    for mark in ["{ ", "Some(", "Connected"] {
        ensure!(!people.out.contains(mark), "{mark}: {people:?}");
    }
    Ok(ended)
}

/// He finds this, among what was wrong before.
async fn finds(data: &Path, reason: &str) -> Result<()> {
    let ended = doctor(data).await?;
    ensure!(ended.code == Some(1), "{reason}: {ended:?}");
    let reasons = ended.reasons()?;
    ensure!(
        reasons.iter().any(|it| it == reason),
        "{reason}: {reasons:?}"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_finds_each_wrong_thing_and_changes_nothing() -> Result<()> {
    let data = tempfile::tempdir()?;
    let tour = support::tour(data.path()).await?;
    let settings = fs::metadata(data.path().join("planmanager.toml"))?;
    assert_eq!(settings.permissions().mode() & 0o777, 0o600);
    let well = doctor(data.path()).await?;
    ensure!(well.code == Some(0), "{well:?}");

    lost_key(&tour).await?;
    foreign_key(&tour).await?;
    denied(&tour).await?;
    let db = &tour.wiring.office.db;
    tamper::age_mirror(db).await?;
    finds(data.path(), "mirror-old").await?;
    tamper::lose_track_of_one(db).await?;
    finds(data.path(), "bookings-unknown").await?;
    fail_a_job(&tour).await?;
    finds(data.path(), "jobs-failed").await?;
    store::audit::seal(db).await?;
    tamper::forge_audit(db).await?;
    finds(data.path(), "audit-broken").await?;
    given_up_key(&tour).await?;
    schema(data.path(), db).await?;
    drop(tour);
    Ok(())
}

/// Without its key no command works, and none makes another.
async fn lost_key(tour: &Tour) -> Result<()> {
    let data = &tour.wiring.config.data;
    let (key, aside) = (data.join(KEY), data.join("aside"));
    fs::rename(&key, &aside)?;
    finds(data, "secret-key-missing").await?;
    for verb in [
        &["sync"][..],
        &["check"],
        &["export"],
        &["serve"],
        &["worker"],
    ] {
        let ended = support::ends(data, verb).await?;
        ensure!(ended.code == Some(3), "{verb:?}: {ended:?}");
        ensure!(
            ended.err.contains("key new") && ended.err.lines().count() == 1,
            "{ended:?}"
        );
        ensure!(!key.exists(), "{verb:?} made a key");
    }
    fs::rename(&aside, &key)?;
    let fits = support::ends(data, &["key", "new"]).await?;
    ensure!(
        fits.code == Some(1) && fits.out.contains("[secret-key-fits]"),
        "{fits:?}"
    );
    Ok(())
}

/// With another installation's key the link leaves the tokens alone and says so.
async fn foreign_key(tour: &Tour) -> Result<()> {
    let data = &tour.wiring.config.data;
    let key = data.join(KEY);
    let own = fs::read(&key)?;
    fs::write(&key, "ab".repeat(32))?;
    finds(data, "secret-key-foreign").await?;
    tour.exact.forget_calls();
    let ended = support::ends(data, &["sync", "--json"]).await?;
    ensure!(ended.code == Some(5), "{ended:?}");
    ensure!(
        ended.reasons()?.iter().all(|it| it == "secret-key-foreign"),
        "{ended:?}"
    );
    assert_eq!(tour.exact.calls().len(), 0, "the tokens were used");
    let mut worker = support::program(data, &["worker"])
        .stdout(Stdio::piped())
        .spawn()?;
    let mut first = String::new();
    BufReader::new(worker.stdout.take().context("no output")?).read_line(&mut first)?;
    worker.kill()?;
    worker.wait()?;
    ensure!(first.contains("[secret-key-foreign]"), "{first}");
    fs::write(&key, own)?;
    // What waited tries again; the consent was never lost.
    let well = support::ends(data, &["sync"]).await?;
    ensure!(well.code == Some(0), "{well:?}");
    Ok(())
}

/// Access taken away: the administration is paused, and its lane waits.
async fn denied(tour: &Tour) -> Result<()> {
    let data = &tour.wiring.config.data;
    let reason = Reason::NoDivisionAccess;
    tour.exact
        .fault(Fault::new(FaultKind::Forbid { reason }).on("GET", "/api/v1/"))?;
    let ended = support::ends(data, &["sync"]).await?;
    ensure!(ended.code == Some(5), "{ended:?}");
    tour.exact.clear_faults()?;
    let found = doctor(data).await?;
    let whats: Vec<String> = found
        .json()?
        .as_array()
        .into_iter()
        .flatten()
        .filter(|it| it["reason"] == "exact-denies-access")
        .map(|it| it["what"].to_string())
        .collect();
    ensure!(
        whats.contains(&"\"administration\"".to_owned()),
        "{found:?}"
    );
    ensure!(whats.contains(&"\"lane\"".to_owned()), "{found:?}");
    let again = support::ends(data, &["sync"]).await?;
    ensure!(again.code == Some(0), "{again:?}");
    Ok(())
}

async fn fail_a_job(tour: &Tour) -> Result<()> {
    let office = &tour.wiring.office;
    let now = office.clock.now();
    let job = NewJob::new("test.fails", "test", serde_json::json!({ "v": 1 }), now);
    transact!(office.db, |tx| jobs::enqueue(tx, &office.ids, &job).await)?;
    let claim = Claim {
        node: "test",
        kinds: &["test.fails"],
        now,
        lease: std::time::Duration::from_mins(1),
    };
    let claimed = jobs::claim(&office.db, &claim).await?.context("no job")?;
    let outcome = Outcome::GiveUp {
        why: "it cannot be done".to_owned(),
    };
    Ok(transact!(office.db, |tx| {
        jobs::finish(tx, &office.ids, &claimed, outcome.clone()).await
    })?)
}

/// A key that is given up: another is made, and the consent is needed anew.
async fn given_up_key(tour: &Tour) -> Result<()> {
    let data = &tour.wiring.config.data;
    let key = data.join(KEY);
    let own = fs::read(&key)?;
    fs::remove_file(&key)?;
    let made = support::ends(data, &["key", "new", "--json"]).await?;
    ensure!(made.code == Some(0), "{made:?}");
    let mode = fs::metadata(&key)?.permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    ensure!(fs::read(&key)? != own, "it is the old one");
    let found = doctor(data).await?;
    let reasons = found.reasons()?;
    ensure!(
        reasons.contains(&"reconnect-needed".to_owned()),
        "{reasons:?}"
    );
    ensure!(
        !reasons.iter().any(|it| it.starts_with("secret-key")),
        "{reasons:?}"
    );
    let waits = support::ends(data, &["sync", "--json"]).await?;
    assert_eq!(
        waits.reasons()?.first().map(String::as_str),
        Some("reconnect-needed")
    );
    Ok(())
}

/// Tables of another version: he says so, and goes no further.
async fn schema(data: &Path, db: &Db) -> Result<()> {
    tamper::shift_schema(db, 1).await?;
    finds(data, "schema-newer").await?;
    tamper::shift_schema(db, -1).await?;
    tamper::shift_schema(db, -100).await?;
    // The newest is gone: what is left is older.
    finds(data, "schema-older").await
}
