//! The API log: the newest calls first, page by page, filtered, and told again as new ones come in.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;

use super::desk::{Desk, Section, Told, back, frame};
use super::filter::{Ask, Filters};
use super::when;
use crate::calls::CallRecord;
use crate::pages::frame::Frame;
use crate::pages::page;
use crate::state::{Core, Shared};

/// Calls on a page.
const ON_A_PAGE: usize = 50;

/// A call in the list.
pub(super) struct Row {
    number: u64,
    method: String,
    status: Status,
    path: String,
    query: String,
    reason: String,
    fault: Option<String>,
    who: String,
    division: String,
    took: String,
    time: String,
}

/// A status, and the class in which it is coloured.
pub(super) struct Status {
    pub(super) text: String,
    pub(super) class: &'static str,
}

impl Status {
    pub(super) fn of(status: u16) -> Status {
        let class = match status {
            0 => "cut",
            429 => "limited",
            200..=299 => "fine",
            300..=399 => "moved",
            400..=499 => "refused",
            _ => "broken",
        };
        let text = match status {
            0 => "cut".to_owned(),
            status => status.to_string(),
        };
        Status { text, class }
    }
}

#[derive(Template)]
#[template(path = "developer/calls.html")]
struct CallsPage {
    frame: Frame,
    desk: Desk,
    filters: Filters,
    log: Log,
    /// The address of the rows alone, while the newest are shown.
    live: Option<String>,
    counts: String,
}

/// The rows.
#[derive(Template)]
#[template(path = "developer/calls_rows.html")]
struct Log {
    rows: Vec<Row>,
    found: String,
    kept: String,
    filtered: bool,
    newest: Option<String>,
    newer: Option<String>,
    older: Option<String>,
}

/// The list, or its rows alone.
pub(super) async fn show(
    State(shared): State<Shared>,
    Query(ask): Query<Ask>,
    headers: HeaderMap,
) -> Response {
    let core = shared.lock();
    if ask.rows != "1" {
        let first = ask.before.is_empty() && ask.after.is_empty();
        return page(&CallsPage {
            frame: frame(&core),
            desk: Desk::new(
                &core,
                Section::Calls,
                &Told {
                    done: ask.done.clone(),
                },
            ),
            filters: Filters::of(&core, &ask),
            log: log(&core, &ask),
            live: first.then(|| format!("/ontwikkelaar/calls?{}", ask.query(&[("rows", "1")]))),
            counts: ask.query(&[]),
        });
    }
    let version = format!("\"{}\"", core.calls.version());
    let seen = headers.get(IF_NONE_MATCH).and_then(|it| it.to_str().ok());
    if seen == Some(version.as_str()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let rows = page(&log(&core, &ask));
    (
        [(ETAG, version), (CACHE_CONTROL, "no-store".to_owned())],
        rows,
    )
        .into_response()
}

/// Forgets the calls.
pub(super) async fn clear(State(shared): State<Shared>) -> Response {
    shared.lock().calls.clear();
    back("/ontwikkelaar/calls", "calls-cleared")
}

fn log(core: &Core, ask: &Ask) -> Log {
    let filter = ask.filter();
    let taken = || core.calls.iter().filter(|call| filter.takes(call));
    let (before, after) = (
        ask.before.parse::<u64>().ok(),
        ask.after.parse::<u64>().ok(),
    );
    let mut calls: Vec<&CallRecord> = match after {
        Some(after) => taken()
            .filter(|call| call.number > after)
            .take(ON_A_PAGE)
            .collect(),
        None => taken()
            .rev()
            .filter(|call| before.is_none_or(|before| call.number < before))
            .take(ON_A_PAGE)
            .collect(),
    };
    if after.is_some() {
        calls.reverse();
    }
    let link = |name: &str, number: u64| {
        let number = number.to_string();
        format!("?{}", ask.query(&[(name, &number)]))
    };
    let (top, bottom) = (
        calls.first().map(|it| it.number),
        calls.last().map(|it| it.number),
    );
    let newer = top.filter(|top| taken().next_back().is_some_and(|last| last.number > *top));
    let older = bottom.filter(|bottom| taken().next().is_some_and(|first| first.number < *bottom));
    let now = core.now();
    Log {
        found: when::count(taken().count()),
        kept: when::count(core.calls.iter().count()),
        filtered: ask.is_filtered(),
        newest: newer.map(|_| format!("?{}", ask.query(&[]))),
        newer: newer.map(|number| link("after", number)),
        older: older.map(|number| link("before", number)),
        rows: calls.into_iter().map(|call| row(core, call, now)).collect(),
    }
}

fn row(core: &Core, call: &CallRecord, now: Timestamp) -> Row {
    let (_, path) = split(&call.path);
    Row {
        number: call.number,
        method: call.method.clone(),
        status: Status::of(call.status),
        path: path.to_owned(),
        query: plain_query(&call.query),
        reason: call.reason.clone(),
        fault: call.fault.clone(),
        who: app_name(core, &call.client),
        division: call.division.map(|it| it.to_string()).unwrap_or_default(),
        took: when::took(call.duration_us),
        time: when::short(call.time, now),
    }
}

/// A path taken apart where the endpoint begins.
pub(super) fn split(path: &str) -> (&str, &str) {
    let begin = path.strip_prefix("/api/v1/").and_then(|rest| {
        let (first, _) = rest.split_once('/')?;
        Some("/api/v1/".len() + first.len() + 1)
    });
    let begin = begin.unwrap_or_else(|| {
        if path.starts_with("/api/") {
            "/api/".len()
        } else {
            0
        }
    });
    path.split_at_checked(begin).unwrap_or(("", path))
}

/// A query as it is read: decoded, with a blank around each parameter.
fn plain_query(query: &str) -> String {
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    let pairs = pairs.map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join("  ")
}

/// The name of an app; its id when it is not registered.
pub(super) fn app_name(core: &Core, client: &str) -> String {
    let app = core.gate.app(client);
    app.map_or_else(|| client.to_owned(), |app| app.name.clone())
}
