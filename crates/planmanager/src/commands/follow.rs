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
