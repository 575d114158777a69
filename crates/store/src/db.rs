//! A database of either kind, and its transactions.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::condition::{Probing, Watch};
use crate::postgres::{PostgresDb, PostgresTx};
use crate::sqlite::{SqliteDb, SqliteTx};
use crate::{
    Clock, Engine, FromRow, Params, Retryable, Row, Schema, StoreError, TRANSACT_PATIENCE, Target,
    Value, migrate,
};

/// An open database; clones share its connections.
#[derive(Debug, Clone)]
pub struct Db {
    inner: DbInner,
    patience: Duration,
    pub(crate) watch: Arc<Watch>,
    /// What a server's clock is replaced by, where time is a test's.
    told: Option<Clock>,
}

#[derive(Debug, Clone)]
enum DbInner {
    Sqlite(SqliteDb),
    Postgres(PostgresDb),
}

impl Db {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// When it cannot be reached or a migration fails.
    pub async fn open(target: &Target) -> Result<Self, StoreError> {
        let inner = match target {
            Target::SqliteFile(path) => DbInner::Sqlite(SqliteDb::open(path).await?),
            Target::Postgres(url) => DbInner::Postgres(PostgresDb::open(url).await?),
        };
        Ok(Self {
            inner,
            patience: TRANSACT_PATIENCE,
            watch: Arc::default(),
            told: None,
        })
    }

    /// The same database as its server would be if its clock were this one: for tests whose time is their own. A file
    /// has no clock, and gets none.
    #[must_use]
    pub fn telling(self, clock: &Clock) -> Self {
        Self {
            told: Some(clock.clone()),
            ..self
        }
    }

    /// What time the database thinks it is, by the clock of its server; `None` for a file, which has no clock but that
    /// of whoever opens it.
    ///
    /// # Errors
    /// When the server cannot be asked.
    pub async fn server_time(&self) -> Result<Option<Timestamp>, StoreError> {
        match (&self.inner, &self.told) {
            (DbInner::Sqlite(_), _) => Ok(None),
            (DbInner::Postgres(_), Some(clock)) => Ok(Some(clock.now())),
            (DbInner::Postgres(db), None) => db.now().await.map(Some),
        }
    }

    /// The same, but only where a database of ours is: a question makes none.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when there is none; else as [`Db::open`].
    pub async fn open_existing(target: &Target) -> Result<Self, StoreError> {
        drop(Self::look(target).await?);
        Self::open(target).await
    }

    /// Opens a database to look at it: no table, row or byte of it changes, whatever its schema; to write is an error.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when there is none; else when it cannot be reached.
    pub async fn look(target: &Target) -> Result<(Self, Schema), StoreError> {
        let (inner, applied) = match target {
            Target::SqliteFile(path) => {
                let (db, applied) = SqliteDb::look(path).await?;
                (DbInner::Sqlite(db), applied)
            }
            Target::Postgres(url) => {
                let (db, applied) = PostgresDb::look(url).await?;
                (DbInner::Postgres(db), applied)
            }
        };
        let applied = applied.ok_or(StoreError::Absent)?;
        let known = migrate::known();
        let db = Self {
            inner,
            patience: TRANSACT_PATIENCE,
            watch: Arc::default(),
            told: None,
        };
        Ok((db, Schema { applied, known }))
    }

    /// The same connections, asked in another way how the database is; what was known of it is forgotten.
    #[must_use]
    pub fn probed(self, probing: Probing) -> Self {
        Self {
            watch: Arc::new(Watch::new(probing)),
            ..self
        }
    }

    /// The same database for someone who waits no longer than this.
    #[must_use]
    pub const fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// For how long a transaction waits for others.
    #[must_use]
    pub const fn patience(&self) -> Duration {
        self.patience
    }

    /// Begins a transaction that may write; waits while another one of this process writes to SQLite. On PostgreSQL
    /// each of its statements sees what was committed before it (READ COMMITTED), and a row that it has written stays
    /// its own until the end.
    ///
    /// # Errors
    /// When no connection can be had; [`StoreError::Busy`] when none was free for as long as [`Db::patience`].
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let inner = match &self.inner {
            DbInner::Sqlite(db) => TxInner::Sqlite(db.begin(self.patience).await?),
            DbInner::Postgres(db) => TxInner::Postgres(db.begin().await?),
        };
        Ok(Tx::new(inner, &self.watch))
    }

    /// Begins a transaction that only reads, all of it from one moment.
    ///
    /// # Errors
    /// As [`Db::begin`].
    pub async fn read(&self) -> Result<Tx, StoreError> {
        let inner = match &self.inner {
            DbInner::Sqlite(db) => TxInner::Sqlite(db.read(self.patience).await?),
            DbInner::Postgres(db) => TxInner::Postgres(db.read().await?),
        };
        Ok(Tx::new(inner, &self.watch))
    }

    pub(crate) async fn probe(&self, room_floor: u64) -> Result<(), StoreError> {
        match &self.inner {
            DbInner::Sqlite(db) => db.probe(room_floor).await,
            DbInner::Postgres(db) => db.probe().await,
        }
    }

    /// Which engine it is.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self.inner {
            DbInner::Sqlite(_) => Engine::Sqlite,
            DbInner::Postgres(_) => Engine::Postgres,
        }
    }

    /// A short text that changes whenever the migrations do.
    #[must_use]
    pub fn schema_fingerprint() -> String {
        migrate::fingerprint()
    }
}

