//! An empty, migrated database per test, on either engine. What `testing_macros::db_test` runs on.
//!
//! On PostgreSQL it is a copy of a template that is migrated once per server.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use store::{Db, Target};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;
use tokio_postgres::{Client, NoTls};

use crate::cluster::{self, Cluster};

/// How often the template is renamed before we give up: its last connections may still be closing.
const RENAME_ATTEMPTS: u32 = 100;
/// The pause between two of them.
const RENAME_PAUSE: Duration = Duration::from_millis(20);

/// A test's own database; clones share it.
#[derive(Debug, Clone)]
pub struct TestDb {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    db: Db,
    target: Target,
    /// SQLite: the folder, which is removed with the last clone.
    _folder: Option<TempDir>,
    /// PostgreSQL: the server and the name of the database.
    server: Option<(Cluster, String)>,
}

impl TestDb {
    /// A new SQLite file.
    ///
    /// # Errors
    /// When it cannot be made.
    pub async fn sqlite() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let target = Target::SqliteFile(folder.path().join("test.sqlite"));
        Self::open(target, Some(folder), None).await
    }

    /// A new PostgreSQL database; [`remove`](Self::remove) it afterwards.
    ///
    /// # Errors
    /// When no server can be had or the database cannot be made.
    pub async fn postgres() -> Result<Self> {
        let cluster = tokio::task::spawn_blocking(cluster::start).await??;
        let admin = Admin::connect(&cluster.url).await?;
        let template = template(&admin, &cluster.url).await?;
        let name = format!("test_{}", random_name());
        let create = format!("CREATE DATABASE {name} TEMPLATE {template}");
        admin.run(&create).await.context("copying the template")?;
        let target = Target::Postgres(address(&cluster.url, &name)?);
        Self::open(target, None, Some((cluster, name))).await
    }

    async fn open(
        target: Target,
        folder: Option<TempDir>,
        server: Option<(Cluster, String)>,
    ) -> Result<Self> {
        let inner = Inner {
            db: Db::open(&target).await?,
            target,
            _folder: folder,
            server,
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// The open database.
    #[must_use]
    pub fn db(&self) -> Db {
        self.inner.db.clone()
    }

    /// Where it is, to open it a second time.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.inner.target
    }

    /// A copy of the database as it is now, as a dump or a copied file would be; [`remove`](Self::remove) it afterwards.
    /// On PostgreSQL whoever uses the original is cut off, and connects anew.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub async fn copied(&self) -> Result<Self> {
        let Some((_, name)) = &self.inner.server else {
            let Target::SqliteFile(path) = &self.inner.target else {
                anyhow::bail!("no file and no server");
            };
            let folder = tempfile::tempdir()?;
            let copy = folder.path().join("test.sqlite");
            store::backup::copy_sqlite(path, &copy).await?;
            return Self::open(Target::SqliteFile(copy), Some(folder), None).await;
        };
        let cluster = tokio::task::spawn_blocking(cluster::start).await??;
        let admin = Admin::connect(&cluster.url).await?;
        let copy = format!("test_{}", random_name());
        let create = format!("CREATE DATABASE {copy} TEMPLATE {name}");
        let mut attempts = 1;
        loop {
            let users = format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
            );
            admin.run(&users).await?;
            match admin.run(&create).await {
                Ok(()) => break,
                Err(error) => anyhow::ensure!(attempts < RENAME_ATTEMPTS, error),
            }
            attempts += 1;
            tokio::time::sleep(RENAME_PAUSE).await;
        }
        let target = Target::Postgres(address(&cluster.url, &copy)?);
        Self::open(target, None, Some((cluster, copy))).await
    }

    /// Drops a PostgreSQL database, whoever still uses it; a SQLite file goes with the last clone.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn remove(&self) -> Result<()> {
        let Some((cluster, name)) = &self.inner.server else {
            return Ok(());
        };
        let admin = Admin::connect(&cluster.url).await?;
        let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        Ok(admin.run(&drop).await?)
    }
}

/// The address of a database on the throwaway server that has no tables at all, and what drops it.
#[derive(Debug)]
pub struct EmptyDatabase {
    /// Where it is.
    pub url: String,
    cluster: Cluster,
    name: String,
}

impl EmptyDatabase {
    /// Makes one; [`remove`](Self::remove) it afterwards.
    ///
    /// # Errors
    /// When no server can be had.
    pub async fn make() -> Result<Self> {
        let cluster = tokio::task::spawn_blocking(cluster::start).await??;
        let name = format!("test_{}", random_name());
        let create = format!("CREATE DATABASE {name} TEMPLATE template0");
        Admin::connect(&cluster.url).await?.run(&create).await?;
        let url = address(&cluster.url, &name)?;
        Ok(Self { url, cluster, name })
    }

