//! What can go wrong between us and a database, and which of it is worth another try.

use std::error::Error;

use crate::Trouble;

/// An error of the store.
///
/// The cause is in `source()` only, never also in the text.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// SQLite refused or failed.
    #[error("SQLite failed")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL refused or failed.
    #[error("PostgreSQL failed")]
    Postgres(#[from] tokio_postgres::Error),
    /// No connection to PostgreSQL could be had.
    #[error("no connection to PostgreSQL")]
    Pool(#[source] Box<dyn Error + Send + Sync>),
    /// The schema could not be brought up to date.
    #[error("the migrations failed")]
    Migration(#[source] Box<refinery::Error>),
    /// There is no database of ours there.
    #[error("there is no database yet")]
    Absent,
    /// The database file could not be made.
    #[error("the database file could not be made")]
    File(#[source] std::io::Error),
    /// A row that had to exist does not.
    #[error("no such row")]
    NotFound,
    /// A statement touched another number of rows than it had to.
    #[error("{actual} rows affected where {expected} were expected")]
    RowsAffected {
        /// How many rows it had to be.
        expected: u64,
        /// How many rows it was.
        actual: u64,
    },
    /// A column holds something else than its reader expects.
    #[error("column {index} is not {expected}")]
    Column {
        /// The column, from zero.
        index: usize,
        /// What the reader expects.
        expected: &'static str,
    },
    /// A text holds a NUL character, which PostgreSQL cannot store.
    #[error("a text holds a NUL character")]
    NulInText,
    /// An earlier statement of this transaction failed, so nothing of it may be committed.
    #[error("the transaction was aborted by an earlier error")]
    Aborted {
        /// Whether that earlier error was worth another try.
        retryable: bool,
    },
    /// The database was busy for as long as anyone waits for it: nothing was stored, nothing is broken, and the same
    /// may be asked again later.
    #[error("the database is busy")]
    Busy(#[source] Box<dyn Error + Send + Sync>),
    /// The database cannot be used now, and asking again at once would not help.
    #[error("the database cannot be used: {0}")]
    Unavailable(Trouble),
    /// A lease (of a job or a name) was lost: someone else may hold it by now.
    #[error("the lease was lost")]
    Fenced,
    /// Stored JSON could not be read, or a value not be written as JSON.
    #[error("not the JSON that was expected")]
    Json(#[from] serde_json::Error),
    /// The thread that worked on the database died or the runtime is shutting down.
    #[error("the database call was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

impl StoreError {
    /// Whether it was only busy, and for longer than is waited ([`crate::TRANSACT_PATIENCE`]).
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        matches!(self, Self::Busy(_))
    }

    /// Whether a unique or primary key constraint was violated.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        match self {
            Self::Sqlite(rusqlite::Error::SqliteFailure(error, _)) => matches!(
                error.extended_code,
                rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
                    | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            ),
            Self::Postgres(error) => {
                error.code() == Some(&tokio_postgres::error::SqlState::UNIQUE_VIOLATION)
            }
            _ => false,
        }
    }
}

/// Says whether running the same transaction once more may succeed.
///
/// Every error type has it: the chain of causes is searched for a [`StoreError`] or an error of one of the
/// drivers, so that error enums which carry one need not do anything.
pub trait Retryable {
    /// True for a serialization failure, a deadlock or a lock that was waited for too long (PostgreSQL 40001, 40P01,
    /// 55P03) and for a busy SQLite; false once it was retried for as long as anyone waits ([`StoreError::Busy`]).
    fn retryable(&self) -> bool;
}

/// Whether an error says, however deep, that the database was busy for as long as anyone waits.
#[must_use]
pub fn is_busy(error: &(dyn Error + 'static)) -> bool {
    chain(error).any(|link| link.downcast_ref().is_some_and(StoreError::is_busy))
}

/// An error and its causes.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |link| {
        let link: &'a (dyn Error + 'static) = *link;
        link.source()
    })
}

impl<E: Error + 'static> Retryable for E {
    fn retryable(&self) -> bool {
        !is_busy(self) && chain(self).any(is_retryable_link)
    }
}

fn is_retryable_link(error: &(dyn Error + 'static)) -> bool {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
    use tokio_postgres::error::SqlState;

    if let Some(StoreError::Aborted { retryable }) = error.downcast_ref() {
        return *retryable;
    }
    if let Some(error) = error.downcast_ref::<rusqlite::Error>() {
        return matches!(
            error.sqlite_error_code(),
            Some(DatabaseBusy | DatabaseLocked)
        );
    }
    if let Some(error) = error.downcast_ref::<tokio_postgres::Error>() {
        return matches!(
            error.code(),
            Some(
                &SqlState::T_R_SERIALIZATION_FAILURE
                    | &SqlState::T_R_DEADLOCK_DETECTED
                    | &SqlState::LOCK_NOT_AVAILABLE
            )
        );
    }
    false
}
