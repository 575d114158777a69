//! PostgreSQL: a pool of connections, writes that see what was committed before each statement, prepared statements
//! kept per connection.
//!
//! Nothing here needs more than plain SQL over one connection (no LISTEN, no advisory locks), so that any
//! compatible service will do.

mod probe;

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Duration;

use deadpool_postgres::{
    Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime, TimeoutType,
    Timeouts,
};
use futures_util::future::try_join_all;
use jiff::Timestamp;
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Params, Row, StoreError, TRANSACT_PATIENCE, Trouble, migrate, patience};

/// How many connections one process opens at most.
const CONNECTIONS: usize = 16;
/// How long a transaction waits for a free connection.
const WAIT: Duration = TRANSACT_PATIENCE;
/// How long opening a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// Microseconds since 1970; `clock_timestamp()` goes on also within a transaction.
const NOW: &str = "VALUES (CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT))";
/// How many rows of one statement are sent before the answers are awaited.
const PIPELINE: usize = 256;

/// A database on a server.
#[derive(Clone)]
pub(crate) struct PostgresDb {
    pool: Pool,
    /// Whether the server refuses every change.
    looks_only: bool,
}

impl PostgresDb {
    /// Connects and brings the schema up to date.
    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        let db = Self {
            pool: pool(url)?,
            looks_only: false,
        };
        migrate::with_retry(|| async {
            let mut client = db.client().await?;
            migrate::postgres(&mut client).await
        })
        .await?;
        Ok(db)
    }

    /// Connects to read only, and tells the newest migration that was applied.
    pub(crate) async fn look(url: &str) -> Result<(Self, Option<i64>), StoreError> {
        let db = Self {
            pool: pool(url)?,
            looks_only: true,
        };
        let client = db.client().await?;
        let applied = migrate::applied_on_postgres(&client).await?;
        drop(client);
        Ok((db, applied))
    }

    /// Whoever waits for a row that another transaction has written gives up after ten seconds and begins anew.
    pub(crate) async fn begin(&self) -> Result<PostgresTx, StoreError> {
        if self.looks_only {
            return self.read().await;
        }
        self.enter("BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '10s'")
            .await
    }

    /// A snapshot. Reads alone cannot fail to serialize in it.
    pub(crate) async fn read(&self) -> Result<PostgresTx, StoreError> {
        self.enter("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .await
    }

    /// The server's clock. No statement of the portable kind: SQLite has no such clock.
    pub(crate) async fn now(&self) -> Result<Timestamp, StoreError> {
        let micros: i64 = self.client().await?.query_one(NOW, &[]).await?.try_get(0)?;
        Timestamp::from_microsecond(micros).map_err(|_| StoreError::Column {
            index: 0,
            expected: "an instant",
        })
    }

    async fn enter(&self, begin: &'static str) -> Result<PostgresTx, StoreError> {
        let mut tx = PostgresTx {
            client: Some(self.client().await?),
            waiting: true,
        };
        match patience::current() {
            None => tx.client()?.batch_execute(begin).await?,
            Some(patience) => {
                // Rounded up: 0 would be no limit.
                let locks = patience.left().as_millis().saturating_add(1);
                let begin = format!("{begin}; SET LOCAL lock_timeout = {locks}");
                let begun = patience.wait(tx.client()?.batch_execute(&begin)).await;
                begun.ok_or(StoreError::Unavailable(Trouble::Unreachable))??;
            }
        }
        tx.waiting = false;
        Ok(tx)
    }

    /// A connection, as soon as there is one; whoever has less patience waits less.
    async fn client(&self) -> Result<Object, StoreError> {
        let client = match patience::current() {
            None => self.pool.get().await,
            Some(patience) => {
                let limits = Timeouts {
                    wait: Some(WAIT.min(patience.left())),
                    create: Some(CONNECT.min(patience.left())),
                    recycle: None,
                };
                let began = tokio::time::Instant::now();
                let client = self.pool.timeout_get(&limits).await;
                patience.spend(began.elapsed());
                client
            }
        };
        client.map_err(|error| match error {
            PoolError::Timeout(TimeoutType::Wait) => StoreError::Busy(error.into()),
            error => StoreError::Pool(error.into()),
        })
    }
}