    /// Drops it, whoever still uses it.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn remove(&self) -> Result<()> {
        let admin = Admin::connect(&self.cluster.url).await?;
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        Ok(admin.run(&drop).await?)
    }
}

impl From<TestDb> for Db {
    fn from(test: TestDb) -> Self {
        test.db()
    }
}

/// Runs a test body on SQLite.
///
/// # Panics
/// When the test fails or the database cannot be made.
#[expect(clippy::expect_used, reason = "a test that cannot begin has failed")]
pub fn on_sqlite<A: From<TestDb>, F: Future>(paused: bool, body: impl FnOnce(A) -> F) -> F::Output {
    let runtime = runtime(paused).expect("a runtime");
    let test = runtime.block_on(TestDb::sqlite()).expect("a SQLite file");
    // The folder stays until the body has ended, whatever the body took out of it.
    runtime.block_on(body(test.clone().into()))
}

/// Runs a test body on PostgreSQL, and drops its database also when it fails.
///
/// # Panics
/// When the test fails or the database cannot be made.
#[expect(clippy::expect_used, reason = "a test that cannot begin has failed")]
pub fn on_postgres<A: From<TestDb>, F: Future>(body: impl FnOnce(A) -> F) -> F::Output {
    let runtime = runtime(false).expect("a runtime");
    let test = runtime
        .block_on(TestDb::postgres())
        .expect("a PostgreSQL database");
    let argument = test.clone().into();
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(body(argument))));
    let removed = runtime.block_on(test.remove());
    match outcome {
        Ok(output) => {
            removed.expect("the database is dropped");
            output
        }
        Err(panic) => resume_unwind(panic),
    }
}

fn runtime(paused: bool) -> Result<Runtime> {
    let mut builder = if paused {
        Builder::new_current_thread()
    } else {
        Builder::new_multi_thread()
    };
    Ok(builder.enable_all().start_paused(paused).build()?)
}

/// The migrated template of this server, made by whoever comes first.
async fn template(admin: &Admin, url: &str) -> Result<String> {
    let name = format!("template_{}", Db::schema_fingerprint());
    admin.run("SELECT pg_advisory_lock(2026)").await?;
    let outcome = build_template(admin, url, &name).await;
    admin.run("SELECT pg_advisory_unlock(2026)").await?;
    outcome.map(|()| name)
}

async fn build_template(admin: &Admin, url: &str, name: &str) -> Result<()> {
    let query = "SELECT 1 FROM pg_database WHERE datname = $1";
    if admin.client.query_opt(query, &[&name]).await?.is_some() {
        return Ok(());
    }
    admin
        .run("DROP DATABASE IF EXISTS building WITH (FORCE)")
        .await?;
    admin
        .run("CREATE DATABASE building TEMPLATE template0")
        .await?;
    let migrated = Db::open(&Target::Postgres(address(url, "building")?)).await;
    drop(migrated.context("migrating the template")?);
    let rename = format!("ALTER DATABASE building RENAME TO {name}");
    let mut attempts = 1;
    while let Err(error) = admin.run(&rename).await {
        anyhow::ensure!(attempts < RENAME_ATTEMPTS, error);
        attempts += 1;
        tokio::time::sleep(RENAME_PAUSE).await;
    }
    Ok(())
}

/// A superuser's connection, which ends with this value.
struct Admin {
    client: Client,
    _connection: JoinSet<Result<(), tokio_postgres::Error>>,
}

impl Admin {
    async fn connect(url: &str) -> Result<Self> {
        let (client, answers) = tokio_postgres::connect(url, NoTls).await?;
        let mut connection = JoinSet::new();
        connection.spawn(answers);
        Ok(Self {
            client,
            _connection: connection,
        })
    }

    async fn run(&self, sql: &str) -> Result<(), tokio_postgres::Error> {
        self.client.batch_execute(sql).await
    }
}

/// The same server, another database.
fn address(url: &str, database: &str) -> Result<String> {
    let (base, options) = url.split_once('?').unwrap_or((url, "sslmode=disable"));
    let (server, _) = base
        .rsplit_once('/')
        .context("the address names no database")?;
    Ok(format!("{server}/{database}?{options}"))
}

fn random_name() -> String {
    let ids = store::Ids::system(store::Clock::system());
    ids.uuid().simple().to_string()
}
