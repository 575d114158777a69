//! `/_sandbox/webhooks`: subscriptions, and every delivery with its answers.

use axum::extract::State;
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;

use super::{json, kept, refused};
use crate::hooks::Change;
use crate::state::Shared;

/// Most deliveries in one answer; the newest are given.
const MOST: usize = 1_000;

/// Subscriptions and deliveries, newest first.
pub(super) async fn list(State(shared): State<Shared>) -> Response {
    let core = shared.lock();
    let subscriptions: Vec<_> = core.hooks.subscriptions().collect();
    let newest = core.hooks.deliveries().newest(None, None);
    let deliveries: Vec<_> = newest.take(MOST).collect();
    json(&serde_json::json!({ "subscriptions": subscriptions, "deliveries": deliveries }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Again {
    /// Number of the delivery.
    again: u64,
}

/// Makes a delivery once more.
pub(super) async fn again(State(shared): State<Shared>, body: Bytes) -> Response {
    let Again { again } = match serde_json::from_slice(&body) {
        Ok(order) => order,
        Err(error) => return refused(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    let mut core = shared.lock();
    if core.hooks.deliveries().get(again).is_none() {
        return refused(StatusCode::NOT_FOUND, "there is no such delivery");
    }
    let at = core.now();
    kept(core.hook_change(Change::Again {
        delivery: again,
        at,
    }))
}
