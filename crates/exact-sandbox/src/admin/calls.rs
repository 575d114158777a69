//! `/_sandbox/calls`.

use std::collections::BTreeMap;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;

use super::{json, refused};
use crate::calls::CallRecord;
use crate::state::Shared;

/// Most calls in one answer; the newest are given.
const MOST: usize = 10_000;

/// Which calls; everything that is absent takes all.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CallFilter {
    pub(crate) client: Option<String>,
    pub(crate) division: Option<i32>,
    pub(crate) method: Option<String>,
    /// Part of the path, without regard to case.
    pub(crate) path: Option<String>,
    /// A status, or the first digit of its class; 0 is a cut connection.
    pub(crate) status: Option<u16>,
    /// 1 for those that a fault struck.
    pub(crate) faulted: Option<u8>,
    pub(crate) since: Option<Timestamp>,
    /// Counts per method and pattern instead of the calls.
    pub(crate) counts: Option<u8>,
}

impl CallFilter {
    /// Whether the call is meant.
    pub(crate) fn takes(&self, call: &CallRecord) -> bool {
        let status =
            |wanted: u16| call.status == wanted || (wanted > 0 && call.status / 100 == wanted);
        let struck = self.faulted.is_some_and(|faulted| faulted != 0);
        self.client
            .as_ref()
            .is_none_or(|client| *client == call.client)
            && self
                .division
                .is_none_or(|division| call.division == Some(division))
            && self
                .method
                .as_ref()
                .is_none_or(|method| method.eq_ignore_ascii_case(&call.method))
            && self.status.is_none_or(status)
            && (!struck || call.fault.is_some())
            && self
                .path
                .as_ref()
                .is_none_or(|part| contains(&call.path, part))
            && self.since.is_none_or(|since| call.time >= since)
    }
}

/// Whether the text holds the part, without regard to the case of its letters; no copy is made.
fn contains(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    part.is_empty()
        || text
            .windows(part.len())
            .any(|window| window.eq_ignore_ascii_case(part))
}

/// The calls, or their counts.
pub(super) async fn list(
    State(shared): State<Shared>,
    filter: Result<Query<CallFilter>, QueryRejection>,
) -> Response {
    let filter = match filter {
        Ok(Query(filter)) => filter,
        Err(why) => return refused(StatusCode::BAD_REQUEST, &why.body_text()),
    };
    let core = shared.lock();
    let taken: Vec<&CallRecord> = core
        .calls
        .iter()
        .filter(|call| filter.takes(call))
        .collect();
    if filter.counts.is_some_and(|counts| counts != 0) {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for call in &taken {
            *counts
                .entry(format!("{} {}", call.method, call.pattern))
                .or_default() += 1;
        }
        return json(
            &serde_json::json!({ "total": taken.len(), "counts": counts, "forgotten": core.calls.forgotten }),
        );
    }
    let skipped = taken.len().saturating_sub(MOST);
    json(&taken.get(skipped..).unwrap_or_default())
}

/// One call with everything that was sent and answered.
pub(super) async fn one(State(shared): State<Shared>, Path(number): Path<u64>) -> Response {
    let core = shared.lock();
    match core.calls.exchange(number) {
        Some((call, exchange)) => json(&serde_json::json!({ "call": call, "exchange": exchange })),
        None => refused(StatusCode::NOT_FOUND, "this call is not kept"),
    }
}

/// Forgets the calls.
pub(super) async fn empty(State(shared): State<Shared>) -> Response {
    shared.lock().calls.clear();
    StatusCode::NO_CONTENT.into_response()
}
