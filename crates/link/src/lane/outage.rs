//! Exact is down: each try that fails is followed by a longer pause, until the call that failed is answered again.
//!
//! Kept over the runs of a lane, in this process only: after a start the first try comes at once.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::AdministrationId;

/// The pause after the first try that failed; each further one is twice as long.
pub(crate) const FIRST_PAUSE: Duration = Duration::from_secs(30);
/// The longest pause before a lane tries again.
pub(crate) const LONGEST_PAUSE: Duration = Duration::from_mins(15);
/// A `Retry-After` is obeyed up to here: whoever asks for more is asked again after so long.
const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(1);

/// The pause after so many tries (from 1) that failed in a row, when Exact told or did not tell how many seconds to
/// wait.
#[must_use]
pub(crate) fn pause(tries: u32, retry_after: Option<u32>) -> Duration {
    let doublings = tries.saturating_sub(1).min(u32::BITS - 1);
    let told = retry_after.map_or(Duration::ZERO, |seconds| {
        Duration::from_secs(u64::from(seconds))
    });
    FIRST_PAUSE
        .saturating_mul(1 << doublings)
        .min(LONGEST_PAUSE)
        .max(told.min(LONGEST_RETRY_AFTER))
}

/// What fails in one administration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Outage {
    /// How many runs in a row were broken off.
    tries: u32,
    /// The call that failed last; `None` when it was none of a lane's, as the renewal of a token.
    call: Option<Kind>,
}

/// What a call asks of Exact: where, and whether it writes. Reads of an endpoint may be answered while its writes are
/// not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind {
    pub(crate) endpoint: &'static str,
    pub(crate) writes: bool,
}

/// What fails in each administration; clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outages(Arc<Mutex<BTreeMap<AdministrationId, Outage>>>);

impl Outages {
    /// A call was answered. When it is the one that had failed, the outage is over: others that are answered while
    /// this one is not would only be asked every half minute for nothing.
    pub(crate) fn answered(&self, administration: AdministrationId, call: Kind) {
        self.with(|outages| {
            let over = |outage: &Outage| outage.call.is_none_or(|failed| failed == call);
            if outages.get(&administration).is_some_and(over) {
                outages.remove(&administration);
            }
        });
    }

    /// A call failed.
    pub(crate) fn failed(&self, administration: AdministrationId, call: Kind) {
        self.with(|outages| outages.entry(administration).or_default().call = Some(call));
    }

    /// A run was broken off; gives back how many were in a row, this one included.
    pub(crate) fn broken_off(&self, administration: AdministrationId) -> u32 {
        self.with(|outages| {
            let outage = outages.entry(administration).or_default();
            outage.tries = outage.tries.saturating_add(1);
            outage.tries
        })
    }

    /// A run came to its end. That ends an outage that no call is known for; a run that had nothing to send proves
    /// nothing of a call that sends.
    pub(crate) fn over(&self, administration: AdministrationId) {
        self.with(|outages| {
            if outages
                .get(&administration)
                .is_some_and(|outage| outage.call.is_none())
            {
                outages.remove(&administration);
            }
        });
    }

    fn with<T>(&self, change: impl FnOnce(&mut BTreeMap<AdministrationId, Outage>) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_quarter_of_an_hour() {
        let seconds: Vec<u64> = (1..=8).map(|tries| pause(tries, None).as_secs()).collect();
        assert_eq!(seconds, [30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(pause(u32::MAX, None), LONGEST_PAUSE);
    }

    #[test]
    fn exact_is_obeyed_when_it_asks_for_more() {
        assert_eq!(pause(1, Some(5)), FIRST_PAUSE);
        assert_eq!(pause(1, Some(1_200)), Duration::from_mins(20));
        assert_eq!(pause(9, Some(1_200)), Duration::from_mins(20));
        assert_eq!(pause(1, Some(u32::MAX)), LONGEST_RETRY_AFTER);
    }

    #[test]
    fn an_outage_is_over_with_the_call_that_failed() {
        let (outages, here) = (Outages::default(), AdministrationId::new(1));
        let kind = |endpoint, writes| Kind { endpoint, writes };
        let (journals, divisions) = (kind("journals", false), kind("divisions", false));
        let there = AdministrationId::new(2);
        outages.failed(here, journals);
        assert_eq!(outages.broken_off(here), 1);
        outages.answered(here, divisions);
        outages.failed(here, journals);
        assert_eq!(outages.broken_off(here), 2);
        assert_eq!(outages.broken_off(there), 1, "each by itself");
        outages.answered(here, journals);
        assert_eq!(outages.broken_off(here), 1);
        // It was no call of the lane: whatever is answered ends it.
        outages.answered(here, divisions);
        assert_eq!(outages.broken_off(here), 1);
        outages.over(here);
        assert_eq!(outages.broken_off(here), 1);
        // It was one that sends: a run that sends nothing ends, and is no answer to it.
        outages.failed(here, kind("entries", true));
        outages.answered(here, kind("entries", false));
        outages.over(here);
        assert_eq!(outages.broken_off(here), 2);
        outages.answered(here, kind("entries", true));
        assert_eq!(outages.broken_off(here), 1);
    }
}
