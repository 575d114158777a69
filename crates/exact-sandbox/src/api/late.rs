//! Calls that take effect later: what is kept of them, and how they are carried out then (point 38).

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::{HeaderName, HeaderValue, Method, Request};
use jiff::{SignedDuration, Timestamp};

use super::admit::{Admitted, error_key};
use super::call::Call;
use super::door::{Prepare, let_in};
use super::perform::perform;
use super::resolve::resolve;
use crate::gate::Pass;
use crate::late::LateCall;
use crate::limits::Budget;
use crate::state::Core;

/// The endpoint whose writes ask the world before they are carried out: that cannot be put off.
const ASKS: &str = "webhooks/WebhookSubscriptions";

/// Whether the call can take effect later. Reads have no effect at all.
pub(super) fn can_wait(call: &Call) -> bool {
    let asks = resolve(&call.path)
        .and_then(|target| target.endpoint)
        .is_some_and(|endpoint| endpoint.path == ASKS);
    call.method != Method::GET && !asks
}

/// Lets the call in now, and keeps it for later.
pub(super) fn keep(core: &mut Core, call: &Arc<Call>, prepare: Prepare, ms: i64) {
    let now = core.now();
    if let_in(core, call, prepare).is_err() {
        return;
    }
    let pass = call.pass(core).filter(|_| !call.is_token_call());
    let header = |(name, value): (&HeaderName, &HeaderValue)| {
        let value = value.to_str().ok()?;
        Some((name.to_string(), value.to_owned()))
    };
    let late = LateCall {
        number: core.late.next_number(),
        due: now
            .checked_add(SignedDuration::from_millis(ms))
            .unwrap_or(now),
        method: call.method.to_string(),
        target: call.target.clone(),
        origin: call.origin.clone(),
        headers: call.headers.iter().filter_map(header).collect(),
        body: BASE64.encode(&call.body),
        pass,
    };
    if let Err(error) = core.later(late) {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "a late effect was lost"
        );
    }
}

/// The call as it arrived.
pub(crate) fn late_call(late: &LateCall) -> Option<Arc<Call>> {
    let mut request = Request::builder()
        .method(late.method.as_str())
        .uri(&late.target);
    for (name, value) in &late.headers {
        request = request.header(name, value);
    }
    let (parts, ()) = request.body(()).ok()?.into_parts();
    let body = BASE64.decode(&late.body).ok()?;
    let call = Call {
        origin: late.origin.clone(),
        ..Call::new(parts, body)
    };
    Some(Arc::new(call))
}

/// Carries a call of the API out, with the rights that it was let in with.
pub(crate) fn carry_out_late(core: &mut Core, call: Arc<Call>, pass: Pass, at: Timestamp) {
    let Some(target) = resolve(&call.path) else {
        return;
    };
    let Some(endpoint) = target.endpoint else {
        return;
    };
    let admitted = Admitted {
        errors: error_key(Some(&target), Some(&pass)),
        call,
        endpoint,
        target,
        pass,
        // Nobody reads the answer's headers.
        budget: Budget::minute_exhausted(0, at),
    };
    drop(perform(core, &admitted, at));
}
