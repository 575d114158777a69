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

/// Filters; all are optional.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Filter {
    client: Option<String>,
    division: Option<i32>,
    method: Option<String>,
    /// Part of the path, without regard to case.
    path: Option<String>,
    since: Option<Timestamp>,
    /// Counts per method and pattern instead of the calls.
    counts: Option<u8>,
}

impl Filter {
    fn takes(&self, call: &CallRecord) -> bool {
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
            && self
                .path
                .as_ref()
                .is_none_or(|part| call.path.to_lowercase().contains(&part.to_lowercase()))
            && self.since.is_none_or(|since| call.time >= since)
    }
}

/// The calls, or their counts.
pub(super) async fn list(
    State(shared): State<Shared>,
    filter: Result<Query<Filter>, QueryRejection>,
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
