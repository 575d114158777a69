//! The connections of one kind, and what happens to one that is given back.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::file::DbFile;
use crate::patience::{self, Patience};
use crate::{StoreError, Trouble, migrate};

/// How long a statement waits for another process that writes, less where whoever asks has less patience; whoever writes
/// begins anew after it, for as long as the patience of a transaction lasts.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How many prepared statements each connection keeps.
const STATEMENT_CACHE: usize = 256;

/// Connections of one kind: as many as there are permits, opened when first needed.
#[derive(Debug)]
pub(super) struct Lane {
    file: Arc<DbFile>,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<Connection>>,
    kind: Kind,
    /// Since when a transaction of this lane has held the lock for writing.
    writing: Mutex<Option<Instant>>,
}

/// What the transactions of a lane do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Read only.
    Reads,
    /// Take the lock for writing at once.
    Writes,
    /// Read only, and no byte of the file may change, not even by closing it.
    Looks,
}

impl Kind {
    const fn begin(self) -> &'static str {
        match self {
            Self::Reads | Self::Looks => "BEGIN",
            Self::Writes => "BEGIN IMMEDIATE",
        }
    }

    const fn mode(self) -> &'static str {
        match self {
            Self::Reads | Self::Looks => "PRAGMA query_only=ON",
            Self::Writes => "PRAGMA query_only=OFF",
        }
    }
}

impl Lane {
    pub(super) fn new(file: &Arc<DbFile>, permits: usize, kind: Kind) -> Self {
        Self {
            file: Arc::clone(file),
            permits: Arc::new(Semaphore::new(permits)),
            idle: Mutex::default(),
            kind,
            writing: Mutex::default(),
        }
    }

    /// Waits for a permit: so long at most, and as long as whoever asks has patience.
    pub(super) async fn enter(lane: &Arc<Self>, longest: Duration) -> Result<Held, StoreError> {
        let permit = Arc::clone(&lane.permits).acquire_owned();
        let patience = patience::current();
        let permit = match &patience {
            Some(patience) => patience
                .wait(permit)
                .await
                .ok_or(StoreError::Unavailable(Trouble::Locked))?,
            None => tokio::time::timeout(longest, permit)
                .await
                .map_err(|elapsed| StoreError::Busy(elapsed.into()))?,
        };
        Ok(Held {
            connection: lane.pop(),
            lane: Arc::clone(lane),
            patience,
            _permit: permit.map_err(|_| StoreError::Aborted { retryable: false })?,
        })
    }

    /// How long a transaction of this lane has held the lock for writing, if one does.
    pub(super) fn has_written_for(&self) -> Option<Duration> {
        let since = *self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        since.map(|since| since.elapsed())
    }

    fn writes_since(&self, since: Option<Instant>) {
        *self.writing.lock().unwrap_or_else(PoisonError::into_inner) = since;
    }

    fn pop(&self) -> Option<Connection> {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
    }

    fn push(&self, connection: Connection) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(connection);
    }

    /// Makes the file when absent, brings its schema up to date and keeps the connection.
    pub(super) fn prepare_file(&self) -> Result<(), StoreError> {
        create_private(self.file.path())?;
        self.file.remember()?;
        let mut connection = self.connect(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        migrate::sqlite(&mut connection)?;
        self.push(connection);
        Ok(())
    }

    /// The newest migration that was applied; `None` where there is no file, or no tables of ours.
    pub(super) fn applied(&self) -> Result<Option<i64>, StoreError> {
        if !self.file.path().exists() {
            return Ok(None);
        }
        self.file.remember()?;
        let connection = self.connect(BUSY_TIMEOUT)?;
        let applied = migrate::applied_on_sqlite(&connection)?;
        self.push(connection);
        Ok(applied)
    }

    /// Whoever only looks must not write the log of changes back into the file when he closes it, which a connection
    /// that may write does. One that may only read leaves side files behind where there were none; so each where it
    /// leaves everything as it was.
    fn flags(&self) -> OpenFlags {
        let mut log = self.file.path().to_owned().into_os_string();
        log.push("-wal");
        let has_log = std::fs::metadata(log).is_ok_and(|log| log.len() > 0);
        let access = if self.kind == Kind::Looks && has_log {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        } else {
            OpenFlags::SQLITE_OPEN_READ_WRITE
        };
        access | OpenFlags::SQLITE_OPEN_NO_MUTEX
    }

    /// `synchronous=FULL`: a lost intent is a double booking, so a commit is on the disk before it returns.
    fn connect(&self, wait: Duration) -> Result<Connection, StoreError> {
        // A connection to another file would be one to other books.
        self.file.check()?;
        let connection = Connection::open_with_flags(self.file.path(), self.flags())?;
        connection.busy_timeout(wait)?;
        connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
        connection.execute_batch(
            "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA case_sensitive_like=ON;",
        )?;
        connection.execute_batch(self.kind.mode())?;
        Ok(connection)
    }

    /// Begins a transaction; what it waits for another program's lock is taken from the patience.
    fn begin(
        &self,
        connection: &Connection,
        patience: Option<&Patience>,
    ) -> Result<(), StoreError> {
        connection.busy_timeout(wait(patience))?;
        if self.kind == Kind::Writes {
            self.file.check()?;
        }
        let asked = Instant::now();
        let begun = connection.execute_batch(self.kind.begin());
        if let Some(patience) = patience {
            patience.spend(asked.elapsed());
            // Nothing is left for another try.
            if begun.is_err() && patience.left().is_zero() {
                return Err(StoreError::Unavailable(Trouble::Locked));
            }
        }
        begun?;
        if self.kind == Kind::Writes {
            self.writes_since(Some(Instant::now()));
        }
        Ok(())
    }
}

/// How long a statement may wait for a lock.
fn wait(patience: Option<&Patience>) -> Duration {
    patience.map_or(BUSY_TIMEOUT, |patience| BUSY_TIMEOUT.min(patience.left()))
}

/// A connection with the permit to use it; gives both back when dropped.
pub(super) struct Held {
    connection: Option<Connection>,
    lane: Arc<Lane>,
    patience: Option<Patience>,
    _permit: OwnedSemaphorePermit,
}

impl Held {
    /// Waits for locks so long and no longer.
    pub(super) fn hurry(&mut self, patience: Patience) {
        self.patience = Some(patience);
    }

    /// Runs `work` inside the transaction, which begins with the first statement.
    pub(super) fn within<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.lane.connect(wait(self.patience.as_ref()))?,
        };
        let connection = self.connection.insert(connection);
        if connection.is_autocommit() {
            self.lane.begin(connection, self.patience.as_ref())?;
        }
        work(connection)
    }

    pub(super) fn commit(self) -> Result<(), StoreError> {
        match &self.connection {
            Some(connection) if !connection.is_autocommit() => {
                Ok(connection.execute_batch("COMMIT")?)
            }
            _ => Ok(()),
        }
    }
}

impl Drop for Held {
    /// What was not committed is rolled back; a connection that cannot is closed, which does the same.
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take()
            && (connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok())
        {
            self.lane.push(connection);
        }
        self.lane.writes_since(None);
    }
}

/// Only the account that runs the program may read the books; SQLite gives its side files the same mode.
pub(crate) fn create_private(path: &Path) -> Result<(), StoreError> {
    if path.exists() {
        return Ok(());
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(StoreError::File)
}
