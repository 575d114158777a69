//! How long somebody waits for the database in all: a page some seconds, a lane as long as it takes.
//!
//! The limit holds for one piece of work, whatever it opens and however often: waiting for our own writer, for another
//! program's lock, for a connection, each takes from the same time. Work that goes on is not counted, waiting is.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

tokio::task_local! {
    static PATIENCE: Patience;
}

/// Does the work, which may wait for the database so long in all; beyond it the database is said to be
/// [busy](crate::Trouble::Locked) or to [give no answer](crate::Trouble::Unreachable). Inside another limit the
/// smaller one counts.
pub async fn limited<F: Future>(limit: Duration, work: F) -> F::Output {
    let limit = current().map_or(limit, |outer| limit.min(outer.left()));
    PATIENCE.scope(Patience::new(limit), work).await
}

/// The limit of the work under way, if it has one.
pub(crate) fn current() -> Option<Patience> {
    PATIENCE.try_with(Clone::clone).ok()
}

/// What is left of the time for waiting; clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Patience {
    micros: Arc<AtomicU64>,
}

impl Patience {
    pub(crate) fn new(limit: Duration) -> Self {
        let micros = u64::try_from(limit.as_micros()).unwrap_or(u64::MAX);
        Self {
            micros: Arc::new(AtomicU64::new(micros)),
        }
    }

    /// What is left.
    pub(crate) fn left(&self) -> Duration {
        Duration::from_micros(self.micros.load(Ordering::SeqCst))
    }

    /// Takes from it what was waited.
    pub(crate) fn spend(&self, waited: Duration) {
        let waited = u64::try_from(waited.as_micros()).unwrap_or(u64::MAX);
        let less = |micros: u64| Some(micros.saturating_sub(waited));
        // It always says what becomes of it.
        let _before = self
            .micros
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, less);
    }

    /// Waits for something as long as there is patience; `None` when there was none left.
    pub(crate) async fn wait<F: Future>(&self, what: F) -> Option<F::Output> {
        let began = tokio::time::Instant::now();
        let came = tokio::time::timeout(self.left(), what).await;
        self.spend(began.elapsed());
        came.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn all_waits_of_one_piece_of_work_come_from_the_same_time() {
        let ten = Duration::from_secs(10);
        limited(ten, async {
            let patience = current().unwrap();
            let nap = || tokio::time::sleep(Duration::from_secs(4));
            assert!(patience.wait(nap()).await.is_some());
            assert!(current().unwrap().wait(nap()).await.is_some());
            assert!(patience.wait(nap()).await.is_none());
            assert_eq!(patience.left(), Duration::ZERO);
            assert_eq!(
                patience.wait(async { 7 }).await,
                Some(7),
                "at once is no wait"
            );
        })
        .await;
        assert!(current().is_none());
    }

    #[tokio::test]
    async fn within_a_limit_no_larger_one_is_given() {
        let (small, large) = (Duration::from_secs(1), Duration::from_secs(9));
        limited(
            small,
            limited(large, async {
                assert_eq!(current().unwrap().left(), small);
            }),
        )
        .await;
    }
}
