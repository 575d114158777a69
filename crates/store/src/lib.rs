//! The database: one SQL text for SQLite and PostgreSQL, and what is built right on it (jobs, leases, events,
//! audit, identities, time).
//!
//! It knows tables and transactions, and nothing of what an invoice is.
//!
//! # Portable SQL
//!
//! - A statement is a single string literal that begins with SELECT, INSERT, UPDATE, DELETE or WITH in capitals,
//!   so that a test finds and prepares each one on both engines.
//! - Parameters are `$1`, `$2`, …. Columns and results are BIGINT, TEXT, BOOLEAN or BYTEA (SQLite takes that name
//!   too), so `CAST(SUM(x) AS BIGINT)`, and `CAST($1 AS TEXT) IS NULL` where nothing else tells a parameter's type.
//! - No `CAST(… AS BYTEA)`: SQLite makes a number of it.
//! - `TRUE` and `FALSE`, never 1 and 0. No `= ANY($1)`, `FOR UPDATE`, `json_extract` or `COLLATE`.
//! - `LIKE` tells capitals from small letters on both.

pub mod audit;
mod clock;
mod db;
mod domain_values;
mod error;
pub mod events;
mod ids;
pub mod jobs;
pub mod lease;
mod migrate;
mod postgres;
pub mod random;
mod row;
mod sqlite;
mod target;
pub mod transact;
mod value;

pub use clock::{Clock, MAX_CLOCK_SKEW};
pub use db::{Db, Tx};
pub use error::{Retryable, StoreError};
pub use ids::Ids;
pub use row::{ColumnValue, FromRow, Row};
pub use target::{Engine, Target};
pub use transact::TRANSACT_ATTEMPTS;
pub use value::{Params, Value};
