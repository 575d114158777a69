//! A database as one file, made while others work on it, and what has to be known before one is put back.

use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::time::Duration;
use tokio::task::spawn_blocking;

use crate::{StoreError, Target, migrate, postgres, sqlite};

/// How long the copy waits for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// All pages in one step: one moment of the database, however much is written meanwhile.
const ALL_PAGES: i32 = -1;
/// How often a step that found the database busy is tried again.
const TRIES: u32 = 100;
/// The pause between two of them.
const PAUSE: Duration = Duration::from_millis(100);

/// Copies a SQLite database into a new file, all of it from one moment; that file needs no other beside it.
///
/// # Errors
/// When either file cannot be used.
pub async fn copy_sqlite(from: &Path, to: &Path) -> Result<(), StoreError> {
    let (from, to) = (from.to_owned(), to.to_owned());
    spawn_blocking(move || copy(&from, &to)).await?
}

fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(from, flags)?;
    source.busy_timeout(BUSY_TIMEOUT)?;
    sqlite::create_private(to)?;
    let mut target = Connection::open_with_flags(to, flags)?;
    {
        let backup = Backup::new(&source, &mut target)?;
        let mut tries = 0;
        loop {
            match backup.step(ALL_PAGES)? {
                StepResult::Done => break,
                StepResult::Busy | StepResult::Locked if tries >= TRIES => {
                    return Err(StoreError::Aborted { retryable: true });
                }
                StepResult::Busy | StepResult::Locked => {
                    tries += 1;
                    std::thread::sleep(PAUSE);
                }
                _ => {}
            }
        }
    }
    target.pragma_update(None, "journal_mode", "DELETE")?;
    drop(target);
    let file = std::fs::File::open(to).map_err(StoreError::File)?;
    file.sync_all().map_err(StoreError::File)
}

/// Whether nothing of ours is in the database; it is not opened otherwise, and not brought up to date.
///
/// # Errors
/// When the server cannot be reached.
pub async fn is_empty(target: &Target) -> Result<bool, StoreError> {
    match target {
        Target::SqliteFile(path) => Ok(std::fs::metadata(path).map_or(true, |it| it.len() == 0)),
        Target::Postgres(url) => postgres::is_empty(url).await,
    }
}

/// The newest version of the schema that this program knows.
#[must_use]
pub fn schema_version() -> i64 {
    migrate::version()
}

/// What the schema's fingerprint was when this version was the newest.
#[must_use]
pub fn schema_fingerprint(version: i64) -> String {
    migrate::fingerprint_up_to(version)
}
