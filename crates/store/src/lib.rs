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
//!
//! # Beside others
//!
//! Whoever writes is not alone. SQLite has one writer; on PostgreSQL a transaction of [`transact!`] is READ COMMITTED:
//! each statement sees what was committed before *it*, and a row that it has written stays its own until the end. So
//! what was read may be old by the time of the next statement. Of these three a verb takes the first that does:
//!
//! 1. **One statement decides.** `UPDATE … WHERE id = $1 AND state = $2`, and the number of rows says whether it was so;
//!    `INSERT … ON CONFLICT`; a counter by `UPDATE … SET n = n + 1 … RETURNING n`. PostgreSQL looks at the conditions on
//!    *the row itself* once more when it had to wait for it, but not into a sub-select: a condition that must hold
//!    stands beside the key, not only in the sub-select that found it.
//! 2. **Touch the row first, then read.** Whoever reads a row to decide what becomes of it writes it first (`UPDATE …
//!    SET x = x WHERE id = $1`): from there on nobody else changes it, and what is read next is the latest. Both sides
//!    have to touch the same row. `FOR UPDATE` is not known to SQLite.
//! 3. **Take a lock by name** ([`lock::take`]) where what was read is that there is *no* such row, or all of them:
//!    "nobody else has this number", "another administrator is left". It is the first statement of the transaction.
//!
//! A unique index stands behind each of them, as the last guard and not as the way it is said. Rows are locked in one
//! order by everyone: a lease or a lock by name, the run, bookings by number, their invoices, jobs. What is long (a
//! check) reads in a snapshot ([`Db::read`]) before, writes after, and finds out by the first way what has changed.

pub mod audit;
pub mod backup;
mod clock;
mod condition;
mod db;
mod domain_values;
mod error;
pub mod events;
mod ids;
pub mod jobs;
pub mod lease;
pub mod lock;
mod migrate;
pub mod patience;
mod postgres;
pub mod random;
mod row;
mod sqlite;
mod target;
pub mod transact;
mod trouble;
mod value;

pub use clock::{Clock, MAX_CLOCK_SKEW};
pub use condition::Probing;
pub use db::{Db, Tx};
pub use error::{Retryable, StoreError, is_busy};
pub use ids::Ids;
pub use migrate::Schema;
pub use row::{ColumnValue, FromRow, Row};
pub use target::{Engine, Target};
pub use transact::TRANSACT_PATIENCE;
pub use trouble::Trouble;
pub use value::{Params, Value};
