//! The sandbox's clock: where it stands, how it is moved, and what waits for its time.

use askama::Template;
use axum::extract::{Query, RawForm, State};
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::calls::app_name;
use super::desk::{Desk, Section, Told, back, frame};
use super::limits::user_name;
use super::when;
use crate::admin::ClockOrder;
use crate::pages::frame::Frame;
use crate::pages::page;
use crate::pages::typed::Typed;
use crate::state::{Core, Shared};

/// Most rows of what waits; the nearest are shown.
const MOST: usize = 100;

struct Event {
    /// As the door takes it.
    at: String,
    moment: String,
    relative: String,
    what: String,
    kind: &'static str,
}

struct Step {
    ms: i64,
    name: &'static str,
}

#[derive(Template)]
#[template(path = "developer/clock.html")]
struct ClockPage {
    frame: Frame,
    desk: Desk,
    day: String,
    time: String,
    steps: Vec<Step>,
    /// The moment in the field.
    to: String,
    events: Vec<Event>,
    left_out: usize,
}

const STEPS: &[(i64, &str)] = &[
    (60_000, "1 min"),
    (600_000, "10 min"),
    (3_600_000, "1 h"),
    (86_400_000, "1 day"),
    (2_592_000_000, "30 days"),
];

/// The page.
pub(super) async fn show(State(shared): State<Shared>, Query(told): Query<Told>) -> Response {
    clock_page(&shared.lock(), &told, None, None)
}

/// Moves, stops or starts the clock, as the door does.
pub(super) async fn change(State(shared): State<Shared>, RawForm(form): RawForm) -> Response {
    let mut core = shared.lock();
    let fields = Typed::parse(&form);
    let refused = |core: &Core, text: &str| {
        let typed = fields.filled("to").map(str::to_owned);
        let mut response = clock_page(core, &Told::default(), Some(text.to_owned()), typed);
        *response.status_mut() = http::StatusCode::UNPROCESSABLE_ENTITY;
        response
    };
    let Some(order) = order(&fields) else {
        return refused(
            &core,
            "That is no moment: write it as 2026-12-01T08:00, in UTC.",
        );
    };
    if let Err(why) = order.check(core.now()) {
        return refused(&core, &format!("No: {why}."));
    }
    match order.carry_out(&mut core) {
        Ok(()) => back("/ontwikkelaar/clock", "clock-set"),
        Err(error) => refused(&core, &error.to_string()),
    }
}

fn order(fields: &Typed) -> Option<ClockOrder> {
    let to = match fields.filled("to") {
        Some(text) => Some(moment(text)?),
        None => None,
    };
    let advance_ms = match fields.filled("advance_ms") {
        Some(text) => Some(text.parse().ok()?),
        None => None,
    };
    let stopped = fields.filled("stopped").map(|text| text == "true");
    Some(ClockOrder {
        stopped,
        to,
        advance_ms,
    })
}

/// A moment with its zone, or as a field of a form gives it: in UTC then.
fn moment(text: &str) -> Option<Timestamp> {
    let zoned = text.parse::<Timestamp>().ok();
    zoned.or_else(|| {
        let civil = text.parse::<DateTime>().ok()?;
        TimeZone::UTC.to_timestamp(civil).ok()
    })
}

fn clock_page(
    core: &Core,
    told: &Told,
    problem: Option<String>,
    typed: Option<String>,
) -> Response {
    let now = core.now();
    let (events, left_out) = events(core, now);
    page(&ClockPage {
        frame: frame(core),
        desk: Desk {
            problem,
            ..Desk::new(core, Section::Clock, told)
        },
        day: now.strftime("%A %-d %B %Y").to_string(),
        time: now.strftime("%H:%M:%S").to_string(),
        steps: STEPS
            .iter()
            .map(|(ms, name)| Step { ms: *ms, name })
            .collect(),
        to: typed.unwrap_or_else(|| now.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
        events,
        left_out,
    })
}

/// What waits for its time, the nearest first, and how much more there is.
fn events(core: &Core, now: Timestamp) -> (Vec<Event>, usize) {
    let mut all: Vec<(Timestamp, &'static str, String)> = Vec::new();
    let late = core.late.iter();
    let late = late.map(|it| {
        (
            it.due,
            "late effect",
            format!("{} {}", it.method, it.target),
        )
    });
    all.extend(late);
    let deliveries = core.hooks.deliveries();
    let far = deliveries.waiting_count().saturating_sub(MOST);
    let tries = deliveries.waiting().take(MOST).map(|it| {
        let tried = it.attempts.len() + 1;
        let what = format!("{} {} to {}, try {tried}", it.topic, it.action, it.callback);
        (it.due, "webhook", what)
    });
    all.extend(tries);
    for chain in core.gate.chain_views().iter().filter(|it| !it.broken) {
        let whose = format!(
            "{} for {}",
            app_name(core, &chain.client),
            user_name(core, chain.user)
        );
        all.push((
            chain.refresh_from,
            "token",
            format!("{whose}: may be refreshed"),
        ));
        all.push((
            chain.access_until,
            "token",
            format!("{whose}: access token ends"),
        ));
        all.push((
            chain.refresh_until,
            "token",
            format!("{whose}: refresh token ends when unused"),
        ));
    }
    for (key, _, until) in core.limits.errors(now) {
        let what = format!(
            "{} on {}: block ends",
            app_name(core, &key.client),
            key.endpoint
        );
        all.extend(until.map(|until| (until, "limit", what)));
    }
    all.retain(|(at, _, _)| *at >= now);
    all.sort_by_key(|(at, _, _)| *at);
    let left_out = far + all.len().saturating_sub(MOST);
    all.truncate(MOST);
    let event = |(at, kind, what): (Timestamp, &'static str, String)| Event {
        at: at.to_string(),
        moment: when::short(at, now),
        relative: when::relative(at, now),
        what,
        kind,
    };
    (all.into_iter().map(event).collect(), left_out)
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn a_moment_with_and_without_a_zone() {
        let wanted = "2026-12-01T08:00:00Z".parse().unwrap();
        assert_eq!(moment("2026-12-01T08:00"), Some(wanted));
        assert_eq!(moment("2026-12-01T08:00:00"), Some(wanted));
        assert_eq!(moment("2026-12-01T09:00:00+01:00"), Some(wanted));
        assert_eq!(moment("tomorrow"), None);
    }
}
