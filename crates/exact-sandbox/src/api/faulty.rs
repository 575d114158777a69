//! What a call comes to when a fault strikes it (point 38).

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use jiff::Timestamp;

use super::answer::Answer;
use super::call::Call;
use super::door::{Outcome, Prepare, let_in, run};
use super::late::{can_wait, keep};
use super::texts::BROKEN;
use crate::books::Books;
use crate::faults::{FaultKind, Struck, When, Window};
use crate::gate::Event;
use crate::limits::Budget;
use crate::state::{Core, Shared};

const HTML: &str = "text/html; charset=utf-8";

/// The outcome under a fault.
pub(super) async fn struck(
    shared: &Shared,
    call: &Arc<Call>,
    prepare: Prepare,
    struck: Struck,
) -> Outcome {
    let when = struck.fault.when;
    match struck.fault.kind {
        FaultKind::Delay { ms } => {
            let wait = Duration::from_millis(ms);
            if when == When::Before {
                tokio::time::sleep(wait).await;
            }
            let answer = run(shared, call, prepare).await;
            if when == When::After {
                tokio::time::sleep(wait).await;
            }
            Outcome::Whole(answer)
        }
        FaultKind::CommitLate { ms } => {
            if can_wait(call) {
                keep(&mut shared.lock(), call, prepare, ms);
            } else {
                run(shared, call, prepare).await;
            }
            Outcome::Nothing
        }
        FaultKind::Stale => Outcome::Whole(stale(shared, call, prepare, struck).await),
        FaultKind::RevokeToken => {
            if when == When::Before {
                revoke(shared, call);
            }
            let answer = run(shared, call, prepare).await;
            if when == When::After {
                revoke(shared, call);
            }
            Outcome::Whole(answer)
        }
        FaultKind::Truncate { bytes } if when == When::After => {
            Outcome::Cut(run(shared, call, prepare).await, bytes)
        }
        kind => {
            if when == When::After {
                run(shared, call, prepare).await;
            } else {
                // It still counts as a call.
                drop(prepare(&mut shared.lock(), call));
            }
            instead(shared, call, kind)
        }
    }
}

/// What arrives instead of the answer.
fn instead(shared: &Shared, call: &Call, kind: FaultKind) -> Outcome {
    Outcome::Whole(match kind {
        FaultKind::Status {
            status,
            body,
            retry_after,
        } => ordered(status, body, retry_after),
        FaultKind::Limit { window } => limited(&shared.lock(), call, window),
        FaultKind::Html { status } => html(status),
        FaultKind::Forbid { reason } => Answer::forbidden("Forbidden", Some(reason.text())),
        FaultKind::Truncate { bytes } => {
            let answer = Answer::error(StatusCode::INTERNAL_SERVER_ERROR, BROKEN);
            return Outcome::Cut(answer, bytes);
        }
        FaultKind::Reset => return Outcome::Reset,
        _ => return Outcome::Nothing,
    })
}

/// A read that sees the picture of the books; a write is carried out as ever.
async fn stale(shared: &Shared, call: &Arc<Call>, prepare: Prepare, struck: Struck) -> Answer {
    let picture = struck.picture.filter(|_| call.method == http::Method::GET);
    let Some(picture) = picture else {
        return run(shared, call, prepare).await;
    };
    let mut core = shared.lock();
    let now = core.now();
    let effect = match let_in(&mut core, call, prepare) {
        Ok(effect) => effect,
        Err(answer) => return answer,
    };
    let past = Books {
        // They are shared with the picture, not copied.
        companies: picture.companies.clone(),
        // Who may come in is decided by today's users.
        users: core.books.users.clone(),
    };
    let present = std::mem::replace(&mut core.books, past);
    let answer = effect(&mut core, now);
    core.books = present;
    answer
}

fn revoke(shared: &Shared, call: &Call) {
    let mut core = shared.lock();
    if let Some(pass) = call.pass(&core)
        && let Err(error) = core.gate_event(Event::Revoked(pass.user))
    {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "a revocation was lost"
        );
    }
}

/// 429 of one window, with that window's headers only (facts 3.1).
fn limited(core: &Core, call: &Call, window: Window) -> Answer {
    let (per_minute, per_day) = (core.switches.minute_limit, core.switches.day_limit);
    let now: Timestamp = core.now();
    let budget = match window {
        Window::Minute => Budget::minute_exhausted(per_minute, now),
        Window::Day => Budget::day_exhausted(per_day, now),
    };
    let (status, text) = (StatusCode::TOO_MANY_REQUESTS, "Too many requests");
    let answer = if call.wants_json() {
        Answer::error(status, text)
    } else {
        Answer::xml_error(status, text)
    };
    answer.with_budget(&budget)
}

fn html(status: u16) -> Answer {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let reason = status.canonical_reason().unwrap_or_default();
    let body = format!(
        "<!DOCTYPE html>\r\n<html><head><title>{0} - {reason}</title></head>\r\n<body><h1>{0} - {reason}</h1></body></html>\r\n",
        status.as_u16()
    );
    Answer {
        content_type: HTML,
        body: body.into(),
        ..Answer::empty(status)
    }
}

fn ordered(status: u16, body: Option<String>, retry_after: Option<u32>) -> Answer {
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = match body {
        Some(body) if body.trim_start().starts_with('<') => Answer {
            content_type: HTML,
            body: body.into(),
            ..Answer::empty(code)
        },
        Some(body) => Answer::json(code, body),
        None if code == StatusCode::SERVICE_UNAVAILABLE => Answer {
            content_type: HTML,
            body: "<html><body><h1>Service Unavailable</h1></body></html>".into(),
            ..Answer::empty(code)
        },
        None if code == StatusCode::REQUEST_TIMEOUT => Answer::error(code, "Request Timeout"),
        None => Answer::error(code, BROKEN),
    };
    answer
        .headers
        .extend(retry_after.map(|seconds| ("Retry-After", seconds.to_string())));
    answer
}
