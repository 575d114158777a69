//! The calls that the API has received, for whoever wants to know what a client really does.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde::Serialize;

/// How many calls are kept; the oldest are forgotten first.
pub const CALLS_KEPT: usize = 100_000;

/// One call of the API, or of the token endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallRecord {
    /// When it arrived.
    pub time: Timestamp,
    /// Client id of the app; empty when unknown.
    pub client: String,
    /// Company; absent for calls without one.
    pub division: Option<i32>,
    /// HTTP method.
    pub method: String,
    /// Path as sent, decoded.
    pub path: String,
    /// Query as sent.
    pub query: String,
    /// Path with keys and the company taken out, for counting.
    pub pattern: String,
    /// HTTP status of the answer; 0 when the connection was cut.
    pub status: u16,
    /// How long the answer took.
    pub duration_ms: i64,
}

/// The ring of calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls {
    kept: VecDeque<CallRecord>,
    /// How many were forgotten.
    pub(crate) forgotten: u64,
}

impl Calls {
    pub(crate) fn push(&mut self, record: CallRecord) {
        if self.kept.len() >= CALLS_KEPT {
            self.kept.pop_front();
            self.forgotten += 1;
        }
        self.kept.push_back(record);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &CallRecord> {
        self.kept.iter()
    }

    pub(crate) fn clear(&mut self) {
        self.kept.clear();
        self.forgotten = 0;
    }
}
