//! Call limits in fixed windows, and the block after too many errors (facts 3.1 to 3.3, points 12 and 13).

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A clock minute in milliseconds.
const MINUTE: i64 = 60_000;
/// A UTC day in milliseconds.
const DAY: i64 = 86_400_000;
/// Errors count for this long, and a block lasts this long, in milliseconds.
const HOUR: i64 = 3_600_000;

/// What is left in one window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// When the next window begins, epoch milliseconds.
    pub(crate) reset: i64,
}

/// Both windows after a call was counted, or the one that is exhausted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Budget {
    Open { day: Window, minute: Window },
    DayExhausted(Window),
    MinuteExhausted(Window),
}

impl Budget {
    /// The clock minute is used up.
    pub(crate) fn minute_exhausted(limit: u32, now: Timestamp) -> Budget {
        let reset = (now.as_millisecond().div_euclid(MINUTE) + 1) * MINUTE;
        Budget::MinuteExhausted(Window {
            limit,
            remaining: 0,
            reset,
        })
    }

    /// The UTC day is used up.
    pub(crate) fn day_exhausted(limit: u32, now: Timestamp) -> Budget {
        let reset = (now.as_millisecond().div_euclid(DAY) + 1) * DAY;
        Budget::DayExhausted(Window {
            limit,
            remaining: 0,
            reset,
        })
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    window: i64,
    used: u32,
}

impl Count {
    fn at(self, window: i64) -> u32 {
        if self.window == window { self.used } else { 0 }
    }
}

/// Whose errors are counted together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct ErrorKey {
    pub(crate) client: String,
    pub(crate) user: Uuid,
    pub(crate) division: i32,
    pub(crate) endpoint: String,
}

impl ErrorKey {
    /// The token calls of an app for a user.
    pub(crate) fn of_tokens(client: &str, user: Uuid) -> ErrorKey {
        ErrorKey {
            client: client.to_owned(),
            user,
            division: 0,
            endpoint: "oauth2/token".to_owned(),
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Errors {
    /// The oldest first: the clock goes forward only.
    times: VecDeque<i64>,
    blocked_until: i64,
}

/// The counters in the form in which they are kept on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LimitsKept {
    calls: Vec<CallsKept>,
    errors: Vec<ErrorsKept>,
}

/// Calls of an app in a company; windows are counted since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct CallsKept {
    client: String,
    division: i32,
    minute: i64,
    in_minute: u32,
    day: i64,
    in_day: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ErrorsKept {
    key: ErrorKey,
    times: Vec<i64>,
    blocked_until: i64,
}

impl Errors {
    /// How many of the last hour, and until when they block.
    fn at(&self, now: i64) -> (usize, Option<Timestamp>) {
        let old = self.times.partition_point(|time| *time <= now - HOUR);
        let until = Some(self.blocked_until).filter(|until| *until > now);
        (
            self.times.len() - old,
            until.and_then(|ms| Timestamp::from_millisecond(ms).ok()),
        )
    }
}

/// What is used of both windows, and when they end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Used {
    pub(crate) minute: u32,
    pub(crate) minute_end: Timestamp,
    pub(crate) day: u32,
    pub(crate) day_end: Timestamp,
}

/// The counters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    counts: BTreeMap<(String, i32), (Count, Count)>,
    errors: BTreeMap<ErrorKey, Errors>,
}

impl Limits {
    /// Counts a call; one that is over a limit is not counted.
    pub(crate) fn spend(
        &mut self,
        key: (String, i32),
        now: Timestamp,
        (per_minute, per_day): (u32, u32),
    ) -> Budget {
        let now = now.as_millisecond();
        let (minute, day) = (now.div_euclid(MINUTE), now.div_euclid(DAY));
        let (minutes, days) = self.counts.entry(key).or_default();
        let (in_minute, in_day) = (minutes.at(minute), days.at(day));
        let window = |limit: u32, used: u32, reset: i64| Window {
            limit,
            remaining: limit.saturating_sub(used),
            reset,
        };
        let (minute_end, day_end) = ((minute + 1) * MINUTE, (day + 1) * DAY);
        if in_day >= per_day {
            return Budget::DayExhausted(window(per_day, in_day, day_end));
        }
        if in_minute >= per_minute {
            return Budget::MinuteExhausted(window(per_minute, in_minute, minute_end));
        }
        *minutes = Count {
            window: minute,
            used: in_minute + 1,
        };
        *days = Count {
            window: day,
            used: in_day + 1,
        };
        Budget::Open {
            day: window(per_day, in_day + 1, day_end),
            minute: window(per_minute, in_minute + 1, minute_end),
        }
    }