/// Whether the database has none of our tables.
pub(crate) async fn is_empty(url: &str) -> Result<bool, StoreError> {
    let db = PostgresDb {
        pool: pool(url)?,
        looks_only: false,
    };
    let client = db.client().await?;
    match client.query_one("SELECT COUNT(*) FROM app_user", &[]).await {
        Ok(_) => Ok(false),
        Err(error) if error.code() == Some(&SqlState::UNDEFINED_TABLE) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

fn pool(url: &str) -> Result<Pool, StoreError> {
    let mut config: Config = url.parse()?;
    if config.get_application_name().is_none() {
        config.application_name("planmanager");
    }
    let recycling = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let manager = if config.get_ssl_mode() == SslMode::Disable {
        Manager::from_config(config, NoTls, recycling)
    } else {
        Manager::from_config(config, tls()?, recycling)
    };
    Pool::builder(manager)
        .max_size(CONNECTIONS)
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(WAIT))
        .create_timeout(Some(CONNECT))
        .build()
        .map_err(|error| StoreError::Pool(error.into()))
}

fn tls() -> Result<MakeRustlsConnect, StoreError> {
    let roots = rustls::RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Pool(error.into()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// A transaction on a connection of the pool.
pub(crate) struct PostgresTx {
    client: Option<Object>,
    /// Whether an answer is outstanding: still true in `drop` when a future was dropped half-way.
    waiting: bool,
}

impl PostgresTx {
    pub(crate) async fn execute_many(
        &mut self,
        sql: &'static str,
        rows: Vec<Params>,
    ) -> Result<u64, StoreError> {
        self.waiting = true;
        let outcome = send(self.client()?, sql, &rows).await;
        self.waiting = false;
        outcome
    }

    pub(crate) async fn query(
        &mut self,
        sql: &'static str,
        params: Params,
    ) -> Result<Vec<Row>, StoreError> {
        self.waiting = true;
        let outcome = ask(self.client()?, sql, &params).await;
        self.waiting = false;
        outcome
    }

    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        self.waiting = true;
        self.client()?.batch_execute("COMMIT").await?;
        self.client = None;
        Ok(())
    }

    fn client(&self) -> Result<&Object, StoreError> {
        let client = self.client.as_ref();
        client.ok_or(StoreError::Aborted { retryable: false })
    }
}

impl Drop for PostgresTx {
    /// Sends ROLLBACK without waiting for its answer: the first poll puts the message on the wire, and whoever
    /// gets the connection next is served after it. A connection with a statement still running is closed
    /// instead, so that nobody has to wait for that statement; the server then rolls back by itself.
    fn drop(&mut self) {
        let Some(client) = self.client.take() else {
            return;
        };
        if self.waiting {
            drop(Object::take(client));
            return;
        }
        let mut rollback = pin!(client.batch_execute("ROLLBACK"));
        let _sent = rollback
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()));
    }
}

async fn send(client: &Object, sql: &str, rows: &[Params]) -> Result<u64, StoreError> {
    let statement = client.prepare_cached(sql).await?;
    let mut affected = 0;
    for rows in rows.chunks(PIPELINE) {
        let sent = rows.iter().map(|row| client.execute_raw(&statement, row));
        affected += try_join_all(sent).await?.iter().sum::<u64>();
    }
    Ok(affected)
}

async fn ask(client: &Object, sql: &str, params: &Params) -> Result<Vec<Row>, StoreError> {
    let statement = client.prepare_cached(sql).await?;
    let references: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as _).collect();
    let rows = client.query(&statement, &references).await?;
    rows.iter().map(decode).collect()
}

fn decode(row: &tokio_postgres::Row) -> Result<Row, StoreError> {
    let mut values = Vec::with_capacity(row.len());
    for (index, column) in row.columns().iter().enumerate() {
        let ty = column.type_();
        let value = if *ty == Type::INT8 {
            row.try_get::<_, Option<i64>>(index)?.into()
        } else if *ty == Type::TEXT {
            row.try_get::<_, Option<String>>(index)?.into()
        } else if *ty == Type::BOOL {
            row.try_get::<_, Option<bool>>(index)?.into()
        } else if *ty == Type::BYTEA {
            row.try_get::<_, Option<Vec<u8>>>(index)?.into()
        } else {
            return Err(StoreError::Column {
                index,
                expected: "int8, text, bool or bytea",
            });
        };
        values.push(value);
    }
    Ok(Row::new(values))
}

impl std::fmt::Debug for PostgresDb {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("PostgresDb").finish_non_exhaustive()
    }
}
