//! The async edge: reads the body, lets faults strike, asks the world where a call must, keeps the record of calls.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use bytes::Bytes;
use http::{Response, StatusCode};

use super::MAX_BODY;
use super::answer::{Answer, Effect, dropped};
use super::call::Call;
use super::exchange::{exchange, record};
use super::faulty::struck;
use super::perform::prepare;
use super::reason::reason;
use super::spent::spent;
use crate::calls::CallRecord;
use crate::faults::Fault;
use crate::state::{Core, Shared};
use crate::wire::Breaker;

/// Admits a call and gives back its effect, or answers it.
pub(crate) type Prepare = fn(&mut Core, &Arc<Call>) -> Result<Effect, Answer>;

/// What leaves the sandbox.
pub(super) enum Outcome {
    Whole(Answer),
    /// The answer breaks off after so many bytes of its body.
    Cut(Answer, usize),
    /// No byte.
    Nothing,
    /// No byte, and the connection is reset.
    Reset,
}

/// Sees to it that a call is recorded, be it that its client gave up before the answer was ready.
struct Recording {
    shared: Shared,
    call: Arc<Call>,
    fault: Option<Fault>,
    record: Option<CallRecord>,
}

impl Recording {
    /// Records what left; nothing did when the client gave up.
    fn end(&mut self, outcome: Option<&Outcome>) {
        let Some(mut record) = self.record.take() else {
            return;
        };
        let mut core = self.shared.lock();
        let now = core.now();
        let answer = match outcome {
            Some(Outcome::Whole(answer) | Outcome::Cut(answer, _)) => Some(answer),
            Some(Outcome::Nothing | Outcome::Reset) | None => None,
        };
        record.status = answer.map_or(0, |answer| answer.status.as_u16());
        let (begin, end) = (record.time.as_millisecond(), now.as_millisecond());
        record.duration_ms = end.saturating_sub(begin);
        let (begin, end) = (record.time.as_microsecond(), now.as_microsecond());
        record.duration_us = end.saturating_sub(begin);
        record.reason = reason(outcome);
        record.fault = self.fault.as_ref().map(Fault::words);
        let mut exchange = exchange(record.number, &self.call, answer, self.fault.take());
        (exchange.user, exchange.spent) = spent(&mut core, &self.call, &record);
        core.calls.keep(exchange);
        core.calls.push(record);
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        self.end(None);
    }
}

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
    let line = parts.extensions.get::<ConnectInfo<Breaker>>().cloned();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return Answer::error(StatusCode::PAYLOAD_TOO_LARGE, "The request is too large.")
            .into_response();
    };
    let call = Arc::new(Call::new(parts, body.to_vec()));
    let (fault, record) = {
        let mut core = shared.lock();
        let record = record(&mut core, &call);
        let method = call.method.as_str();
        (core.strike(method, &call.path, record.division), record)
    };
    let mut recording = Recording {
        shared: shared.clone(),
        call: Arc::clone(&call),
        fault: fault.as_ref().map(|it| it.fault.clone()),
        record: Some(record),
    };
    let outcome = match fault {
        None => Outcome::Whole(run(&shared, &call, prepare).await),
        Some(fault) => struck(&shared, &call, prepare, fault).await,
    };
    recording.end(Some(&outcome));
    match outcome {
        Outcome::Whole(answer) => answer.into_response(),
        Outcome::Cut(answer, bytes) => answer.into_cut_response(bytes),
        Outcome::Nothing => dropped(),
        Outcome::Reset => {
            if let Some(ConnectInfo(breaker)) = line {
                breaker.trip();
            }
            dropped()
        }
    }
}

/// Carries the call out. Where the world must be asked first, it is, without holding the state; then the call is
/// carried out with what was heard.
pub(super) async fn run(shared: &Shared, call: &Arc<Call>, prepare: Prepare) -> Answer {
    let (effect, first) = {
        let mut core = shared.lock();
        let now = core.now();
        match prepare(&mut core, call) {
            Ok(effect) => {
                let answer = effect(&mut core, now);
                (effect, answer)
            }
            Err(answer) => return answer,
        }
    };
    let Some(address) = &first.ask else {
        return first;
    };
    let heard = shared.courier().post(address.clone(), Bytes::new()).await;
    // A call asks once: what was heard first stays.
    let _ = call.heard.set(heard);
    let mut core = shared.lock();
    let now = core.now();
    effect(&mut core, now)
}
