//! Transactions that run again when another one was in the way.

use std::error::Error;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use crate::{Db, Retryable, StoreError, Tx, patience};

/// For how long a transaction is begun anew when others are in its way; then it is [`StoreError::Busy`].
pub const TRANSACT_PATIENCE: Duration = Duration::from_secs(15);
/// The longest pause between two runs.
const MAX_PAUSE_MS: u64 = 400;

/// Runs a block in a write transaction and commits it when the block ends well.
///
/// On an error the transaction is rolled back; when the error is [`Retryable`], the block runs again, for as long as
/// [`Db::patience`]; then the error is a [`StoreError::Busy`]. So the block changes nothing but the database, and
/// clones what it consumes. What makes its writes right beside those of others is said at the top of this crate.
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
        let mut attempts = $crate::transact::Attempts::new(db);
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
                ::core::result::Result::Err(error) => {
                    if !attempts.again(&error).await {
                        break ::core::result::Result::Err($crate::transact::given_up(error));
                    }
                }
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

/// What is handed on when a transaction is not run again: an error that one more run might have mended says that the
/// database is busy; what [`transact!`] is made of.
pub fn given_up<E: Error + Send + Sync + From<StoreError> + 'static>(error: E) -> E {
    if error.retryable() {
        StoreError::Busy(Box::new(error)).into()
    } else {
        error
    }
}

/// Counts the runs of one transaction and its time; what [`transact!`] is made of.
#[derive(Debug)]
pub struct Attempts {
    failed: u32,
    until: Instant,
}

impl Attempts {
    /// None yet; the patience of the database begins now, or what is left of that of whoever asks.
    #[must_use]
    pub fn new(db: &Db) -> Self {
        let patience =
            patience::current().map_or(db.patience(), |asker| db.patience().min(asker.left()));
        Self {
            failed: 0,
            until: Instant::now() + patience,
        }
    }

    /// Whether the transaction is to run again; pauses before it says so.
    pub async fn again(&mut self, error: &impl Retryable) -> bool {
        if !error.retryable() {
            return false;
        }
        self.failed += 1;
        let pause = pause(self.failed);
        if Instant::now() + pause >= self.until {
            return false;
        }
        tokio::time::sleep(pause).await;
        if let Some(asker) = patience::current() {
            asker.spend(pause);
        }
        true
    }
}

/// Doubles with each run. Those that failed together are spread by a counter instead of by chance, so that a
/// simulation repeats itself: steps of the golden ratio lie far apart however many there are.
fn pause(failed: u32) -> Duration {
    static TURN: AtomicU64 = AtomicU64::new(0);
    const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

    let longest = (2_u64 << failed.min(10)).min(MAX_PAUSE_MS);
    let turn = TURN.fetch_add(1, Ordering::Relaxed).wrapping_mul(GOLDEN) >> 32;
    Duration::from_millis(longest / 4 + turn % (longest * 3 / 4 + 1))
}
