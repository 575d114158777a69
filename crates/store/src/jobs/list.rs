//! What is in the queue, for people and for tests.

use jiff::Timestamp;
use serde_json::Value;

use crate::{ColumnValue, FromRow, Row, StoreError, Tx, Value as Stored, params};

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// It waits for its time, or for those before it.
    Waiting,
    /// A node has it.
    Running,
    /// It gave up.
    Failed,
}

impl ColumnValue for JobState {
    const NAME: &'static str = "the state of a job";

    fn from_value(value: &Stored) -> Option<Self> {
        let Stored::Text(text) = value else {
            return None;
        };
        match text.as_str() {
            "waiting" => Some(Self::Waiting),
            "running" => Some(Self::Running),
            "failed" => Some(Self::Failed),
            _ => None,
        }
    }
}

/// A job as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Which job.
    pub id: i64,
    /// Which handler does it.
    pub kind: String,
    /// Its key.
    pub key: String,
    /// What it needs to know.
    pub payload: Value,
    /// Where it stands.
    pub state: JobState,
    /// When it may run next.
    pub run_at: Timestamp,
    /// How often it was claimed.
    pub attempts: i64,
    /// The node that has it.
    pub node: Option<String>,
    /// Why it waits once more, or gave up.
    pub why: Option<String>,
}

impl FromRow for Listed {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get(0)?,
            kind: row.get(1)?,
            key: row.get(2)?,
            payload: row.get(3)?,
            state: row.get(4)?,
            run_at: row.get(5)?,
            attempts: row.get(6)?,
            node: row.get(7)?,
            why: row.get(8)?,
        })
    }
}

/// How many jobs stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Waiting, due or not.
    pub waiting: i64,
    /// Running.
    pub running: i64,
    /// Given up.
    pub failed: i64,
}

/// Counts the jobs.
///
/// # Errors
/// When the database fails.
pub async fn counts(tx: &mut Tx) -> Result<Counts, StoreError> {
    let rows: Vec<(JobState, i64)> = tx
        .all("SELECT state, COUNT(*) FROM job GROUP BY state", params![])
        .await?;
    let of = |state| {
        let found = rows.iter().find(|row| row.0 == state);
        found.map_or(0, |row| row.1)
    };
    Ok(Counts {
        waiting: of(JobState::Waiting),
        running: of(JobState::Running),
        failed: of(JobState::Failed),
    })
}

/// The jobs that gave up, the latest first, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn failed(tx: &mut Tx, limit: u32) -> Result<Vec<Listed>, StoreError> {
    tx.all(
        "SELECT id, kind, job_key, payload, state, run_at, attempts, node, why FROM job \
         WHERE state = 'failed' ORDER BY updated_at DESC, id DESC LIMIT $1",
        params![i64::from(limit)],
    )
    .await
}

/// The jobs that are left to be done, by the time at which they may run, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn left(tx: &mut Tx, limit: u32) -> Result<Vec<Listed>, StoreError> {
    tx.all(
        "SELECT id, kind, job_key, payload, state, run_at, attempts, node, why FROM job \
         WHERE state <> 'failed' ORDER BY run_at, id LIMIT $1",
        params![i64::from(limit)],
    )
    .await
}

/// One job; `None` when it is done or never was.
///
/// # Errors
/// When the database fails.
pub async fn find(tx: &mut Tx, id: i64) -> Result<Option<Listed>, StoreError> {
    tx.optional(
        "SELECT id, kind, job_key, payload, state, run_at, attempts, node, why FROM job WHERE id = $1",
        params![id],
    )
    .await
}
