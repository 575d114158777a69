//! Transactions that run again when another one was in the way.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::{Retryable, StoreError, Tx};

/// How often a transaction is run before its error is handed on.
pub const TRANSACT_ATTEMPTS: u32 = 12;
/// The longest pause between two runs.
const MAX_PAUSE_MS: u64 = 100;

/// Runs a block in a write transaction and commits it when the block ends well.
///
/// On an error the transaction is rolled back; when the error is [`Retryable`], the block runs again, at most
/// [`TRANSACT_ATTEMPTS`] times. So the block changes nothing but the database, and clones what it consumes.
/// `tx` is a `&mut Tx`. Where the error type cannot be inferred, it is given:
///
/// ```
/// # async fn example(db: &store::Db) -> Result<(), store::StoreError> {
/// let name = "paint";
/// store::transact!(db, |tx| -> Result<(), store::StoreError> {
///     tx.execute("DELETE FROM app_option WHERE name = $1", store::params![name]).await?;
///     Ok(())
/// })
/// # }
/// ```
#[macro_export]
macro_rules! transact {
    ($db:expr, |$tx:ident| -> $result:ty $body:block) => {{
        let outcome: $result = $crate::transact!($db, |$tx| $body);
        outcome
    }};
    ($db:expr, |$tx:ident| $body:expr) => {{
        let db: &$crate::Db = &$db;
        let mut attempts = $crate::transact::Attempts::default();
        loop {
            let outcome = match db.begin().await {
                ::core::result::Result::Ok(mut transaction) => {
                    let outcome = {
                        let $tx = &mut transaction;
                        async { $body }.await
                    };
                    $crate::transact::settle(transaction, outcome).await
                }
                ::core::result::Result::Err(error) => {
                    ::core::result::Result::Err(::core::convert::From::from(error))
                }
            };
            match outcome {
                ::core::result::Result::Err(error) if attempts.again(&error).await => {}
                outcome => break outcome,
            }
        }
    }};
}

/// Commits after success and rolls back after an error; what [`transact!`] is made of.
///
/// # Errors
/// The error of the block, or that of the commit.
pub async fn settle<T, E: From<StoreError>>(tx: Tx, outcome: Result<T, E>) -> Result<T, E> {
    let value = outcome?;
    tx.commit().await?;
    Ok(value)
}

/// Counts the runs of one transaction; what [`transact!`] is made of.
#[derive(Debug, Default)]
pub struct Attempts {
    failed: u32,
}

impl Attempts {
    /// Whether the transaction is to run again; pauses before it says so.
    pub async fn again(&mut self, error: &impl Retryable) -> bool {
        self.failed += 1;
        if self.failed >= TRANSACT_ATTEMPTS || !error.retryable() {
            return false;
        }
        tokio::time::sleep(pause(self.failed)).await;
        true
    }
}

/// Doubles with each run. Those that failed together are spread by a counter instead of by chance, so that a
/// simulation repeats itself.
fn pause(failed: u32) -> Duration {
    static TURN: AtomicU64 = AtomicU64::new(0);

    let longest = (1_u64 << failed.min(10)).min(MAX_PAUSE_MS);
    let turn = TURN.fetch_add(1, Ordering::Relaxed);
    Duration::from_millis(longest / 2 + turn % (longest / 2 + 1))
}
