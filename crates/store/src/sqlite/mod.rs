//! SQLite: one writer and a few readers, every statement on a blocking thread.
//!
//! A connection travels into the thread and back, so that a future which is dropped half-way leaves it with the
//! thread: when the statement ends, the connection rolls back and returns to its lane by itself. Blocking threads
//! hold a paused tokio clock still, which a thread of our own would not.

mod file;
mod lane;
mod probe;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, params_from_iter};
use tokio::task::spawn_blocking;

use self::file::DbFile;
pub(crate) use self::lane::create_private;
use self::lane::{Held, Kind, Lane};
use crate::{Params, Row, StoreError, Value, migrate};

/// How many transactions may read at once.
const READERS: usize = 4;
/// A database in one file.
#[derive(Debug, Clone)]
pub(crate) struct SqliteDb {
    file: Arc<DbFile>,
    writer: Arc<Lane>,
    readers: Arc<Lane>,
    /// Asks how the database is, whatever the others do.
    prober: Arc<Lane>,
}

impl SqliteDb {
    /// Makes the file when absent and brings its schema up to date.
    pub(crate) async fn open(path: &Path) -> Result<Self, StoreError> {
        let file = Arc::new(DbFile::new(path));
        let lane = |permits, kind| Arc::new(Lane::new(&file, permits, kind));
        let db = Self {
            writer: lane(1, Kind::Writes),
            readers: lane(READERS, Kind::Reads),
            prober: lane(1, Kind::Writes),
            file,
        };
        let lane = Arc::clone(&db.writer);
        migrate::with_retry(|| {
            let lane = Arc::clone(&lane);
            async move { spawn_blocking(move || lane.prepare_file()).await? }
        })
        .await?;
        Ok(db)
    }

    /// Opens a file that is there, to read only, and tells the newest migration that was applied.
    pub(crate) async fn look(path: &Path) -> Result<(Self, Option<i64>), StoreError> {
        let file = Arc::new(DbFile::new(path));
        let lane = |permits| Arc::new(Lane::new(&file, permits, Kind::Looks));
        let db = Self {
            writer: lane(1),
            readers: lane(READERS),
            prober: lane(1),
            file: Arc::clone(&file),
        };
        let lane = Arc::clone(&db.readers);
        let applied = spawn_blocking(move || lane.applied()).await??;
        Ok((db, applied))
    }

    pub(crate) async fn begin(&self, patience: Duration) -> Result<SqliteTx, StoreError> {
        SqliteTx::enter(&self.writer, patience).await
    }

    pub(crate) async fn read(&self, patience: Duration) -> Result<SqliteTx, StoreError> {
        SqliteTx::enter(&self.readers, patience).await
    }
}

/// A transaction; its connection is away while a statement runs.
pub(crate) struct SqliteTx {
    held: Option<Held>,
}

impl SqliteTx {
    async fn enter(lane: &Arc<Lane>, patience: Duration) -> Result<Self, StoreError> {
        let held = Some(Lane::enter(lane, patience).await?);
        Ok(Self { held })
    }

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
