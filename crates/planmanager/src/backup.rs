//! A backup: one file with the database and what has to be known before it is put back.
//!
//! A tar archive: `manifest.json` first, then the database; a reader passes over what it does not know, so documents can
//! come beside them. The master key is not inside: who finds a backup cannot read the access to Exact in it, and one new
//! consent makes that again.

mod container;
mod dump;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use container::{pack, read_manifest, unpack};
pub use dump::{dump_postgres, restore_postgres};

/// The version of the container.
pub const FORMAT: u32 = 1;

/// What has to be known about a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the container.
    pub format: u32,
    /// The version of the database's tables.
    pub schema_version: i64,
    /// The fingerprint of those tables.
    pub schema: String,
    /// Of which installation.
    pub installation: Option<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// On which computer, in which folder.
    pub place: String,
    /// `sqlite` or `postgres`.
    pub engine: String,
    /// The database within the archive.
    pub database: Packed,
}

/// A file within the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// A file on the way to its place, removed when it does not get there.
#[derive(Debug)]
pub struct Draft(PathBuf);

impl Draft {
    /// Beside `path`, under a name of this process's own.
    #[must_use]
    pub fn beside(path: &Path, what: &str) -> Self {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.{what}", std::process::id()));
        Self(path.with_file_name(name))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm"] {
            let mut path = self.0.clone().into_os_string();
            path.push(ending);
            // It is gone already when it got to its place.
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests;
