//! The calls that the API has received, for whoever wants to know what a client really does.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

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
    /// The same in microseconds.
    pub duration_us: i64,
    /// Why it was refused or cut, in one line; empty when it was not.
    pub reason: String,
    /// The fault that struck, in words.
    pub fault: Option<String>,
}

/// How many calls are kept with everything that was sent and answered.
pub const EXCHANGES_KEPT: usize = 2_000;
/// How much of a body is kept, in bytes.
pub const BODY_KEPT: usize = 64 * 1024;

/// What a call was counted against, and how that stood right after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spent {
    /// `minute`, `day`, `errors` (of one endpoint within an hour) or `token_calls` (of one user and day).
    pub what: &'static str,
    /// How many are counted.
    pub used: u32,
    /// How many are allowed.
    pub limit: u32,
    /// When it begins anew, or when the block ends; errors that do not block leave one by one.
    pub until: Option<Timestamp>,
}

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
    /// Its whole length, in bytes.
    pub request_bytes: usize,
    /// Headers of the answer.
    pub answer_headers: Vec<(String, String)>,
    /// Body of the answer.
    pub answer: String,
    /// Its whole length, in bytes.
    pub answer_bytes: usize,
    /// Whose token it was, or who gave the code.
    pub user: Option<Uuid>,
    /// What it was counted against.
    pub spent: Vec<Spent>,
    /// The fault that struck, as it was ordered.
    pub fault: Option<String>,
}

/// The ring of calls, in the order of their numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls {
    kept: VecDeque<CallRecord>,
    exchanges: VecDeque<Exchange>,
    last: u64,
    /// Grows with every change.
    version: u64,
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

    /// Grows with every change: who has seen a version has seen all that is here.
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// The call with this number; `None` when it is no longer kept.
    pub(crate) fn record(&self, number: u64) -> Option<&CallRecord> {
        let at = self.kept.binary_search_by_key(&number, |it| it.number);
        self.kept.get(at.ok()?)
    }

    /// A call with everything that was sent and answered; `None` when it is no longer kept.
    pub(crate) fn exchange(&self, number: u64) -> Option<(&CallRecord, &Exchange)> {
        let at = self.exchanges.binary_search_by_key(&number, |it| it.number);
        Some((self.record(number)?, self.exchanges.get(at.ok()?)?))
    }

    /// Keeps what was sent and answered.
    pub(crate) fn keep(&mut self, exchange: Exchange) {
        if self.exchanges.len() >= EXCHANGES_KEPT {
            self.exchanges.pop_front();
        }
        insert(&mut self.exchanges, exchange, |it| it.number);
    }

    pub(crate) fn push(&mut self, record: CallRecord) {
        if self.kept.len() >= CALLS_KEPT {
            self.kept.pop_front();
            self.forgotten += 1;
        }
        insert(&mut self.kept, record, |it| it.number);
        self.version += 1;
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &CallRecord> {
        self.kept.iter()
    }

    /// The calls around a number that are kept: the one before it, and the one after it.
    pub(crate) fn neighbours(&self, number: u64) -> (Option<u64>, Option<u64>) {
        let at = self.kept.partition_point(|it| it.number < number);
        let after = self.kept.partition_point(|it| it.number <= number);
        let number = |at: usize| self.kept.get(at).map(|it| it.number);
        (at.checked_sub(1).and_then(number), number(after))
    }

    pub(crate) fn clear(&mut self) {
        self.kept.clear();
        self.exchanges.clear();
        self.forgotten = 0;
        self.version += 1;
    }
}

/// Calls come to an end in another order than they arrived: a slow one is put back in its place.
fn insert<T>(ring: &mut VecDeque<T>, item: T, number: impl Fn(&T) -> u64) {
    let mut at = ring.len();
    while at > 0
        && ring
            .get(at - 1)
            .is_some_and(|it| number(it) > number(&item))
    {
        at -= 1;
    }
    ring.insert(at, item);
}
