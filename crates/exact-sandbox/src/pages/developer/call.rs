//! One call: everything that was sent and answered, readable, and as a command to send it again.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::calls::{Status, app_name, split};
use super::curl;
use super::desk::{Desk, Section, Told, frame};
use super::pretty::{self, Shown};
use super::when;
use crate::calls::{CallRecord, EXCHANGES_KEPT, Exchange, Spent};
use crate::pages::frame::Frame;
use crate::pages::page;
use crate::state::{Core, Shared};

/// What was sent, or what was answered.
struct Side {
    headers: Vec<(String, String)>,
    body: Shown,
    size: String,
    /// Whether only the beginning is kept.
    cut: bool,
}

impl Side {
    fn of(headers: &[(String, String)], body: &str, bytes: usize) -> Side {
        let kind = headers.iter().find(|(name, _)| name == "content-type");
        let kind = kind.map_or("", |(_, kind)| kind.as_str());
        Side {
            headers: headers.to_vec(),
            body: pretty::body(kind, body),
            size: when::bytes(bytes),
            cut: body.len() > bytes || (body.len() < bytes && !kind.contains("form")),
        }
    }
}

/// A limit, and how far it was used after the call.
struct Meter {
    name: &'static str,
    used: u32,
    limit: u32,
    over: bool,
    until: String,
}

/// Everything that was sent and answered.
struct Whole {
    request: Side,
    answer: Side,
    /// The same fault as the door takes it.
    fault: String,
    user: String,
    meters: Vec<Meter>,
    curl: Result<curl::Command, &'static str>,
}

#[derive(Template)]
#[template(path = "developer/call.html")]
struct CallPage {
    frame: Frame,
    desk: Desk,
    number: u64,
    status: Status,
    method: String,
    root: String,
    path: String,
    parameters: Vec<(String, String)>,
    reason: String,
    fault: Option<String>,
    time: String,
    took: String,
    app: String,
    client: String,
    company: Option<(i32, String)>,
    older: Option<u64>,
    newer: Option<u64>,
    whole: Option<Whole>,
    kept: usize,
}

#[derive(Template)]
#[template(path = "developer/call_missing.html")]
struct MissingPage {
    frame: Frame,
    desk: Desk,
    number: u64,
}

/// The call.
pub(super) async fn show(State(shared): State<Shared>, Path(number): Path<u64>) -> Response {
    let core = shared.lock();
    let desk = Desk::new(&core, Section::Calls, &Told::default());
    let Some(record) = core.calls.record(number) else {
        let frame = frame(&core);
        let mut response = page(&MissingPage {
            frame,
            desk,
            number,
        });
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    };
    let (root, path) = split(&record.path);
    let (older, newer) = core.calls.neighbours(number);
    let name = |division: i32| {
        let company = core.books.company(division);
        company
            .map(|it| it.profile.name.clone())
            .unwrap_or_default()
    };
    let exchange = core.calls.exchange(number);
    page(&CallPage {
        frame: frame(&core),
        desk,
        number,
        status: Status::of(record.status),
        method: record.method.clone(),
        root: root.to_owned(),
        path: path.to_owned(),
        parameters: pretty::pairs(&record.query),
        reason: record.reason.clone(),
        fault: record.fault.clone(),
        time: when::moment(record.time),
        took: when::took(record.duration_us),
        app: app_name(&core, &record.client),
        client: record.client.clone(),
        company: record.division.map(|division| (division, name(division))),
        older,
        newer,
        whole: exchange.map(|(record, exchange)| whole(&core, record, exchange)),
        kept: EXCHANGES_KEPT,
    })
}

fn whole(core: &Core, record: &CallRecord, exchange: &Exchange) -> Whole {
    let user = exchange.user.and_then(|user| core.books.user(user));
    Whole {
        request: Side::of(
            &exchange.request_headers,
            &exchange.request,
            exchange.request_bytes,
        ),
        answer: Side::of(
            &exchange.answer_headers,
            &exchange.answer,
            exchange.answer_bytes,
        ),
        fault: exchange.fault.clone().unwrap_or_default(),
        user: user.map(|user| user.full_name.clone()).unwrap_or_default(),
        meters: exchange.spent.iter().map(meter).collect(),
        curl: curl::command(record, exchange),
    }
}

fn meter(spent: &Spent) -> Meter {
    let name = match spent.what {
        "minute" => "this minute",
        "day" => "this day",
        "errors" => "errors here within an hour",
        _ => "token calls today",
    };
    let over = match spent.what {
        "errors" => spent.used > spent.limit,
        _ => spent.used >= spent.limit,
    };
    let until = spent.until.map(|until| match spent.what {
        "errors" => format!("blocked until {}", when::moment(until)),
        _ => format!("new at {}", until.strftime("%H:%M")),
    });
    Meter {
        name,
        used: spent.used,
        limit: spent.limit,
        over,
        until: until.unwrap_or_default(),
    }
}
