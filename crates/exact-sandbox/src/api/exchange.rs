//! The record of a call: the line that is counted, and everything that was sent and answered, without its secrets.

use super::answer::Answer;
use super::call::Call;
use super::resolve::resolve;
use crate::calls::{BODY_KEPT, CallRecord, Exchange};
use crate::faults::Fault;
use crate::state::Core;

/// What is shown instead of a secret.
const HIDDEN: &str = "…";
/// Parameters of a form that hold secrets.
const SECRETS: &[&str] = &["client_secret", "refresh_token", "code"];
/// Members of a JSON object that hold secrets.
const TOKENS: &[&str] = &["access_token", "refresh_token"];

/// The record of a call that has just arrived.
pub(super) fn record(core: &mut Core, call: &Call) -> CallRecord {
    let now = core.now();
    let target = resolve(&call.path);
    let client = call.pass(core).map(|pass| pass.client);
    CallRecord {
        number: core.calls.next_number(),
        time: now,
        client: client.or_else(|| app(core, call)).unwrap_or_default(),
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
        duration_us: 0,
        reason: String::new(),
        fault: None,
    }
}

/// The app that a token call says it is.
pub(super) fn app(core: &Core, call: &Call) -> Option<String> {
    if !call.is_token_call() {
        return None;
    }
    let parameters = call.token_parameters().ok()?;
    let app = core.gate.app(parameters.get("client_id")?)?;
    Some(app.client_id.clone())
}

/// Everything that was sent and answered.
pub(super) fn exchange(
    number: u64,
    call: &Call,
    answer: Option<&Answer>,
    fault: Option<Fault>,
) -> Exchange {
    let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        let shown = match value.split_once(' ') {
            Some((scheme, _)) if name == http::header::AUTHORIZATION => {
                format!("{scheme} {HIDDEN}")
            }
            None if name == http::header::AUTHORIZATION => HIDDEN.to_owned(),
            _ if name == http::header::COOKIE => HIDDEN.to_owned(),
            _ => value,
        };
        (name.to_string(), shown)
    };
    let token_call = call.is_token_call();
    let request = if token_call {
        form(&call.body)
    } else {
        text(&call.body)
    };
    Exchange {
        number,
        origin: call.origin.clone(),
        target: call.target.clone(),
        request_headers: call.headers.iter().map(header).collect(),
        request,
        request_bytes: call.body.len(),
        answer_headers: answer.map(answer_headers).unwrap_or_default(),
        answer: answer
            .map(|answer| {
                if token_call {
                    tokens(&answer.body)
                } else {
                    text(&answer.body)
                }
            })
            .unwrap_or_default(),
        answer_bytes: answer.map_or(0, |answer| answer.body.len()),
        user: None,
        spent: Vec::new(),
        fault: fault.and_then(|fault| serde_json::to_string(&fault).ok()),
    }
}

fn answer_headers(answer: &Answer) -> Vec<(String, String)> {
    let kind = Some(answer.content_type).filter(|kind| !kind.is_empty());
    let kind = kind.map(|kind| ("content-type".to_owned(), kind.to_owned()));
    let others = answer
        .headers
        .iter()
        .map(|(name, value)| (name.to_lowercase(), value.clone()));
    kind.into_iter().chain(others).collect()
}

/// A body as text, cut where it is long; bytes that are no text are only counted.
fn text(body: &[u8]) -> String {
    let Ok(whole) = std::str::from_utf8(body) else {
        return format!("({} bytes)", body.len());
    };
    let mut end = whole.len().min(BODY_KEPT);
    while !whole.is_char_boundary(end) {
        end -= 1;
    }
    let kept = whole.get(..end).unwrap_or_default();
    if end < whole.len() {
        format!("{kept}\n… ({} bytes)", whole.len())
    } else {
        kept.to_owned()
    }
}

/// A form as it is sent; only what is hidden is not encoded.
fn form(body: &[u8]) -> String {
    let encoded =
        |text: &str| -> String { url::form_urlencoded::byte_serialize(text.as_bytes()).collect() };
    let shown = |(name, value): (std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)| {
        if SECRETS.contains(&&*name) {
            format!("{}={HIDDEN}", encoded(&name))
        } else {
            format!("{}={}", encoded(&name), encoded(&value))
        }
    };
    let parts: Vec<String> = url::form_urlencoded::parse(body).map(shown).collect();
    parts.join("&")
}

fn tokens(body: &[u8]) -> String {
    let Ok(serde_json::Value::Object(mut object)) = serde_json::from_slice(body) else {
        return text(body);
    };
    for name in TOKENS {
        if let Some(value) = object.get_mut(*name) {
            *value = HIDDEN.into();
        }
    }
    serde_json::Value::Object(object).to_string()
}
