//! The data folder as what lies beside the database: who it says it is, and what was done from it last.
//!
//! `installation.json` says who it is. Copying it makes another file, and putting a copy back changes the moment at which
//! it was changed last, which nobody can set; a backup that only reads and a move of the folder change neither.

mod identity_file;
mod mark_file;

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result, bail};
use office::installation::{Beside, Found, Identity, Mark};
use store::Target;

use crate::config::Config;
use crate::private_file::{self, Over};
use mark_file::MarkFile;

/// What the folder says of itself.
pub const IDENTITY_FILE: &str = "installation.json";
/// What was done from the folder last.
pub const MARK_FILE: &str = "installation.mark";
/// Held by every program that works in the folder, so that nothing is restored below it.
pub const LOCK_FILE: &str = "planmanager.lock";

/// A data folder beside an open database.
#[derive(Debug)]
pub struct Folder {
    data: PathBuf,
    host: String,
    place: String,
    /// The database's file and which one it was when it was opened.
    database: Option<(PathBuf, String)>,
    /// Whether that lies elsewhere than in this folder.
    shared: bool,
    mark: Mutex<MarkFile>,
    _in_use: Option<File>,
}

impl Folder {
    /// The folder of these settings, held as in use; the database is opened by now.
    #[must_use]
    pub fn beside(config: &Config, target: &Target, in_use: Option<File>) -> Self {
        let name = read_line("/proc/sys/kernel/hostname")
            .or_else(|| read_line("/etc/hostname"))
            .unwrap_or_else(|| "?".to_owned());
        let host = config
            .host
            .clone()
            .or_else(|| read_line("/etc/machine-id"))
            .unwrap_or_else(|| name.clone());
        let shown = fs::canonicalize(&config.data).unwrap_or_else(|_| config.data.clone());
        let shared = match target {
            Target::SqliteFile(path) => {
                let inside = path.parent().and_then(|it| fs::canonicalize(it).ok());
                inside.as_ref() != Some(&shown)
            }
            Target::Postgres(_) => true,
        };
        let database = match target {
            Target::SqliteFile(path) => Some((
                path.clone(),
                identity_file::number(path).unwrap_or_default(),
            )),
            Target::Postgres(_) => None,
        };
        Self {
            data: config.data.clone(),
            host,
            place: format!(
                "{}:{}",
                config.host.as_ref().unwrap_or(&name),
                shown.display()
            ),
            database,
            shared,
            mark: Mutex::new(MarkFile::at(&config.data.join(MARK_FILE))),
            _in_use: in_use,
        }
    }

    fn identity(&self) -> Option<Identity> {
        identity_file::read(&self.data.join(IDENTITY_FILE))
    }

    fn is_replaced(&self) -> bool {
        self.database
            .as_ref()
            .is_some_and(|(path, opened)| identity_file::number(path).as_ref() != Some(opened))
    }
}

impl Beside for Folder {
    fn look(&self) -> Found {
        let path = self.data.join(IDENTITY_FILE);
        let identity = self.identity();
        let mark = identity
            .as_ref()
            .map(|identity| {
                let mark = self.mark.lock().unwrap_or_else(PoisonError::into_inner);
                mark.read(&identity.key)
            })
            .unwrap_or_default();
        Found {
            identity,
            file: identity_file::which(&path),
            device: identity_file::device(&path),
            host: self.host.clone(),
            place: self.place.clone(),
            mark,
            shared: self.shared,
            replaced: self.is_replaced(),
        }
    }

    fn first(&self, identity: &Identity) -> io::Result<Identity> {
        let path = self.data.join(IDENTITY_FILE);
        identity_file::write(&path, identity, Over::Nothing)?;
        identity_file::read(&path).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    fn replace(&self, identity: &Identity) -> io::Result<()> {
        let path = self.data.join(IDENTITY_FILE);
        identity_file::write(&path, identity, Over::Anything)
    }

    fn note(&self, mark: Mark) -> io::Result<()> {
        let Some(identity) = self.identity() else {
            return Ok(());
        };
        let file = self.mark.lock().unwrap_or_else(PoisonError::into_inner);
        file.write(&identity.key, mark)
    }
}

/// Holds the folder as in use, together with others; it ends with the program, however that ends.
///
/// # Errors
/// When a backup is being restored into it.
pub fn hold(data: &Path) -> Result<Option<File>> {
    lock(data, File::try_lock_shared)?.map_or_else(
        || bail!("a backup is being restored into {}", data.display()),
        Ok,
    )
}

/// Holds the folder alone.
///
/// # Errors
/// When a program works in it.
pub fn hold_alone(data: &Path) -> Result<Option<File>> {
    lock(data, File::try_lock)?.map_or_else(
        || {
            bail!(
                "a program works in {}: end it first (planmanager serve, worker or demo)",
                data.display()
            )
        },
        Ok,
    )
}

/// The outer `None`: somebody else holds it. The inner one: this file system knows no locks.
fn lock(
    data: &Path,
    take: impl Fn(&File) -> Result<(), TryLockError>,
) -> Result<Option<Option<File>>> {
    let path = data.join(LOCK_FILE);
    let file = private_file::open(&path).with_context(|| format!("opening {}", path.display()))?;
    Ok(match take(&file) {
        Ok(()) => Some(Some(file)),
        Err(TryLockError::WouldBlock) => None,
        Err(TryLockError::Error(error)) => {
            tracing::warn!(%error, "the data folder cannot be locked");
            Some(None)
        }
    })
}

fn read_line(path: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().next()?.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

#[cfg(test)]
mod tests;
