//! SQLite: one writer and a few readers, every statement on a blocking thread.
//!
//! A connection travels into the thread and back, so that a future which is dropped half-way leaves it with the
//! thread: when the statement ends, the connection rolls back and returns to its lane by itself. Blocking threads
//! hold a paused tokio clock still, which a thread of our own would not.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

use crate::{Params, Row, StoreError, Value, migrate};

/// How many transactions may read at once.
const READERS: usize = 4;
/// How long a statement waits for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How many prepared statements each connection keeps.
const STATEMENT_CACHE: usize = 256;

/// A database in one file.
#[derive(Debug, Clone)]
pub(crate) struct SqliteDb {
    writer: Arc<Lane>,
    readers: Arc<Lane>,
}

impl SqliteDb {
    /// Makes the file when absent and brings its schema up to date.
    pub(crate) async fn open(path: &Path) -> Result<Self, StoreError> {
        let db = Self {
            writer: Arc::new(Lane::new(
                path,
                1,
                "BEGIN IMMEDIATE",
                "PRAGMA query_only=OFF",
            )),
            readers: Arc::new(Lane::new(path, READERS, "BEGIN", "PRAGMA query_only=ON")),
        };
        let lane = Arc::clone(&db.writer);
        migrate::with_retry(|| {
            let lane = Arc::clone(&lane);
            async move { spawn_blocking(move || lane.prepare_file()).await? }
        })
        .await?;
        Ok(db)
    }

    pub(crate) async fn begin(&self) -> Result<SqliteTx, StoreError> {
        Lane::enter(&self.writer).await
    }

    pub(crate) async fn read(&self) -> Result<SqliteTx, StoreError> {
        Lane::enter(&self.readers).await
    }
}

/// Connections of one kind: as many as there are permits, opened when first needed.
#[derive(Debug)]
struct Lane {
    path: PathBuf,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<Connection>>,
    begin: &'static str,
    mode: &'static str,
}

impl Lane {
    fn new(path: &Path, permits: usize, begin: &'static str, mode: &'static str) -> Self {
        Self {
            path: path.to_owned(),
            permits: Arc::new(Semaphore::new(permits)),
            idle: Mutex::default(),
            begin,
            mode,
        }
    }

    async fn enter(lane: &Arc<Self>) -> Result<SqliteTx, StoreError> {
        let permit = Arc::clone(&lane.permits)
            .acquire_owned()
            .await
            .map_err(|_| StoreError::Aborted { retryable: false })?;
        let held = Held {
            connection: lane.pop(),
            lane: Arc::clone(lane),
            _permit: permit,
        };
        Ok(SqliteTx { held: Some(held) })
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

    fn prepare_file(&self) -> Result<(), StoreError> {
        create_private(&self.path)?;
        let mut connection = self.connect()?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        migrate::sqlite(&mut connection)?;
        self.push(connection);
        Ok(())
    }

    /// `synchronous=FULL`: a lost intent is a double booking, so a commit is on the disk before it returns.
    fn connect(&self) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
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
struct Held {
    connection: Option<Connection>,
    lane: Arc<Lane>,
    _permit: OwnedSemaphorePermit,
}

impl Held {
    /// Runs `work` inside the transaction, which begins with the first statement.
    fn within<T>(
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

    fn commit(self) -> Result<(), StoreError> {
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

/// A transaction; its connection is away while a statement runs.
pub(crate) struct SqliteTx {
    held: Option<Held>,
}

impl SqliteTx {
    pub(crate) async fn execute_many(
        &mut self,
        sql: &'static str,
        rows: Vec<Params>,
    ) -> Result<u64, StoreError> {
        self.run(move |connection| {
            let mut statement = connection.prepare_cached(&numbered(sql))?;
            let mut affected = 0;
            for params in rows {
                let count = statement.execute(params_from_iter(params))?;
                affected += u64::try_from(count).unwrap_or(u64::MAX);
            }
            Ok(affected)
        })
        .await
    }

    pub(crate) async fn query(
        &mut self,
        sql: &'static str,
        params: Params,
    ) -> Result<Vec<Row>, StoreError> {
        self.run(move |connection| {
            let mut statement = connection.prepare_cached(&numbered(sql))?;
            let columns = statement.column_count();
            let mut rows = statement.query(params_from_iter(params))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(decode(row, columns)?);
            }
            Ok(found)
        })
        .await
    }

    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        match self.held.take() {
            Some(held) => spawn_blocking(move || held.commit()).await?,
            None => Err(StoreError::Aborted { retryable: false }),
        }
    }

    async fn run<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let mut held = self
            .held
            .take()
            .ok_or(StoreError::Aborted { retryable: false })?;
        let (held, outcome) = spawn_blocking(move || {
            let outcome = held.within(work);
            (held, outcome)
        })
        .await?;
        self.held = Some(held);
        outcome
    }
}

fn decode(row: &rusqlite::Row<'_>, columns: usize) -> Result<Row, StoreError> {
    let mut values = Vec::with_capacity(columns);
    for index in 0..columns {
        values.push(match row.get_ref(index)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(value) => Value::Int(value),
            ValueRef::Text(value) => {
                Value::Text(str::from_utf8(value).map_err(|_| wrong(index))?.to_owned())
            }
            ValueRef::Blob(value) => Value::Bytes(value.to_vec()),
            ValueRef::Real(_) => return Err(wrong(index)),
        });
    }
    Ok(Row::new(values))
}

const fn wrong(index: usize) -> StoreError {
    StoreError::Column {
        index,
        expected: "an integer, a text in UTF-8, bytes or a boolean",
    }
}

/// `$1` as `?1`: SQLite takes `$1` for a name and numbers names by first appearance.
fn numbered(sql: &str) -> String {
    let mut quoted = false;
    sql.chars()
        .map(|character| {
            quoted ^= character == '\'';
            if character == '$' && !quoted {
                '?'
            } else {
                character
            }
        })
        .collect()
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

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn parameters_become_numbered_but_texts_stay() {
        assert_eq!(
            numbered("SELECT $2, '$1 it''s $3', $10"),
            "SELECT ?2, '$1 it''s $3', ?10"
        );
    }
}
