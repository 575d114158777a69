//! The async edge: reads the body, lets faults strike, asks the world where a call must, keeps the record of calls.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use bytes::Bytes;
use futures_util::StreamExt as _;
use http::Response;

use super::MAX_BODY;
use super::answer::{Answer, Effect, dropped};
use super::call::{Call, Unread};
use super::exchange::{app, exchange, record};
use super::faulty::struck;
use super::perform::prepare;
use super::reason::reason;
use super::spent::spent;
use crate::calls::CallRecord;
use crate::faults::{Fault, Struck};
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
    /// Begins when the head of the call is there.
    fn begin(shared: &Shared, call: Call) -> Recording {
        let record = record(&mut shared.lock(), &call);
        Recording {
            shared: shared.clone(),
            call: Arc::new(call),
            fault: None,
            record: Some(record),
        }
    }

    /// Takes the body over, or what arrived of it; gives back the call, and the fault that strikes it.
    fn take_body(&mut self, body: Vec<u8>, unread: Option<Unread>) -> (Arc<Call>, Option<Struck>) {
        let call = Arc::new(Call {
            body,
            unread,
            ..Call::clone(&self.call)
        });
        self.call = Arc::clone(&call);
        let mut core = self.shared.lock();
        let mut division = None;
        if let Some(record) = &mut self.record {
            division = record.division;
            if record.client.is_empty() {
                record.client = app(&core, &call).unwrap_or_default();
            }
        }
        let fault = core.strike(call.method.as_str(), &call.path, division);
        self.fault = fault.as_ref().map(|it| it.fault.clone());
        drop(core);
        (call, fault)
    }

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

/// Reads a body, as far as it comes and is not too large.
async fn read(body: Body) -> (Vec<u8>, Option<Unread>) {
    let (mut parts, mut read) = (body.into_data_stream(), Vec::new());
    while let Some(part) = parts.next().await {
        let Ok(part) = part else {
            return (read, Some(Unread::BrokeOff));
        };
        if read.len() + part.len() > MAX_BODY {
            return (read, Some(Unread::TooLarge));
        }
        read.extend_from_slice(&part);
    }
    (read, None)
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
    let mut recording = Recording::begin(&shared, Call::new(parts, Vec::new()));
    let (body, unread) = read(body).await;
    let (call, fault) = recording.take_body(body, unread);
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

/// Lets a call in to the rules: its token is used from here on, whatever they say.
pub(super) fn let_in(
    core: &mut Core,
    call: &Arc<Call>,
    prepare: Prepare,
) -> Result<Effect, Answer> {
    let now = core.now();
    // The token endpoint does not look at it.
    if let Some(token) = call.bearer().filter(|_| !call.is_token_call()) {
        core.gate.used(token, now);
    }
    prepare(core, call)
}

/// Carries the call out. Where the world must be asked first, it is, without holding the state; then the call is
/// carried out with what was heard.
pub(super) async fn run(shared: &Shared, call: &Arc<Call>, prepare: Prepare) -> Answer {
    let (effect, first) = {
        let mut core = shared.lock();
        let now = core.now();
        match let_in(&mut core, call, prepare) {
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
