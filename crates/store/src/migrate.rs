//! The schema, brought up to date when a database is opened. Forward only.
//!
//! The runner takes no lock, so programs that start together trip over each other; the one that fails tries
//! again and then sees what the other has applied.

use std::time::Duration;

use crate::StoreError;

/// How often the migrations are tried before the start fails.
const ATTEMPTS: u32 = 20;
/// The pause before the second try; it grows by as much with each further one.
const PAUSE: Duration = Duration::from_millis(25);

/// Asks which migration was applied last.
const APPLIED: &str = "SELECT CAST(MAX(version) AS BIGINT) FROM refinery_schema_history";

/// Which tables a database has, and which this program knows, as numbers of migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schema {
    /// Those of the database.
    pub applied: i64,
    /// Those of this program.
    pub known: i64,
}

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// Runs `attempt` until it succeeds, at most [`ATTEMPTS`] times.
pub(crate) async fn with_retry<F>(mut attempt: impl FnMut() -> F) -> Result<(), StoreError>
where
    F: Future<Output = Result<(), StoreError>>,
{
    let mut tries = 1;
    loop {
        match attempt().await {
            Err(error) if tries < ATTEMPTS && worth_another_try(&error) => {
                tokio::time::sleep(PAUSE * tries).await;
                tries += 1;
            }
            outcome => return outcome,
        }
    }
}

/// A server that cannot be reached is reported at once; anything else may be another start at work.
const fn worth_another_try(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Migration(_) | StoreError::Sqlite(_) | StoreError::Postgres(_)
    )
}

pub(crate) fn sqlite(connection: &mut rusqlite::Connection) -> Result<(), StoreError> {
    let report = embedded::migrations::runner().run(connection);
    report
        .map(drop)
        .map_err(|error| StoreError::Migration(Box::new(error)))
}

pub(crate) async fn postgres(client: &mut tokio_postgres::Client) -> Result<(), StoreError> {
    let report = embedded::migrations::runner().run_async(client).await;
    report
        .map(drop)
        .map_err(|error| StoreError::Migration(Box::new(error)))
}

/// The newest migration that this program knows.
pub(crate) fn known() -> i64 {
    let runner = embedded::migrations::runner();
    let versions = runner.get_migrations().iter();
    versions
        .map(|migration| i64::from(migration.version()))
        .max()
        .unwrap_or_default()
}

/// The newest migration that was applied; `None` where there are no tables of ours.
pub(crate) fn applied_on_sqlite(
    connection: &rusqlite::Connection,
) -> Result<Option<i64>, StoreError> {
    if !connection.table_exists(None::<&str>, "refinery_schema_history")? {
        return Ok(None);
    }
    Ok(connection.query_row(APPLIED, [], |row| row.get(0))?)
}

/// The same on PostgreSQL.
pub(crate) async fn applied_on_postgres(
    client: &tokio_postgres::Client,
) -> Result<Option<i64>, StoreError> {
    let none = Some(&tokio_postgres::error::SqlState::UNDEFINED_TABLE);
    match client.query_one(APPLIED, &[]).await {
        Err(error) if error.code() == none => Ok(None),
        answer => Ok(answer?.try_get(0)?),
    }
}

/// A short text that changes with the migrations.
pub(crate) fn fingerprint() -> String {
    fingerprint_up_to(version())
}

/// The same as it was when this version was the newest.
pub(crate) fn fingerprint_up_to(version: i64) -> String {
    use sha2::Digest;

    let mut hash = sha2::Sha256::new();
    for migration in embedded::migrations::runner().get_migrations() {
        if i64::from(migration.version()) <= version {
            hash.update(migration.checksum().to_be_bytes());
        }
    }
    hex::encode(&hash.finalize()[..8])
}

/// The newest version of the schema that is known here.
pub(crate) fn version() -> i64 {
    let runner = embedded::migrations::runner();
    let versions = runner.get_migrations().iter().map(|it| it.version());
    versions.map(i64::from).max().unwrap_or_default()
}
