//! From when on reads see a row: all after the same delay, or what was made in one moment after a share
//! of it.

use jiff::Timestamp;

use super::endpoint::View;
use crate::books::Stamp;

impl View<'_> {
    /// Whether reads see a record yet: new ones may take a while.
    pub(crate) fn sees(&self, stamp: &Stamp) -> bool {
        self.sees_since(stamp.created)
    }

    /// Whether a delta tells of a deletion yet. With one delay for all it does at once.
    pub(crate) fn sees_deletion(&self, at: Timestamp) -> bool {
        !self.switches.visibility_uneven || self.sees_since(at)
    }

    /// The records of a delta that are seen. With one delay for all it ends before the first that is not; else those
    /// are passed over, and whoever asks only for what is newer than the newest misses them.
    pub(crate) fn seen_changes<'a, T: 'a>(
        &'a self,
        changed: impl Iterator<Item = T> + 'a,
        stamp: impl Fn(&T) -> &Stamp + Copy + 'a,
    ) -> impl Iterator<Item = T> + 'a {
        let uneven = self.switches.visibility_uneven;
        changed
            .take_while(move |record| uneven || self.sees(stamp(record)))
            .filter(move |record| self.sees(stamp(record)))
    }

    fn sees_since(&self, at: Timestamp) -> bool {
        let delay = if self.switches.visibility_uneven {
            self.delay_ms.saturating_mul(percent(at)) / 100
        } else {
            self.delay_ms
        };
        let age = self.now.as_millisecond() - at.as_millisecond();
        delay <= 0 || age >= delay
    }
}

/// What share of the delay rows wait that were made in this millisecond: from 0 to 100, mixed so that neighbours differ.
/// What one act makes appears together.
fn percent(made: Timestamp) -> i64 {
    let mixed = made
        .as_millisecond()
        .cast_unsigned()
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        >> 32;
    i64::try_from(mixed % 101).unwrap_or(100)
}
