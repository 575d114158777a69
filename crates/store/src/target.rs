//! Where a database is, and of which engine.

use std::convert::Infallible;
use std::path::PathBuf;
use std::str::FromStr;

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// SQLite, in this file; made when absent.
    SqliteFile(PathBuf),
    /// PostgreSQL, at this address (`postgres://…`).
    Postgres(String),
}

impl FromStr for Target {
    type Err = Infallible;

    /// An address that begins with `postgres://` or `postgresql://`, else the path of a file.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(
            if text.starts_with("postgres://") || text.starts_with("postgresql://") {
                Self::Postgres(text.to_owned())
            } else {
                Self::SqliteFile(PathBuf::from(text))
            },
        )
    }
}

/// The two engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_a_path() {
        let address = "postgresql://office@db.example/books";
        assert_eq!(address.parse(), Ok(Target::Postgres(address.to_owned())));
        let path = "data/planmanager.sqlite";
        assert_eq!(path.parse(), Ok(Target::SqliteFile(path.into())));
    }
}
