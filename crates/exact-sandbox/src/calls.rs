//! The calls that the API has received, for whoever wants to know what a client really does.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde::Serialize;

/// How many calls are kept; the oldest are forgotten first.
pub const CALLS_KEPT: usize = 100_000;

/// One call of the API, or of the token endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallRecord {
    /// Its number; grows.
    pub number: u64,
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

/// How many calls are kept with everything that was sent and answered.
pub const EXCHANGES_KEPT: usize = 2_000;
/// How much of a body is kept, in bytes.
pub const BODY_KEPT: usize = 64 * 1024;

/// A call with everything that was sent and answered. Secrets are taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exchange {
    /// The number of its call.
    pub number: u64,
    /// `http://host` that was called.
    pub origin: String,
    /// Path and query as sent.
    pub target: String,
    /// Headers of the request.
    pub request_headers: Vec<(String, String)>,
    /// Body of the request.
    pub request: String,
    /// Headers of the answer.
    pub answer_headers: Vec<(String, String)>,
    /// Body of the answer.
    pub answer: String,
    /// The fault that struck, as it was ordered.
    pub fault: Option<String>,
}

/// The ring of calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls {
    kept: VecDeque<CallRecord>,
    exchanges: VecDeque<Exchange>,
    last: u64,
    /// How many were forgotten.
    pub(crate) forgotten: u64,
}

impl Calls {
    /// The number of a new call.
    pub(crate) fn next_number(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// The last number that was given.
    pub(crate) fn last_number(&self) -> u64 {
        self.last
    }

    /// Counts on from a number of before a restart.
    pub(crate) fn continue_after(&mut self, last: u64) {
        self.last = self.last.max(last);
    }

    /// A call with everything that was sent and answered; `None` when it is no longer kept.
    pub(crate) fn exchange(&self, number: u64) -> Option<(&CallRecord, &Exchange)> {
        let exchange = self.exchanges.iter().rev().find(|it| it.number == number)?;
        let record = self.kept.iter().rev().find(|it| it.number == number)?;
        Some((record, exchange))
    }

    /// Keeps what was sent and answered.
    pub(crate) fn keep(&mut self, exchange: Exchange) {
        if self.exchanges.len() >= EXCHANGES_KEPT {
            self.exchanges.pop_front();
        }
        self.exchanges.push_back(exchange);
    }

    pub(crate) fn push(&mut self, record: CallRecord) {
        if self.kept.len() >= CALLS_KEPT {
            self.kept.pop_front();
            self.forgotten += 1;
        }
        self.kept.push_back(record);
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &CallRecord> {
        self.kept.iter()
    }

    pub(crate) fn clear(&mut self) {
        self.kept.clear();
        self.exchanges.clear();
        self.forgotten = 0;
    }
}
