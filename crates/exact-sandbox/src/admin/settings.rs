//! Clock, faults and switches.

use axum::extract::{Path, State};
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::{json, kept, refused};
use crate::error::SandboxError;
use crate::faults::{Fault, FaultChange};
use crate::state::{Core, Shared};
use crate::typos::unknown_field;

/// How far the clock can be moved: seconds since 1970, the beginning of the year 2200.
const FARTHEST: i64 = 7_258_118_400;

fn told(core: &Core) -> Response {
    let (late, next) = core.late.waiting();
    json(&serde_json::json!({
        "now": core.now(), "ahead_ms": core.offset_ms(), "stopped": core.is_stopped(), "late": late, "next_late": next,
    }))
}

/// The sandbox's time.
pub(super) async fn clock(State(shared): State<Shared>) -> Response {
    told(&shared.lock())
}

/// Orders to the clock, carried out in this order.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ClockOrder {
    /// Lets it stand still (`true`), or run on (`false`).
    pub(crate) stopped: Option<bool>,
    /// Moves it to this moment.
    pub(crate) to: Option<Timestamp>,
    /// Moves it by so many milliseconds.
    pub(crate) advance_ms: Option<i64>,
}

impl ClockOrder {
    /// Whether the clock can be moved so.
    ///
    /// # Errors
    /// In plain words, when it cannot.
    pub(crate) fn check(&self, now: Timestamp) -> Result<(), &'static str> {
        let from = self.to.unwrap_or(now);
        let ms = self.advance_ms.unwrap_or(0);
        if from < now || ms < 0 {
            return Err("the clock only goes forward");
        }
        match from.checked_add(SignedDuration::from_millis(ms)) {
            Ok(moment) if moment.as_second() < FARTHEST => Ok(()),
            _ => Err("the clock cannot go that far"),
        }
    }

    /// Carries it out.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn carry_out(&self, core: &mut Core) -> Result<(), SandboxError> {
        match self.stopped {
            Some(true) => core.stop_clock()?,
            Some(false) => core.start_clock()?,
            None => {}
        }
        if let Some(moment) = self.to {
            core.move_to(moment)?;
        }
        self.advance_ms.map_or(Ok(()), |ms| core.advance(ms))
    }
}

/// Moves the clock.
pub(super) async fn advance(State(shared): State<Shared>, body: Bytes) -> Response {
    let order = match serde_json::from_slice::<ClockOrder>(&body) {
        Ok(order) => order,
        Err(error) => return refused(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    let mut core = shared.lock();
    if let Err(why) = order.check(core.now()) {
        return refused(StatusCode::BAD_REQUEST, why);
    }
    match order.carry_out(&mut core) {
        Ok(()) => told(&core),
        Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// The faults that still wait.
pub(super) async fn faults(State(shared): State<Shared>) -> Response {
    let core = shared.lock();
    let waiting = core.faults.waiting().map(|it| {
        let mut shown = serde_json::to_value(it.fault).unwrap_or_default();
        if let Some(shown) = shown.as_object_mut() {
            shown.insert("number".to_owned(), it.number.into());
            shown.insert("struck".to_owned(), it.struck.into());
        }
        shown
    });
    json(&waiting.collect::<Vec<_>>())
}

/// Orders a fault.
pub(super) async fn order_fault(State(shared): State<Shared>, body: Bytes) -> Response {
    let fault = match read_fault(&body) {
        Ok(fault) => fault,
        Err(why) => return refused(StatusCode::BAD_REQUEST, &why),
    };
    match shared.lock().order_fault(fault) {
        Err(SandboxError::Fault(why)) => refused(StatusCode::BAD_REQUEST, &why),
        done => kept(done),
    }
}

/// A fault. Its kind decides which fields it has, so serde itself cannot tell an unknown one.
fn read_fault(body: &[u8]) -> Result<Fault, String> {
    let told = |error: serde_json::Error| error.to_string();
    let fault = serde_json::from_slice::<Fault>(body).map_err(told)?;
    let given = serde_json::from_slice(body).map_err(told)?;
    let known = serde_json::to_value(&fault).map_err(told)?;
    if let Some(name) = unknown_field(&given, &known) {
        return Err(format!("unknown field `{name}`"));
    }
    Ok(fault)
}

/// Takes one fault back.
pub(super) async fn take_back(State(shared): State<Shared>, Path(number): Path<u64>) -> Response {
    kept(shared.lock().fault_change(FaultChange::TakenBack(number)))
}

/// Takes all faults back.
pub(super) async fn clear_faults(State(shared): State<Shared>) -> Response {
    kept(shared.lock().fault_change(FaultChange::Cleared))
}

/// The switches.
pub(super) async fn switches(State(shared): State<Shared>) -> Response {
    json(&shared.lock().switches)
}

/// Sets the switches that are in the body; the others stay.
pub(super) async fn set_switches(State(shared): State<Shared>, body: Bytes) -> Response {
    let mut core = shared.lock();
    let merged = serde_json::from_slice(&body).and_then(|changes| core.switches.changed(changes));
    let switches = match merged {
        Ok(switches) => switches,
        Err(error) => return refused(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    match core.set_switches(switches) {
        Ok(()) => json(&core.switches),
        Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}
