//! The connections of one kind, and what happens to one that is given back.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{StoreError, migrate};

/// How long a statement waits for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How many prepared statements each connection keeps.
const STATEMENT_CACHE: usize = 256;

/// Connections of one kind: as many as there are permits, opened when first needed.
#[derive(Debug)]
pub(super) struct Lane {
    path: PathBuf,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<Connection>>,
    begin: &'static str,
    mode: &'static str,
    /// Whether no byte of the file may change.
    looks_only: bool,
}

impl Lane {
    pub(super) fn new(
        path: &Path,
        permits: usize,
        begin: &'static str,
        mode: &'static str,
    ) -> Self {
        Self {
            path: path.to_owned(),
            permits: Arc::new(Semaphore::new(permits)),
            idle: Mutex::default(),
            begin,
            mode,
            looks_only: false,
        }
    }

    /// Connections that change nothing.
    pub(super) fn looking(path: &Path, permits: usize) -> Self {
        Self {
            looks_only: true,
            ..Self::new(path, permits, "BEGIN", "PRAGMA query_only=ON")
        }
    }

    /// Waits for a permit.
    pub(super) async fn enter(lane: &Arc<Self>) -> Result<Held, StoreError> {
        let permit = Arc::clone(&lane.permits)
            .acquire_owned()
            .await
            .map_err(|_| StoreError::Aborted { retryable: false })?;
        Ok(Held {
            connection: lane.pop(),
            lane: Arc::clone(lane),
            _permit: permit,
        })
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
        create_private(&self.path)?;
        let mut connection = self.connect()?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        migrate::sqlite(&mut connection)?;
        self.push(connection);
        Ok(())
    }

    /// The newest migration that was applied; `None` where there is no file, or no tables of ours.
    pub(super) fn applied(&self) -> Result<Option<i64>, StoreError> {
        if !self.path.exists() {
            return Ok(None);
        }
        let connection = self.connect()?;
        let applied = migrate::applied_on_sqlite(&connection)?;
        self.push(connection);
        Ok(applied)
    }

    /// Whoever only looks must not write the log of changes back into the file when he closes it, which a connection
    /// that may write does. One that may only read leaves side files behind where there were none; so each where it
    /// leaves everything as it was.
    fn flags(&self) -> OpenFlags {
        let mut log = self.path.clone().into_os_string();
        log.push("-wal");
        let has_log = std::fs::metadata(log).is_ok_and(|log| log.len() > 0);
        let access = if self.looks_only && has_log {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        } else {
            OpenFlags::SQLITE_OPEN_READ_WRITE
        };
        access | OpenFlags::SQLITE_OPEN_NO_MUTEX
    }

    /// `synchronous=FULL`: a lost intent is a double booking, so a commit is on the disk before it returns.
    fn connect(&self) -> Result<Connection, StoreError> {
        let connection = Connection::open_with_flags(&self.path, self.flags())?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
        connection.execute_batch(
            "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA case_sensitive_like=ON;",
        )?;
        connection.execute_batch(self.mode)?;
        Ok(connection)
    }
}

/// A connection with the permit to use it; gives both back when dropped.
pub(super) struct Held {
    connection: Option<Connection>,
    lane: Arc<Lane>,
    _permit: OwnedSemaphorePermit,
}

impl Held {
    /// Runs `work` inside the transaction, which begins with the first statement.
    pub(super) fn within<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.lane.connect()?,
        };
        let connection = self.connection.insert(connection);
        if connection.is_autocommit() {
            connection.execute_batch(self.lane.begin)?;
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
    }
}

/// Only the account that runs the program may read the books; SQLite gives its side files the same mode.
fn create_private(path: &Path) -> Result<(), StoreError> {
    if path.exists() {
        return Ok(());
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(StoreError::File)
}
