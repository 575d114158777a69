//! Clock, faults and switches.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;

use super::{json, refused};
use crate::faults::Fault;
use crate::state::{Core, Shared};
use crate::switches::Switches;

fn told(core: &Core) -> Response {
    json(&serde_json::json!({ "now": core.now(), "ahead_ms": core.offset_ms() }))
}

/// The sandbox's time.
pub(super) async fn clock(State(shared): State<Shared>) -> Response {
    told(&shared.lock())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_ms: i64,
}

/// Moves the clock.
pub(super) async fn advance(State(shared): State<Shared>, body: Bytes) -> Response {
    let Advance { advance_ms } = match serde_json::from_slice(&body) {
        Ok(advance) => advance,
        Err(error) => return refused(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    let mut core = shared.lock();
    match core.advance(advance_ms) {
        Ok(()) => told(&core),
        Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// The faults that still wait.
pub(super) async fn faults(State(shared): State<Shared>) -> Response {
    json(&shared.lock().faults.list())
}

/// Orders a fault.
pub(super) async fn order_fault(State(shared): State<Shared>, body: Bytes) -> Response {
    match serde_json::from_slice::<Fault>(&body) {
        Ok(fault) => {
            shared.lock().faults.order(fault);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => refused(StatusCode::BAD_REQUEST, &error.to_string()),
    }
}

/// Takes all faults back.
pub(super) async fn clear_faults(State(shared): State<Shared>) -> Response {
    shared.lock().faults.clear();
    StatusCode::NO_CONTENT.into_response()
}

/// The switches.
pub(super) async fn switches(State(shared): State<Shared>) -> Response {
    json(&shared.lock().switches)
}

/// Sets the switches that are in the body; the others stay.
pub(super) async fn set_switches(State(shared): State<Shared>, body: Bytes) -> Response {
    let mut core = shared.lock();
    let merged = merge(&core.switches, &body);
    let switches = match merged {
        Ok(switches) => switches,
        Err(error) => return refused(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    match core.set_switches(switches) {
        Ok(()) => json(&core.switches),
        Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

fn merge(present: &Switches, body: &[u8]) -> Result<Switches, serde_json::Error> {
    let changes: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(body)?;
    let mut all = serde_json::to_value(present)?;
    if let Some(all) = all.as_object_mut() {
        all.extend(changes);
    }
    serde_json::from_value(all)
}