/// A transaction. Dropped without [`commit`](Self::commit) it leaves nothing behind.
///
/// Statements are written once for both engines, as single literals that begin with SELECT, INSERT, UPDATE,
/// DELETE or WITH, with parameters `$1`, `$2`, …; a test prepares every such literal of the workspace on both.
/// After a statement has failed the transaction can only be dropped, as PostgreSQL has it.
pub struct Tx {
    inner: TxInner,
    /// Set by the first failure: whether that one was worth another try.
    failed: Option<bool>,
    watch: Arc<Watch>,
}

enum TxInner {
    Sqlite(SqliteTx),
    Postgres(PostgresTx),
}

impl Tx {
    fn new(inner: TxInner, watch: &Arc<Watch>) -> Self {
        Self {
            inner,
            failed: None,
            watch: Arc::clone(watch),
        }
    }

    /// Runs a statement and returns how many rows it touched.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn execute(&mut self, sql: &'static str, params: Params) -> Result<u64, StoreError> {
        self.execute_many(sql, vec![params]).await
    }

    /// Runs a statement once per row of parameters, in one hop, and returns how many rows were touched in all.
    ///
    /// # Errors
    /// When the database refuses one of them.
    pub async fn execute_many(
        &mut self,
        sql: &'static str,
        rows: Vec<Params>,
    ) -> Result<u64, StoreError> {
        self.check(rows.iter().flatten())?;
        let outcome = match &mut self.inner {
            TxInner::Sqlite(tx) => tx.execute_many(sql, rows).await,
            TxInner::Postgres(tx) => tx.execute_many(sql, rows).await,
        };
        self.remember(outcome)
    }

    /// Runs a statement that has to touch exactly one row.
    ///
    /// # Errors
    /// [`StoreError::RowsAffected`] when it touched another number of rows.
    pub async fn execute_one(
        &mut self,
        sql: &'static str,
        params: Params,
    ) -> Result<(), StoreError> {
        match self.execute(sql, params).await? {
            1 => Ok(()),
            actual => Err(StoreError::RowsAffected {
                expected: 1,
                actual,
            }),
        }
    }

    /// The one row that a query finds.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none, [`StoreError::RowsAffected`] when there are several.
    pub async fn one<T: FromRow>(
        &mut self,
        sql: &'static str,
        params: Params,
    ) -> Result<T, StoreError> {
        let found = self.optional(sql, params).await?;
        found.ok_or(StoreError::NotFound)
    }

    /// The row that a query finds, if any.
    ///
    /// # Errors
    /// [`StoreError::RowsAffected`] when there are several.
    pub async fn optional<T: FromRow>(
        &mut self,
        sql: &'static str,
        params: Params,
    ) -> Result<Option<T>, StoreError> {
        let rows = self.query(sql, params).await?;
        match rows.as_slice() {
            [] => Ok(None),
            [row] => T::from_row(row).map(Some),
            rows => Err(StoreError::RowsAffected {
                expected: 1,
                actual: u64::try_from(rows.len()).unwrap_or(u64::MAX),
            }),
        }
    }

    /// All rows that a query finds; the query sets the limit.
    ///
    /// # Errors
    /// When the database refuses it or a column holds something else than `T` expects.
    pub async fn all<T: FromRow>(
        &mut self,
        sql: &'static str,
        params: Params,
    ) -> Result<Vec<T>, StoreError> {
        let rows = self.query(sql, params).await?;
        rows.iter().map(T::from_row).collect()
    }

    /// Makes everything permanent.
    ///
    /// # Errors
    /// [`StoreError::Aborted`] when a statement had failed before; else when the database refuses, in which case
    /// nothing was stored.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.check([])?;
        let outcome = match self.inner {
            TxInner::Sqlite(tx) => tx.commit().await,
            TxInner::Postgres(tx) => tx.commit().await,
        };
        outcome.inspect_err(|error| self.watch.saw(error))
    }

    async fn query(&mut self, sql: &'static str, params: Params) -> Result<Vec<Row>, StoreError> {
        self.check(&params)?;
        let outcome = match &mut self.inner {
            TxInner::Sqlite(tx) => tx.query(sql, params).await,
            TxInner::Postgres(tx) => tx.query(sql, params).await,
        };
        self.remember(outcome)
    }

    fn check<'a>(&self, values: impl IntoIterator<Item = &'a Value>) -> Result<(), StoreError> {
        if let Some(retryable) = self.failed {
            return Err(StoreError::Aborted { retryable });
        }
        let has_nul = |value: &Value| matches!(value, Value::Text(text) if text.contains('\0'));
        if values.into_iter().any(has_nul) {
            return Err(StoreError::NulInText);
        }
        Ok(())
    }

    fn remember<T>(&mut self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &outcome {
            self.failed = Some(error.retryable());
            self.watch.saw(error);
        }
        outcome
    }
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Tx")
            .field("failed", &self.failed)
            .finish_non_exhaustive()
    }
}
