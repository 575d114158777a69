//! Counts errors per endpoint and hour, so that Exact does not have to.

use std::collections::{BTreeMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

use super::COUNTED_ERRORS;

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// The last counted errors of each endpoint, at most [`COUNTED_ERRORS`] each.
#[derive(Debug, Clone, Default)]
pub(super) struct Breaker(BTreeMap<&'static str, VecDeque<Timestamp>>);

impl Breaker {
    /// Until when the endpoint is left alone; `None` when it may be called, or when the errors were counted by a clock
    /// that was ahead.
    pub(super) fn closed_until(&self, now: Timestamp, endpoint: &str) -> Option<Timestamp> {
        let errors = self.0.get(endpoint)?;
        if errors.len() < COUNTED_ERRORS {
            return None;
        }
        let first = *errors.front()?;
        let until = first.saturating_add(HOUR).ok()?;
        (first <= now && now < until).then_some(until)
    }

    pub(super) fn count(&mut self, now: Timestamp, endpoint: &'static str) {
        let errors = self.0.entry(endpoint).or_default();
        errors.push_back(now);
        if errors.len() > COUNTED_ERRORS {
            errors.pop_front();
        }
    }

    pub(super) fn forgive(&mut self, endpoint: &str) {
        self.0.remove(endpoint);
    }
}
