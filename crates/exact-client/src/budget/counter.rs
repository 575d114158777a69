//! One quota window: fixed, a clock minute or a UTC day.

use exact_api::Window;
use jiff::{SignedDuration, Timestamp};

/// The length of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    Minute,
    Day,
}

impl Span {
    const fn seconds(self) -> i64 {
        match self {
            Self::Minute => 60,
            Self::Day => 86_400,
        }
    }

    /// The end of the window that holds this moment. Minutes and UTC days begin at multiples of
    /// their length since the epoch.
    fn end_after(self, now: Timestamp) -> Timestamp {
        let length = self.seconds();
        let end = now
            .as_second()
            .div_euclid(length)
            .saturating_add(1)
            .saturating_mul(length);
        Timestamp::from_second(end).unwrap_or(Timestamp::MAX)
    }

    /// Whether a told end can be the end of a window that holds `now`. The server's clock may be
    /// another than ours; an end that lies further off tells nothing to us.
    fn is_plausible(self, now: Timestamp, end: Timestamp) -> bool {
        let ahead = end.duration_since(now);
        ahead > SignedDuration::ZERO && ahead <= SignedDuration::from_secs(self.seconds())
    }

    /// Whether a told end is that of the window before the one that holds `now`. An end that lies
    /// further back is of a clock that runs behind ours: the count beside it is good all the same.
    fn just_ended(self, now: Timestamp, end: Timestamp) -> bool {
        let past = now.duration_since(end);
        past >= SignedDuration::ZERO && past < SignedDuration::from_secs(self.seconds())
    }
}

#[derive(Debug, Clone)]
pub(super) struct Counter {
    span: Span,
    limit: u32,
    left: u32,
    ends: Timestamp,
}

impl Counter {
    pub(super) fn new(span: Span, limit: u32) -> Self {
        Self {
            span,
            limit,
            left: limit,
            ends: Timestamp::MIN,
        }
    }

    pub(super) fn limit(&self) -> u32 {
        self.limit
    }

    pub(super) fn left(&self) -> u32 {
        self.left
    }

    pub(super) fn ends(&self) -> Timestamp {
        self.ends
    }

    /// Begins a new window when the old one is over; also when it ends later than a window can: then the clock was ahead,
    /// and nobody waits for that end.
    pub(super) fn roll(&mut self, now: Timestamp) {
        if !self.span.is_plausible(now, self.ends) {
            self.ends = self.span.end_after(now);
            self.left = self.limit;
        }
    }

    pub(super) fn take(&mut self) {
        self.left = self.left.saturating_sub(1);
    }

    pub(super) fn give_back(&mut self) {
        self.left = self.left.saturating_add(1).min(self.limit);
    }

    /// Corrects the count by what an answer told, `in_flight` calls still being under way.
    pub(super) fn believe(&mut self, now: Timestamp, told: &Window, in_flight: u32) {
        if told
            .reset
            .is_some_and(|reset| self.span.just_ended(now, reset))
        {
            // The answer speaks of the window before this one.
            return;
        }
        if let Some(reset) = told
            .reset
            .filter(|reset| self.span.is_plausible(now, *reset))
        {
            self.ends = reset;
        }
        if let Some(limit) = told.limit.filter(|limit| *limit != self.limit) {
            let used = self.limit.saturating_sub(self.left);
            self.limit = limit;
            self.left = limit.saturating_sub(used);
        }
        if let Some(remaining) = told.remaining {
            let told_left = remaining.saturating_sub(in_flight);
            // With other calls under way an older answer may arrive last: then the lower counts.
            self.left = if in_flight == 0 {
                told_left
            } else {
                self.left.min(told_left)
            };
        }
    }

    /// Nothing is left until then, or until the window ends.
    pub(super) fn exhaust(&mut self, now: Timestamp, until: Option<Timestamp>) {
        self.left = 0;
        if let Some(until) = until.filter(|until| self.span.is_plausible(now, *until)) {
            self.ends = until;
        }
    }
}
