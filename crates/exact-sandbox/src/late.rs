//! Calls that take effect after their client was cut off (point 38), in a form that outlives a restart.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::gate::Pass;

/// A call that is carried out later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LateCall {
    /// Its number; grows.
    pub(crate) number: u64,
    /// When it takes effect.
    pub(crate) due: Timestamp,
    pub(crate) method: String,
    /// Path and query as sent.
    pub(crate) target: String,
    /// `http://host`, as the client wrote it.
    pub(crate) origin: String,
    pub(crate) headers: Vec<(String, String)>,
    /// In base64.
    pub(crate) body: String,
    /// Whom it was let in as; absent at the token endpoint, which lets everyone in.
    pub(crate) pass: Option<Pass>,
}

/// A change that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LateChange {
    /// A call waits.
    Waits(Box<LateCall>),
    /// The call with this number took effect, or was refused.
    Done(u64),
}

/// The calls that wait, by when they are due.
#[derive(Clone, Debug, Default)]
pub(crate) struct LateCalls {
    waiting: BTreeMap<(Timestamp, u64), LateCall>,
    last: u64,
}

impl LateCalls {
    /// The number of the next one.
    pub(crate) fn next_number(&self) -> u64 {
        self.last + 1
    }

    /// Takes the change over.
    pub(crate) fn apply(&mut self, change: LateChange) {
        match change {
            LateChange::Waits(call) => {
                self.last = self.last.max(call.number);
                self.waiting.insert((call.due, call.number), *call);
            }
            LateChange::Done(number) => self.waiting.retain(|(_, known), _| *known != number),
        }
    }

    /// The first one that is due.
    pub(crate) fn due(&self, now: Timestamp) -> Option<&LateCall> {
        let first = self.waiting.values().next();
        first.filter(|call| call.due <= now)
    }

    /// How many wait, and when the first is due.
    pub(crate) fn waiting(&self) -> (usize, Option<Timestamp>) {
        let first = self.waiting.keys().next().map(|(due, _)| *due);
        (self.waiting.len(), first)
    }

    /// The calls that wait, the nearest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &LateCall> {
        self.waiting.values()
    }
}
