//! How long a command follows what the lanes do: for as long as something can go on by itself, and soon.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::Result;
use domain::{AdministrationId, Place, Refusal};
use i18n::Lang;
use jiff::{SignedDuration, Timestamp};
use link::lane::{self, Asked, Doing, LaneWaits};
use link::reasons;
use serde::Serialize;

use crate::output::{Output, sentence};
use crate::wiring::Wiring;

/// How often a command looks at what another process works on.
pub(super) const EVERY: Duration = Duration::from_millis(500);

/// How long nothing may move before a command stops following.
#[derive(Debug)]
pub(super) struct Patience {
    wait: SignedDuration,
    since: Timestamp,
    seen: String,
}

/// What an administration waits for, as it is told.
#[derive(Debug, Serialize)]
pub(super) struct Waiting {
    administration: String,
    division: i64,
    reason: String,
    until: Option<Timestamp>,
    for_person: bool,
    sentence: String,
}

impl Patience {
    /// So many minutes without progress, from now on.
    pub(super) fn new(minutes: u32, now: Timestamp) -> Self {
        Self {
            wait: SignedDuration::from_mins(i64::from(minutes)),
            since: now,
            seen: String::new(),
        }
    }

    /// Looks at how far it is; says whether that is further than before.
    pub(super) fn moved(&mut self, state: &str, now: Timestamp) -> bool {
        let moved = self.seen != state;
        if moved {
            state.clone_into(&mut self.seen);
            self.since = now;
        }
        moved
    }

    /// What is waited for, when following is of no use any more.
    pub(super) fn ends(&self, lanes: &[LaneWaits], now: Timestamp) -> Option<Vec<Waiting>> {
        let last = self.since.checked_add(self.wait).unwrap_or(Timestamp::MAX);
        let goes_on = |lane: &LaneWaits| match &lane.doing {
            Doing::Nothing => false,
            Doing::Works => now < last,
            Doing::Waits(wait) => !wait.for_person && wait.until.is_some_and(|until| until <= last),
        };
        if lanes.iter().any(goes_on) {
            return None;
        }
        Some(lanes.iter().map(Waiting::of).collect())
    }
}

/// The lanes of these administrations.
pub(super) async fn lanes(
    wiring: &Wiring,
    asked: Asked,
    which: &BTreeSet<AdministrationId>,
) -> Result<Vec<LaneWaits>> {
    let mut lanes = lane::waits(&wiring.link, &wiring.shell(), asked).await?;
    lanes.retain(|lane| which.contains(&lane.administration));
    Ok(lanes)
}

impl Waiting {
    /// What a lane waits for.
    pub(super) fn of(lane: &LaneWaits) -> Self {
        let plain = |code| Refusal::new(code, Place::Connection).with("administration", &lane.name);
        let (reason, until, for_person) = match &lane.doing {
            Doing::Nothing => (plain(reasons::LANE_IDLE), None, true),
            Doing::Works => (plain(reasons::LANE_BUSY), None, false),
            Doing::Waits(wait) => (wait.reason.clone(), wait.until, wait.for_person),
        };
        let next_try = until.map_or_else(String::new, |until| {
            let text = i18n::texts(Lang::Nl);
            let arguments = std::collections::HashMap::from([("moment", i18n::moment(until))]);
            format!(" {}", text.get_args("link-next-try", arguments))
        });
        Self {
            administration: lane.name.clone(),
            division: lane.division,
            sentence: format!("{}{next_try}", sentence(&reason)),
            reason: reason.code,
            until,
            for_person,
        }
    }

    /// Says it, a line per administration.
    pub(super) fn say(all: &[Self], output: &Output) {
        for one in all {
            output.line(&one.line());
        }
    }

    /// The administration and its sentence.
    pub(super) fn line(&self) -> String {
        format!("{}: {}", self.administration, self.sentence)
    }

    /// The reason code.
    pub(super) fn reason(&self) -> &str {
        &self.reason
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use link::lane::Wait;

    use super::*;

    fn now() -> Timestamp {
        "2026-11-24T12:00:00Z".parse().unwrap()
    }

    fn lane(doing: Doing) -> LaneWaits {
        LaneWaits {
            administration: AdministrationId::new(1),
            name: "Bodystop A".to_owned(),
            division: 1,
            doing,
        }
    }

    fn waits(minutes: Option<i64>) -> LaneWaits {
        let code = if minutes.is_some() {
            reasons::EXACT_UNREACHABLE
        } else {
            reasons::RECONNECT_NEEDED
        };
        lane(Doing::Waits(Wait {
            reason: Refusal::new(code, Place::Connection).with("user", "Jan"),
            until: minutes.map(|minutes| now() + minutes.minutes()),
            for_person: minutes.is_none(),
        }))
    }

    /// The reasons with which it ends, when it does.
    fn ends(patience: &Patience, lanes: &[LaneWaits], after: i64) -> Option<Vec<String>> {
        let ends = patience.ends(lanes, now() + after.minutes())?;
        Some(ends.into_iter().map(|one| one.reason).collect())
    }

    #[test]
    fn a_person_is_waited_for_only_while_something_else_goes_on() {
        let patience = Patience::new(10, now());
        let dead = waits(None);
        assert_eq!(
            ends(&patience, std::slice::from_ref(&dead), 0),
            Some(vec!["reconnect-needed".to_owned()])
        );
        assert_eq!(
            ends(&patience, &[dead.clone(), lane(Doing::Works)], 0),
            None
        );
        assert_eq!(ends(&patience, &[dead, waits(Some(1))], 0), None);
    }

    #[test]
    fn what_goes_on_later_than_one_waits_ends_it_at_once() {
        let patience = Patience::new(10, now());
        assert_eq!(ends(&patience, &[waits(Some(10))], 0), None);
        assert!(ends(&patience, &[waits(Some(11))], 0).is_some());
        assert!(ends(&Patience::new(0, now()), &[waits(Some(1))], 0).is_some());
    }

    #[test]
    fn whoever_works_without_getting_further_is_not_followed_for_ever() {
        let mut patience = Patience::new(10, now());
        let works = [lane(Doing::Works)];
        assert_eq!(ends(&patience, &works, 9), None);
        assert_eq!(
            ends(&patience, &works, 10),
            Some(vec!["lane-busy".to_owned()])
        );
        assert!(patience.moved("1 booked", now() + 9.minutes()));
        assert!(!patience.moved("1 booked", now() + 12.minutes()));
        assert_eq!(ends(&patience, &works, 18), None);
        assert!(ends(&patience, &works, 19).is_some());
    }

    #[test]
    fn a_sentence_says_why_until_when_and_what_to_do() {
        let waiting = Waiting::of(&waits(Some(30)));
        assert_eq!(
            waiting.line(),
            "Bodystop A: Exact Online is niet bereikbaar. PlanManager probeert het vanzelf opnieuw; \
             u hoeft niets te doen. [exact-unreachable] Nieuwe poging: 24-11-2026 13:30."
        );
    }
}
