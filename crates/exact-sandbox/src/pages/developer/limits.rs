//! What is left of the limits, per app and company; errors per endpoint; token calls.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::Timestamp;

use super::calls::app_name;
use super::desk::{Desk, Section, Told, back, frame};
use super::when;
use crate::gate::TOKEN_CALLS_A_DAY;
use crate::pages::frame::Frame;
use crate::pages::page;
use crate::state::{Core, Shared};

/// Most rows of each table.
const MOST: usize = 200;

/// How much of a limit is used.
struct Gauge {
    used: u32,
    limit: u32,
    left: u32,
    /// From where on it is shown as nearly used up.
    high: u32,
}

impl Gauge {
    fn new(used: u32, limit: u32) -> Gauge {
        Gauge {
            used,
            limit,
            left: limit.saturating_sub(used),
            high: limit.saturating_sub(limit / 5),
        }
    }
}

struct CallsRow {
    app: String,
    company: String,
    minute: Gauge,
    day: Gauge,
}

struct ErrorsRow {
    app: String,
    user: String,
    company: String,
    endpoint: String,
    errors: Gauge,
    blocked: Option<String>,
}

struct TokensRow {
    app: String,
    user: String,
    calls: Gauge,
}

#[derive(Template)]
#[template(path = "developer/limits.html")]
struct LimitsPage {
    frame: Frame,
    desk: Desk,
    calls: Vec<CallsRow>,
    errors: Vec<ErrorsRow>,
    tokens: Vec<TokensRow>,
    minute_ends: String,
    day_ends: String,
    per_minute: u32,
    per_day: u32,
    error_limit: u32,
    token_limit: u32,
}

/// The page.
pub(super) async fn show(State(shared): State<Shared>, Query(told): Query<Told>) -> Response {
    let core = shared.lock();
    let now = core.now();
    let windows = core.limits.used(&(String::new(), 0), now);
    page(&LimitsPage {
        frame: frame(&core),
        desk: Desk::new(&core, Section::Limits, &told),
        calls: calls(&core, now),
        errors: errors(&core, now),
        tokens: tokens(&core, now),
        minute_ends: when::relative(windows.minute_end, now),
        day_ends: when::relative(windows.day_end, now),
        per_minute: core.switches.minute_limit,
        per_day: core.switches.day_limit,
        error_limit: core.switches.error_limit,
        token_limit: TOKEN_CALLS_A_DAY,
    })
}

/// Forgets every count.
pub(super) async fn forget(State(shared): State<Shared>) -> Response {
    shared.lock().limits.forget();
    back("/ontwikkelaar/limits", "counts-forgotten")
}

fn calls(core: &Core, now: Timestamp) -> Vec<CallsRow> {
    let limits = (core.switches.minute_limit, core.switches.day_limit);
    let left = core.limits.left(now, limits).into_iter();
    let row = |((client, division), minute, day): (&(String, i32), u32, u32)| CallsRow {
        app: app_name(core, client),
        company: company_name(core, *division),
        minute: Gauge::new(limits.0.saturating_sub(minute), limits.0),
        day: Gauge::new(limits.1.saturating_sub(day), limits.1),
    };
    left.take(MOST).map(row).collect()
}

fn errors(core: &Core, now: Timestamp) -> Vec<ErrorsRow> {
    let limit = core.switches.error_limit;
    let mut all = core.limits.errors(now);
    all.sort_by_key(|(_, count, until)| std::cmp::Reverse((until.is_some(), *count)));
    all.truncate(MOST);
    let row = |(key, count, until): (&crate::limits::ErrorKey, usize, Option<Timestamp>)| {
        let counted = u32::try_from(count).unwrap_or(u32::MAX);
        let used = if until.is_some() { limit } else { counted };
        ErrorsRow {
            app: app_name(core, &key.client),
            user: user_name(core, key.user),
            company: company_name(core, key.division),
            endpoint: key.endpoint.clone(),
            errors: Gauge::new(used, limit),
            blocked: until.map(|until| when::relative(until, now)),
        }
    };
    all.into_iter().map(row).collect()
}

fn tokens(core: &Core, now: Timestamp) -> Vec<TokensRow> {
    let today = core.gate.token_calls(now).into_iter();
    let row = |(client, user, count): (&str, uuid::Uuid, u32)| TokensRow {
        app: app_name(core, client),
        user: user_name(core, user),
        calls: Gauge::new(count, TOKEN_CALLS_A_DAY),
    };
    today.take(MOST).map(row).collect()
}

/// Name and number of a company, as far as they are known.
pub(super) fn company_name(core: &Core, division: i32) -> String {
    let company = core.books.company(division);
    match (company, division) {
        (Some(company), _) => format!("{} · {division}", company.profile.name),
        (None, 0) => "no company".to_owned(),
        (None, _) => division.to_string(),
    }
}

/// Name of a user; nothing when there is none.
pub(super) fn user_name(core: &Core, user: uuid::Uuid) -> String {
    let user = core.books.user(user);
    user.map(|user| user.full_name.clone()).unwrap_or_default()
}