    /// What is left of both windows per app and company, without counting a call.
    pub(crate) fn left(
        &self,
        now: Timestamp,
        (per_minute, per_day): (u32, u32),
    ) -> Vec<(&(String, i32), u32, u32)> {
        let now = now.as_millisecond();
        let (minute, day) = (now.div_euclid(MINUTE), now.div_euclid(DAY));
        let left = |(key, (minutes, days)): (_, &(Count, Count))| {
            let in_minute = per_minute.saturating_sub(minutes.at(minute));
            (key, in_minute, per_day.saturating_sub(days.at(day)))
        };
        self.counts.iter().map(left).collect()
    }

    /// What one app has used in one company.
    pub(crate) fn used(&self, key: &(String, i32), now: Timestamp) -> Used {
        let now = now.as_millisecond();
        let (minute, day) = (now.div_euclid(MINUTE), now.div_euclid(DAY));
        let (minutes, days) = self.counts.get(key).copied().unwrap_or_default();
        let moment = |ms: i64| Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX);
        Used {
            minute: minutes.at(minute),
            minute_end: moment((minute + 1) * MINUTE),
            day: days.at(day),
            day_end: moment((day + 1) * DAY),
        }
    }

    /// The errors of the last hour under one key, and until when it is blocked, if it is.
    pub(crate) fn errors_of(&self, key: &ErrorKey, now: Timestamp) -> (usize, Option<Timestamp>) {
        let errors = self.errors.get(key);
        errors.map_or((0, None), |it| it.at(now.as_millisecond()))
    }

    /// The errors of the last hour per key, and until when it is blocked, if it is.
    pub(crate) fn errors(&self, now: Timestamp) -> Vec<(&ErrorKey, usize, Option<Timestamp>)> {
        let now = now.as_millisecond();
        let view = |(key, errors): (_, &Errors)| {
            let (count, until) = errors.at(now);
            (key, count, until)
        };
        let all = self.errors.iter().map(view);
        all.filter(|(_, count, until)| *count > 0 || until.is_some())
            .collect()
    }

    /// What still matters of the counts.
    pub(crate) fn kept(&self, now: Timestamp) -> LimitsKept {
        let now = now.as_millisecond();
        let today = now.div_euclid(DAY);
        let calls = self
            .counts
            .iter()
            .filter(|(_, (_, days))| days.window == today);
        let errors = self.errors.iter().filter(|(_, errors)| {
            let last = errors.times.back().copied().unwrap_or(i64::MIN);
            last > now - HOUR || errors.blocked_until > now
        });
        LimitsKept {
            calls: calls
                .map(|((client, division), (minutes, days))| CallsKept {
                    client: client.clone(),
                    division: *division,
                    minute: minutes.window,
                    in_minute: minutes.used,
                    day: days.window,
                    in_day: days.used,
                })
                .collect(),
            errors: errors
                .map(|(key, errors)| ErrorsKept {
                    key: key.clone(),
                    times: errors.times.iter().copied().collect(),
                    blocked_until: errors.blocked_until,
                })
                .collect(),
        }
    }

    /// The counts of before a restart.
    pub(crate) fn restored(kept: LimitsKept) -> Limits {
        let count = |window, used| Count { window, used };
        let calls = kept.calls.into_iter().map(|it| {
            let counts = (count(it.minute, it.in_minute), count(it.day, it.in_day));
            ((it.client, it.division), counts)
        });
        let errors = kept.errors.into_iter().map(|it| {
            let errors = Errors {
                times: it.times.into(),
                blocked_until: it.blocked_until,
            };
            (it.key, errors)
        });
        Limits {
            counts: calls.collect(),
            errors: errors.collect(),
        }
    }

    /// Forgets every count, as if a new day began.
    pub(crate) fn forget(&mut self) {
        *self = Limits::default();
    }

    /// Whether too many errors have blocked this key.
    pub(crate) fn is_blocked(&self, key: &ErrorKey, now: Timestamp) -> bool {
        self.errors
            .get(key)
            .is_some_and(|errors| now.as_millisecond() < errors.blocked_until)
    }

    /// Counts an error; the one after `limit` within an hour blocks the key for an hour.
    pub(crate) fn count_error(&mut self, key: ErrorKey, now: Timestamp, limit: u32) {
        let now = now.as_millisecond();
        let errors = self.errors.entry(key).or_default();
        errors.times.push_back(now);
        while errors.times.front().is_some_and(|time| *time <= now - HOUR) {
            errors.times.pop_front();
        }
        if errors.times.len() > usize::try_from(limit).unwrap_or(usize::MAX) {
            errors.blocked_until = now + HOUR;
            errors.times.clear();
        }
    }
}
