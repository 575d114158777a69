//! What time it is: the one place that asks the system, and clocks that a test turns.
//!
//! A wall clock may be wrong and may be set while the program runs; what only moves forward is
//! [`elapsed`](Clock::elapsed), which tells no time of day.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// How far a clock may be off that of the database before its node does nothing any more, and how far an instant may
/// lie beyond what is possible before it is not believed.
///
/// Twice this (one node ahead, another behind) must be little beside what is reckoned with instants of other nodes:
/// 10 s beside a lease of three minutes, of which whoever holds it uses so much less, and beside the 7 minutes after
/// which an unknown call is looked for. Synchronised clocks are within 0.1 s; a machine that has just started and is
/// not synchronised yet is off by more than 5 s, or by so little that it does no harm.
pub const MAX_CLOCK_SKEW: Duration = Duration::from_secs(5);

/// A clock; clones show the same time.
#[derive(Debug, Clone)]
pub struct Clock {
    source: Source,
    /// How far it is wrong, in microseconds: nothing, except in tests.
    wrong_by: Arc<AtomicI64>,
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
    pub fn system() -> Self {
        Self::of(Source::System)
    }

    fn of(source: Source) -> Self {
        Self {
            source,
            wrong_by: Arc::default(),
        }
    }

    /// A clock that stands still until it is [advanced](Self::advance).
    #[must_use]
    pub fn fixed(at: Timestamp) -> Self {
        Self::of(Source::Fixed(Arc::new(AtomicI64::new(at.as_microsecond()))))
    }

    /// A clock that starts at `base` and follows tokio's, also when that one is paused.
    #[must_use]
    pub fn tokio(base: Timestamp) -> Self {
        Self::of(Source::Tokio {
            base,
            started: tokio::time::Instant::now(),
        })
    }

    /// The present moment, in whole microseconds.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let right = match &self.source {
            Source::System => system_now().as_microsecond(),
            Source::Fixed(micros) => micros.load(Ordering::SeqCst),
            Source::Tokio { base, started } => {
                let elapsed = micros(started.elapsed());
                base.as_microsecond().saturating_add(elapsed)
            }
        };
        whole_micros(right.saturating_add(self.wrong_by.load(Ordering::SeqCst)))
    }

    /// The time that has passed since some moment, whatever was done to the wall clock since. While the machine sleeps
    /// it may stand still.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        match &self.source {
            Source::System => START.elapsed(),
            Source::Fixed(micros) => {
                Duration::from_micros(u64::try_from(micros.load(Ordering::SeqCst)).unwrap_or(0))
            }
            Source::Tokio { started, .. } => started.elapsed(),
        }
    }

    /// Moves a fixed clock forward; the other kinds move by themselves and ignore it.
    pub fn advance(&self, by: Duration) {
        if let Source::Fixed(now) = &self.source {
            now.fetch_add(micros(by), Ordering::SeqCst);
        }
    }

    /// Sets the wall clock forward, or back, as somebody does who sets it wrong, or right again; no time passes by it.
    /// For tests of clocks that are wrong.
    pub fn set_wrong(&self, by: SignedDuration) {
        let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        self.wrong_by.store(by, Ordering::SeqCst);
    }

    /// A clock that goes with this one and can be set wrong by itself: that of another machine.
    #[must_use]
    pub fn of_another_machine(&self) -> Self {
        Self::of(self.source.clone())
    }
}

/// When this process asked first.
static START: LazyLock<tokio::time::Instant> = LazyLock::new(tokio::time::Instant::now);

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

    #[test]
    fn a_clock_that_is_set_wrong_is_wrong_alone_and_no_time_passes_by_it() {
        let right = Clock::fixed(noon());
        let wrong = right.of_another_machine();
        let before = wrong.elapsed();
        wrong.set_wrong(SignedDuration::from_hours(-48));
        assert_eq!(wrong.now().to_string(), "2026-11-22T12:00:00Z");
        assert_eq!(right.now().to_string(), "2026-11-24T12:00:00Z");
        assert_eq!(wrong.elapsed(), before);
        right.advance(Duration::from_secs(1));
        assert_eq!(wrong.elapsed() - before, Duration::from_secs(1));
        wrong.set_wrong(SignedDuration::ZERO);
        assert_eq!(wrong.now(), right.now());
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
