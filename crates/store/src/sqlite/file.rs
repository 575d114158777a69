//! The file of a database: which one was opened, whether it is still there, and how much room its disk has.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::{StoreError, Trouble};

/// A database file by its path, and by what it was when it was opened.
#[derive(Debug)]
pub(super) struct DbFile {
    path: PathBuf,
    opened: OnceLock<Identity>,
}

/// What a file is, whatever its name: device and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Identity(u64, u64);

impl DbFile {
    pub(super) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            opened: OnceLock::new(),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Remembers which file stands there now.
    pub(super) fn remember(&self) -> Result<(), StoreError> {
        let identity = identity(&self.path).map_err(StoreError::File)?;
        // The first one that was opened counts.
        let _known = self.opened.set(identity);
        Ok(())
    }

    /// Whether the file that was opened is still where it was.
    ///
    /// SQLite keeps its journal beside the *path*. What is written into a file that was moved away is not found by
    /// whoever opens it later, and what was sent to Exact would be sent again: so nothing is.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        let Some(opened) = self.opened.get() else {
            return Ok(());
        };
        match identity(&self.path) {
            Ok(now) if now == *opened => Ok(()),
            _ => Err(StoreError::Unavailable(Trouble::Moved)),
        }
    }

    /// Whether more than `floor` bytes are free for us on its disk.
    pub(super) fn check_room(&self, floor: u64) -> Result<(), StoreError> {
        let disk = rustix::fs::statvfs(&self.path)
            .map_err(|error| StoreError::File(std::io::Error::from(error)))?;
        if disk.f_bavail.saturating_mul(disk.f_frsize) < floor {
            return Err(StoreError::Unavailable(Trouble::Full));
        }
        Ok(())
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> std::io::Result<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    let file = std::fs::metadata(path)?;
    Ok(Identity(file.dev(), file.ino()))
}
