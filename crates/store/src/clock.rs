//! What time it is: the one place that asks the system, and clocks that a test turns.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;

/// A clock; clones show the same time.
#[derive(Debug, Clone)]
pub struct Clock {
    source: Source,
}

#[derive(Debug, Clone)]
enum Source {
    System,
    /// Microseconds since 1970.
    Fixed(Arc<AtomicI64>),
    Tokio {
        base: Timestamp,
        started: tokio::time::Instant,
    },
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self {
            source: Source::System,
        }
    }

    /// A clock that stands still until it is [advanced](Self::advance).
    #[must_use]
    pub fn fixed(at: Timestamp) -> Self {
        Self {
            source: Source::Fixed(Arc::new(AtomicI64::new(at.as_microsecond()))),
        }
    }

    /// A clock that starts at `base` and follows tokio's, also when that one is paused.
    #[must_use]
    pub fn tokio(base: Timestamp) -> Self {
        Self {
            source: Source::Tokio {
                base,
                started: tokio::time::Instant::now(),
            },
        }
    }

    /// The present moment, in whole microseconds.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.source {
            Source::System => whole_micros(system_now().as_microsecond()),
            Source::Fixed(micros) => whole_micros(micros.load(Ordering::SeqCst)),
            Source::Tokio { base, started } => {
                let elapsed = micros(started.elapsed());
                whole_micros(base.as_microsecond().saturating_add(elapsed))
            }
        }
    }

    /// Moves a fixed clock forward; the other kinds move by themselves and ignore it.
    pub fn advance(&self, by: Duration) {
        if let Source::Fixed(now) = &self.source {
            now.fetch_add(micros(by), Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this module owns the wall clock")]
fn system_now() -> Timestamp {
    Timestamp::now()
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

/// Beyond the year 9999 the clock stands still.
fn whole_micros(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2026-11-24T12:00:00.000000123Z".parse().unwrap()
    }

    #[test]
    fn a_fixed_clock_moves_only_when_told_and_for_all_clones() {
        let clock = Clock::fixed(noon());
        let clone = clock.clone();
        assert_eq!(clock.now().to_string(), "2026-11-24T12:00:00Z");
        clock.advance(Duration::from_micros(1_500_000));
        assert_eq!(clone.now().to_string(), "2026-11-24T12:00:01.5Z");
    }

    #[tokio::test(start_paused = true)]
    async fn a_tokio_clock_follows_a_paused_runtime() {
        let clock = Clock::tokio(noon());
        tokio::time::advance(Duration::from_secs(3600)).await;
        assert_eq!(clock.now().to_string(), "2026-11-24T13:00:00Z");
    }

    #[test]
    fn the_system_clock_has_no_nanoseconds() {
        assert_eq!(Clock::system().now().as_nanosecond() % 1000, 0);
    }
}
