//! The async edge: reads the body, lets faults strike, keeps the record of calls.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use http::{Response, StatusCode};
use jiff::SignedDuration;

use super::MAX_BODY;
use super::answer::{Answer, Effect, dropped};
use super::call::Call;
use super::perform::prepare;
use super::resolve::resolve;
use crate::calls::CallRecord;
use crate::faults::{Fault, FaultKind, When};
use crate::state::{Core, Shared};

/// Admits a call and gives back its effect, or answers it.
pub(crate) type Prepare = fn(&mut Core, &Arc<Call>) -> Result<Effect, Answer>;

/// `/api/v1/…`.
pub(super) async fn api(State(shared): State<Shared>, request: Request) -> Response<Body> {
    answer_call(shared, request, prepare).await
}

/// Answers a call, with the faults that were ordered for it, and records it.
pub(crate) async fn answer_call(
    shared: Shared,
    request: Request,
    prepare: Prepare,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return Answer::error(StatusCode::PAYLOAD_TOO_LARGE, "The request is too large.")
            .into_response();
    };
    let call = Arc::new(Call::new(parts, body.to_vec()));
    let (fault, mut record) = {
        let mut core = shared.lock();
        let record = begin(&mut core, &call);
        (
            core.faults
                .strike(call.method.as_str(), &call.path, record.division),
            record,
        )
    };
    let answer = match fault {
        None => Some(run(&shared, &call, prepare)),
        Some(fault) => struck(&shared, &call, prepare, fault).await,
    };
    let mut core = shared.lock();
    record.status = answer.as_ref().map_or(0, |answer| answer.status.as_u16());
    record.duration_ms = core
        .now()
        .as_millisecond()
        .saturating_sub(record.time.as_millisecond());
    core.calls.push(record);
    drop(core);
    answer.map_or_else(dropped, Answer::into_response)
}

fn begin(core: &mut Core, call: &Call) -> CallRecord {
    let now = core.now();
    let target = resolve(&call.path);
    let client = call
        .bearer()
        .map(str::to_owned)
        .and_then(|token| core.gate.pass(&token, now));
    CallRecord {
        time: now,
        client: client.map(|pass| pass.client).unwrap_or_default(),
        division: target.as_ref().and_then(|target| target.division),
        method: call.method.to_string(),
        path: call.path.clone(),
        query: call.query.clone(),
        pattern: target.map_or_else(
            || call.path.clone(),
            |target| {
                target
                    .endpoint
                    .map_or(target.pattern, |endpoint| endpoint.path.to_owned())
            },
        ),
        status: 0,
        duration_ms: 0,
    }
}

fn run(shared: &Shared, call: &Arc<Call>, prepare: Prepare) -> Answer {
    let mut core = shared.lock();
    let now = core.now();
    match prepare(&mut core, call) {
        Ok(effect) => effect(&mut core, now),
        Err(answer) => answer,
    }
}

/// The answer under a fault; `None` for a connection that is cut.
async fn struck(
    shared: &Shared,
    call: &Arc<Call>,
    prepare: Prepare,
    fault: Fault,
) -> Option<Answer> {
    match (fault.kind, fault.when) {
        (FaultKind::Delay { ms }, When::Before) => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            Some(run(shared, call, prepare))
        }
        (FaultKind::Delay { ms }, When::After) => {
            let answer = run(shared, call, prepare);
            tokio::time::sleep(Duration::from_millis(ms)).await;
            Some(answer)
        }
        (FaultKind::CommitLate { ms }, _) => {
            commit_late(shared, call, prepare, ms);
            None
        }
        (kind, when) => {
            if when == When::After {
                run(shared, call, prepare);
            } else {
                // It still counts as a call.
                drop(prepare(&mut shared.lock(), call));
            }
            match kind {
                FaultKind::Status {
                    status,
                    body,
                    retry_after,
                } => Some(ordered(status, body, retry_after)),
                _ => None,
            }
        }
    }
}

fn commit_late(shared: &Shared, call: &Arc<Call>, prepare: Prepare, ms: i64) {
    let mut core = shared.lock();
    let now = core.now();
    let due = now
        .checked_add(SignedDuration::from_millis(ms))
        .unwrap_or(now);
    if let Ok(effect) = prepare(&mut core, call) {
        core.later(due, Box::new(move |core, at| drop(effect(core, at))));
    }
}

fn ordered(status: u16, body: Option<String>, retry_after: Option<u32>) -> Answer {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = match body {
        Some(body) if body.trim_start().starts_with('<') => Answer {
            content_type: "text/html; charset=utf-8",
            body,
            ..Answer::empty(status)
        },
        Some(body) => Answer::json(status, body),
        None if status == StatusCode::SERVICE_UNAVAILABLE => Answer {
            content_type: "text/html; charset=utf-8",
            body: "<html><body><h1>Service Unavailable</h1></body></html>".to_owned(),
            ..Answer::empty(status)
        },
        None => Answer::error(status, super::texts::BROKEN),
    };
    answer
        .headers
        .extend(retry_after.map(|seconds| ("Retry-After", seconds.to_string())));
    answer
}
