//! What can stand between us and the database that no program can mend: told apart, so that operators and people are
//! told what to do.

use std::error::Error;
use std::fmt;

use deadpool_postgres::PoolError;
use rusqlite::ffi;
use tokio_postgres::error::SqlState;

use crate::StoreError;

/// Why the database cannot be used now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Another program, or too much of our own at once, holds it.
    Locked,
    /// There is no room left where it is.
    Full,
    /// It may be read only.
    ReadOnly,
    /// Its file is no longer where it was opened: moved, or another file stands there.
    Moved,
    /// It does not answer, or its disk does not.
    Unreachable,
}

impl Trouble {
    /// What an error says about the database; `None` when it is about something else. The chain of causes is searched.
    #[must_use]
    pub fn of(error: &(dyn Error + 'static)) -> Option<Self> {
        let mut link = Some(error);
        while let Some(error) = link {
            if let Some(trouble) = of_link(error) {
                return Some(trouble);
            }
            link = error.source();
        }
        None
    }

    /// Whether nothing can be written before somebody mends it; a lock passes by itself.
    #[must_use]
    pub const fn forbids_writing(self) -> bool {
        !matches!(self, Self::Locked)
    }

    /// One plain line for operators.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Locked => "the database is busy: another program holds it",
            Self::Full => "the disk of the database is full, or nearly",
            Self::ReadOnly => "the database may be read only",
            Self::Moved => "the database file was moved or replaced",
            Self::Unreachable => "the database does not answer",
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

fn of_link(error: &(dyn Error + 'static)) -> Option<Trouble> {
    if let Some(error) = error.downcast_ref::<StoreError>() {
        return of_store(error);
    }
    if let Some(error) = error.downcast_ref::<rusqlite::Error>() {
        return of_sqlite(error);
    }
    if let Some(error) = error.downcast_ref::<tokio_postgres::Error>() {
        return of_postgres(error);
    }
    match error.downcast_ref::<PoolError>()? {
        PoolError::Timeout(deadpool_postgres::TimeoutType::Wait) => Some(Trouble::Locked),
        PoolError::Backend(error) => of_postgres(error).or(Some(Trouble::Unreachable)),
        _ => Some(Trouble::Unreachable),
    }
}

const fn of_store(error: &StoreError) -> Option<Trouble> {
    match error {
        StoreError::Unavailable(trouble) => Some(*trouble),
        StoreError::Aborted { retryable: true } | StoreError::Busy(_) => Some(Trouble::Locked),
        _ => None,
    }
}

fn of_sqlite(error: &rusqlite::Error) -> Option<Trouble> {
    let rusqlite::Error::SqliteFailure(error, _) = error else {
        return None;
    };
    match error.extended_code {
        ffi::SQLITE_READONLY_DBMOVED => return Some(Trouble::Moved),
        // Space of the wal-index, and a commit that did not reach a disk without room.
        ffi::SQLITE_IOERR_SHMSIZE => return Some(Trouble::Full),
        _ => {}
    }
    // The lowest byte is the kind; the rest tells more of it.
    match error.extended_code & 0xff {
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => Some(Trouble::Locked),
        ffi::SQLITE_FULL => Some(Trouble::Full),
        ffi::SQLITE_READONLY => Some(Trouble::ReadOnly),
        ffi::SQLITE_IOERR | ffi::SQLITE_CANTOPEN => Some(Trouble::Unreachable),
        _ => None,
    }
}

fn of_postgres(error: &tokio_postgres::Error) -> Option<Trouble> {
    let Some(code) = error.code() else {
        // Without a code it did not come from the server.
        let io = error
            .source()
            .is_some_and(|cause| cause.is::<std::io::Error>());
        return (error.is_closed() || io).then_some(Trouble::Unreachable);
    };
    match *code {
        SqlState::DISK_FULL => Some(Trouble::Full),
        SqlState::READ_ONLY_SQL_TRANSACTION => Some(Trouble::ReadOnly),
        SqlState::LOCK_NOT_AVAILABLE
        | SqlState::T_R_SERIALIZATION_FAILURE
        | SqlState::T_R_DEADLOCK_DETECTED => Some(Trouble::Locked),
        SqlState::TOO_MANY_CONNECTIONS
        | SqlState::CANNOT_CONNECT_NOW
        | SqlState::ADMIN_SHUTDOWN
        | SqlState::CRASH_SHUTDOWN => Some(Trouble::Unreachable),
        _ => code
            .code()
            .starts_with("08")
            .then_some(Trouble::Unreachable),
    }
}
