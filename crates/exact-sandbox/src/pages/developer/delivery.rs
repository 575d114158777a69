//! One notification: its payload, the recipe of its signature, and every try with its answer.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;

use super::curl::quoted;
use super::desk::{Desk, Section, Told, back, frame};
use super::limits::company_name;
use super::pretty;
use super::webhooks::{Standing, heard, standing};
use super::when;
use crate::error::SandboxError;
use crate::hooks::{Attempt, Change, Delivery, DeliveryState, RETRIES};
use crate::pages::frame::Frame;
use crate::pages::page;
use crate::state::{Core, Shared};

struct Try {
    number: usize,
    time: String,
    answer: String,
    taken: bool,
    text: String,
}

#[derive(Template)]
#[template(path = "developer/delivery.html")]
struct DeliveryPage {
    frame: Frame,
    desk: Desk,
    id: u64,
    standing: Standing,
    topic: String,
    action: String,
    company: String,
    callback: String,
    created: String,
    copy: bool,
    /// When it is tried next, in words and as the clock takes it.
    next: Option<(String, String)>,
    tries: Vec<Try>,
    retries: u32,
    payload: String,
    signature: String,
    recipe: String,
}

#[derive(Template)]
#[template(path = "developer/delivery_missing.html")]
struct MissingPage {
    frame: Frame,
    desk: Desk,
    id: u64,
}

/// The page.
pub(super) async fn show(
    State(shared): State<Shared>,
    Path(id): Path<u64>,
    Query(told): Query<Told>,
) -> Response {
    let core = shared.lock();
    match core.hooks.deliveries().get(id) {
        Some(it) => page(&delivery_page(&core, it, &told)),
        None => missing(&core, id),
    }
}

/// Makes the delivery once more.
pub(super) async fn again(State(shared): State<Shared>, Path(id): Path<u64>) -> Response {
    let mut core = shared.lock();
    if core.hooks.deliveries().get(id).is_none() {
        return missing(&core, id);
    }
    let at = core.now();
    match core.hook_change(Change::Again { delivery: id, at }) {
        Ok(()) => back("/ontwikkelaar/webhooks", "delivery-again"),
        Err(error) => not_kept(&core, id, &error),
    }
}

/// The page with why the order could not be written.
fn not_kept(core: &Core, id: u64, error: &SandboxError) -> Response {
    let Some(it) = core.hooks.deliveries().get(id) else {
        return missing(core, id);
    };
    let mut shown = delivery_page(core, it, &Told::default());
    shown.desk.problem = Some(error.to_string());
    let mut response = page(&shown);
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

fn missing(core: &Core, id: u64) -> Response {
    let mut response = page(&MissingPage {
        frame: frame(core),
        desk: Desk::new(core, Section::Webhooks, &Told::default()),
        id,
    });
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn delivery_page(core: &Core, it: &Delivery, told: &Told) -> DeliveryPage {
    let now = core.now();
    let (content, signature) = taken_apart(&it.body);
    let waits = it.state == DeliveryState::Waiting;
    let tries = it.attempts.iter().enumerate();
    DeliveryPage {
        frame: frame(core),
        desk: Desk::new(core, Section::Webhooks, told),
        id: it.id,
        standing: standing(it),
        topic: it.topic.clone(),
        action: it.action.clone(),
        company: company_name(core, it.division),
        callback: it.callback.clone(),
        created: when::moment(it.created),
        copy: it.copy,
        next: waits.then(|| (when::relative(it.due, now), it.due.to_string())),
        tries: tries
            .map(|(at, attempt)| one_try(at, attempt, now))
            .collect(),
        retries: RETRIES,
        payload: pretty::json(&it.body),
        signature: signature.to_owned(),
        recipe: format!(
            "printf %s {} | openssl dgst -sha256 -hmac \"$WEBHOOK_SECRET\" -r | cut -d' ' -f1 | tr a-f A-F",
            quoted(content)
        ),
    }
}

/// The literal bytes that are signed, and the signature.
fn taken_apart(body: &str) -> (&str, &str) {
    let inside = body.strip_prefix("{\"Content\":").unwrap_or(body);
    let (content, rest) = inside
        .rsplit_once(",\"HashCode\":\"")
        .unwrap_or((inside, ""));
    (content, rest.trim_end_matches("\"}"))
}

fn one_try(at: usize, attempt: &Attempt, now: Timestamp) -> Try {
    Try {
        number: at + 1,
        time: when::short(attempt.at, now),
        answer: heard(attempt.status),
        taken: matches!(attempt.status, Some(200 | 201)),
        text: attempt.text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::taken_apart;

    #[test]
    fn the_signed_bytes_are_the_content_as_it_was_sent() {
        let body = r#"{"Content":{"Topic":"A","Key":"x"},"HashCode":"AB12"}"#;
        assert_eq!(taken_apart(body), (r#"{"Topic":"A","Key":"x"}"#, "AB12"));
        assert_eq!(taken_apart("odd"), ("odd", ""));
    }
}
