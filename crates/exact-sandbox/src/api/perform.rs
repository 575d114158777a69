//! Carries out an admitted call.

use std::sync::Arc;

use http::{Method, StatusCode};
use jiff::Timestamp;
use uuid::Uuid;

use super::admit::{Admitted, admit, count};
use super::answer::{Answer, Effect};
use super::atom::in_xml;
use super::body::{Verb, read_body};
use super::call::Call;
use super::endpoint::{View, Writer};
use super::entity::one_entity;
use super::failure::Failure;
use super::read::read;
use super::texts::{BROKEN, language, refusal_text};
use crate::books::Company;
use crate::odata::Value;
use crate::state::Core;

/// Admits the call now; what comes back carries it out, now or later.
pub(crate) fn prepare(core: &mut Core, call: &Arc<Call>) -> Result<Effect, Answer> {
    let now = core.now();
    let admitted = admit(core, call, now)?;
    Ok(Box::new(move |core, at| perform(core, &admitted, at)))
}

/// Carries it out.
pub(super) fn perform(core: &mut Core, admitted: &Admitted, at: Timestamp) -> Answer {
    let done = match admitted.call.method {
        Method::GET => get(core, admitted, at),
        _ => write(core, admitted, at),
    };
    let answer = done.unwrap_or_else(|failure| failed(core, admitted, failure));
    let answer = if admitted.call.wants_json() {
        answer
    } else {
        in_xml(answer, admitted.endpoint, at)
    };
    count(core, admitted.errors.clone(), answer.status, at);
    answer.with_budget(&admitted.budget)
}

fn failed(core: &Core, admitted: &Admitted, failure: Failure) -> Answer {
    match failure {
        Failure::Bad(text) => Answer::error(StatusCode::BAD_REQUEST, &text),
        Failure::Ask(address) => Answer {
            ask: Some(address),
            ..Answer::empty(StatusCode::ACCEPTED)
        },
        Failure::NotFound => {
            Answer::error(StatusCode::NOT_FOUND, "Resource not found for the segment.")
        }
        Failure::Refused(refusals) => {
            let user = core
                .books
                .user(admitted.pass.user)
                .map(|user| user.language.as_str())
                .unwrap_or_default();
            let lang = language(user, &core.switches);
            let text = refusal_text(&refusals, lang, core.switches.all_failures);
            Answer::error(StatusCode::INTERNAL_SERVER_ERROR, &text)
        }
        Failure::Broken(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "a call failed in the sandbox itself"
            );
            Answer::error(StatusCode::INTERNAL_SERVER_ERROR, BROKEN)
        }
    }
}

/// Looks at the books as the call's user.
fn with_view<T>(
    core: &Core,
    admitted: &Admitted,
    at: Timestamp,
    look: impl FnOnce(&View<'_>) -> T,
) -> Result<T, Failure> {
    let user = core
        .books
        .user(admitted.pass.user)
        .ok_or(Failure::NotFound)?;
    let nothing = Company::default();
    let division = admitted.target.division;
    let app = core.gate.app(&admitted.pass.client);
    let company = division
        .and_then(|division| core.books.company(division))
        .unwrap_or(&nothing);
    Ok(look(&View {
        books: &core.books,
        company,
        division: division.unwrap_or(0),
        user,
        granted: &admitted.pass.divisions,
        switches: &core.switches,
        origin: &admitted.call.origin,
        query: &admitted.call.query,
        app,
        hooks: &core.hooks,
        now: at,
        delay_ms: if admitted.call.method == Method::GET {
            core.switches.visibility_delay_ms
        } else {
            0
        },
    }))
}

fn get(core: &Core, admitted: &Admitted, at: Timestamp) -> Result<Answer, Failure> {
    let body = with_view(core, admitted, at, |view| read(view, admitted))??;
    Ok(Answer::json(StatusCode::OK, body))
}

fn write(core: &mut Core, admitted: &Admitted, at: Timestamp) -> Result<Answer, Failure> {
    let Admitted {
        endpoint,
        call,
        target,
        ..
    } = admitted;
    let writer = Writer {
        division: target.division.unwrap_or(0),
        user: admitted.pass.user,
        at,
        client: admitted.pass.client.clone(),
        origin: call.origin.clone(),
        heard: call.heard.get().cloned(),
    };
    if let (&Method::DELETE, Some(delete)) = (&call.method, endpoint.delete) {
        delete(core, &writer, key(target.key.as_deref())?)?;
        return Ok(Answer::empty(StatusCode::NO_CONTENT));
    }
    if !call
        .header("content-type")
        .to_ascii_lowercase()
        .contains("json")
    {
        return Ok(Answer::error(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Unsupported media type requested.",
        ));
    }
    let full = call.wants_representation();
    let lenient = core.switches.convert_types;
    match (&call.method, endpoint.post, endpoint.put) {
        (&Method::POST, Some(post), _) => {
            let fields = read_body(endpoint, (Verb::Post, lenient), &call.body)?;
            let made = post(core, &writer, &fields)?;
            let body = with_view(core, admitted, at, |view| {
                one_entity(view, admitted, &[Value::Guid(made)], !full)
            })??;
            Ok(Answer::json(StatusCode::CREATED, body))
        }
        (&Method::PUT, _, Some(put)) => {
            let fields = read_body(endpoint, (Verb::Put, lenient), &call.body)?;
            let id = key(target.key.as_deref())?;
            put(core, &writer, id, &fields)?;
            if !full {
                return Ok(Answer::empty(StatusCode::NO_CONTENT));
            }
            let body = with_view(core, admitted, at, |view| {
                one_entity(view, admitted, &[Value::Guid(id)], false)
            })??;
            Ok(Answer::json(StatusCode::OK, body))
        }
        _ => Ok(Answer::error(
            StatusCode::METHOD_NOT_ALLOWED,
            "Method not allowed.",
        )),
    }
}

fn key(key: Option<&[Value]>) -> Result<Uuid, Failure> {
    match key {
        Some([Value::Guid(id)]) => Ok(*id),
        _ => Err(Failure::Bad(
            "Bad Request - Error in query syntax.".to_owned(),
        )),
    }
}
