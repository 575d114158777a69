//! The ways in which a folder or a database is copied or put back, each as a person does it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::program;
use crate::scene::{Outcome, Scene, Seeds, copy, point_at};

/// Entries that were sent when the copy is made.
const COPIED_AT: usize = 15;
/// Entries that were sent when the original ends.
const KILLED_AT: usize = 40;
/// The files of a SQLite database.
const FILES: [&str; 3] = [
    "planmanager.sqlite",
    "planmanager.sqlite-wal",
    "planmanager.sqlite-shm",
];

/// One way.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    way: Way,
}

enum Way {
    Beside,
    PutBack,
    Backup { at_once: bool },
    Dump,
}

/// All of them.
pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "folder copied, run beside the original",
        way: Way::Beside,
    },
    Kind {
        name: "database file put back in the middle of a run",
        way: Way::PutBack,
    },
    Kind {
        name: "backup restored at once",
        way: Way::Backup { at_once: true },
    },
    Kind {
        name: "backup restored later",
        way: Way::Backup { at_once: false },
    },
    Kind {
        name: "PostgreSQL dump under a folder",
        way: Way::Dump,
    },
];

/// Runs one way once.
pub(crate) async fn run(kind: &Kind, seeds: &Seeds, number: u32) -> Result<Outcome> {
    let scene = Scene::open(seeds, matches!(kind.way, Way::Dump)).await?;
    let told = match kind.way {
        Way::Beside => beside(&scene).await,
        Way::PutBack => put_back(&scene).await,
        Way::Backup { at_once } => backup(&scene, at_once).await,
        Way::Dump => dump(&scene, number.is_multiple_of(2)).await,
    };
    let told = told.with_context(|| format!("{}, run {number}", kind.name))?;
    scene.close(told).await
}

/// Both are told to export at the same moment.
async fn beside(scene: &Scene<'_>) -> Result<bool> {
    let (copied, words) = (scene.beside("copy"), scene.export());
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    copy(&scene.home, &copied)?;
    let (original, other) = tokio::join!(
        program::run(&scene.home, &words),
        program::run(&copied, &words)
    );
    original?;
    program::told(&other?)
}

/// The file is copied while it is written to, and takes its place again after a power cut.
async fn put_back(scene: &Scene<'_>) -> Result<bool> {
    let words = scene.export();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let kept = scene.beside("kept");
    fs::create_dir(&kept)?;
    let child = program::start(&scene.home, &words)?;
    scene.sent(COPIED_AT).await?;
    program::signal(&child, "-STOP")?;
    files(&scene.home, &kept)?;
    program::signal(&child, "-CONT")?;
    scene.sent(KILLED_AT).await?;
    program::kill(child)?;
    files(&kept, &scene.home)?;
    asked_and_continued(&scene.home, &words).await
}

/// Copies the files of the database; one that is not there is not there afterwards.
fn files(from: &Path, to: &Path) -> Result<()> {
    for name in FILES {
        let (from, to) = (from.join(name), to.join(name));
        if to.exists() {
            fs::remove_file(&to)?;
        }
        if from.exists() {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

/// A backup of the middle of a run is restored: within the staleness of reads, or when all has been sent and seen.
async fn backup(scene: &Scene<'_>, at_once: bool) -> Result<bool> {
    let words = scene.export();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let file = scene.beside("backup");
    let file = file.to_str().context("a path")?;
    let mut child = program::start(&scene.home, &words)?;
    scene.sent(COPIED_AT).await?;
    program::done(&scene.home, &["backup", file]).await?;
    if at_once {
        program::kill(child)?;
    } else {
        tokio::task::spawn_blocking(move || child.wait()).await??;
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    program::done(&scene.home, &["restore", file, "--force"]).await?;
    asked_and_continued(&scene.home, &words).await
}

/// A dump of the middle of a run, under another folder or under the one that went on.
async fn dump(scene: &Scene<'_>, other_folder: bool) -> Result<bool> {
    let words = scene.export();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let database = scene.database.as_ref().context("no server")?;
    let child = program::start(&scene.home, &words)?;
    scene.sent(COPIED_AT).await?;
    program::kill(child)?;
    let dumped = database.copied().await?;
    let child = program::start(&scene.home, &words)?;
    scene.sent(KILLED_AT).await?;
    program::kill(child)?;
    let data = if other_folder {
        let other = scene.beside("other");
        fs::create_dir(&other)?;
        for name in ["planmanager.toml", "secret.key"] {
            fs::copy(scene.home.join(name), other.join(name))?;
        }
        other
    } else {
        scene.home.clone()
    };
    point_at(&data, &dumped)?;
    let told = asked_and_continued(&data, &words).await;
    dumped.remove().await?;
    told
}

/// It says what is wrong; someone says that it goes on; it finishes what was begun.
async fn asked_and_continued(data: &Path, words: &[&str]) -> Result<bool> {
    let told = program::told(&program::run(data, words).await?)?;
    program::done(data, &["link", "continue"]).await?;
    program::run(data, words).await?;
    Ok(told)
}
