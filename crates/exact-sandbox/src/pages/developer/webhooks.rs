//! Webhooks: who subscribed to what, the deliveries, and the dials of loss, delay, doubles and order.

use askama::Template;
use axum::extract::{Query, RawForm, State};
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;

use super::calls::app_name;
use super::desk::{Desk, Section, Told, back, frame};
use super::limits::{company_name, user_name};
use super::switches::{Kind, Mark, Switch, set_switches, switch};
use super::when;
use crate::hooks::{Delivery, DeliveryState, Subscription};
use crate::pages::choice::Choice;
use crate::pages::frame::Frame;
use crate::pages::page;
use crate::pages::typed::Typed;
use crate::state::{Core, Shared};

/// Deliveries on a page.
const ON_A_PAGE: usize = 50;
/// Most subscriptions on the page.
const MOST: usize = 100;

/// The switches that are about webhooks.
const DIALS: [&str; 6] = [
    "webhook_delay_ms",
    "webhook_lose_percent",
    "webhook_duplicate_percent",
    "webhook_reorder_percent",
    "webhook_lines",
    "callback_rule",
];

struct Subscribed {
    topic: String,
    callback: String,
    app: String,
    user: String,
    company: String,
    created: String,
}

/// How a delivery stands, and the class in which it is coloured.
pub(super) struct Standing {
    pub(super) text: &'static str,
    pub(super) class: &'static str,
}

struct Row {
    id: u64,
    standing: Standing,
    topic: String,
    action: String,
    company: i32,
    callback: String,
    last: String,
    tries: usize,
    next: Option<String>,
    copy: bool,
    time: String,
}

#[derive(Template)]
#[template(path = "developer/webhooks.html")]
struct WebhooksPage {
    frame: Frame,
    desk: Desk,
    subscriptions: Vec<Subscribed>,
    subscriptions_left_out: usize,
    dials: Vec<Switch>,
    rows: Vec<Row>,
    found: String,
    states: Vec<Choice>,
    state: String,
    older: Option<u64>,
    later: bool,
}

/// Which deliveries.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ask {
    state: String,
    /// Only those before this one.
    before: Option<u64>,
    done: Option<String>,
}

const STATES: &[(&str, &str, Option<DeliveryState>)] = &[
    ("", "All", None),
    ("waiting", "Waiting", Some(DeliveryState::Waiting)),
    ("delivered", "Delivered", Some(DeliveryState::Delivered)),
    ("given_up", "Given up", Some(DeliveryState::GivenUp)),
    ("lost", "Lost", Some(DeliveryState::Lost)),
];

/// The page.
pub(super) async fn show(State(shared): State<Shared>, Query(ask): Query<Ask>) -> Response {
    webhooks_page(&shared.lock(), &ask, None)
}

/// Sets the dials, which are switches.
pub(super) async fn dial(State(shared): State<Shared>, RawForm(form): RawForm) -> Response {
    let mut core = shared.lock();
    match set_switches(&mut core, &Typed::parse(&form)) {
        Ok(()) => back("/ontwikkelaar/webhooks", "switches-set"),
        Err(problem) => {
            let mut response = webhooks_page(&core, &Ask::default(), Some(problem));
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            response
        }
    }
}

fn webhooks_page(core: &Core, ask: &Ask, problem: Option<String>) -> Response {
    let now = core.now();
    let wanted = STATES.iter().find(|(value, _, _)| *value == ask.state);
    let wanted = wanted.and_then(|(_, _, state)| *state);
    let all = core.hooks.deliveries();
    let mut found = all.newest(wanted, ask.before);
    let deliveries: Vec<&Delivery> = found.by_ref().take(ON_A_PAGE).collect();
    let more = found.next().is_some();
    let subscriptions: Vec<&Subscription> = core.hooks.subscriptions().collect();
    let told = Told {
        done: ask.done.clone(),
    };
    let states = STATES.iter();
    let states = states.map(|(value, name, _)| Choice::new(*value, *name, &ask.state));
    page(&WebhooksPage {
        frame: frame(core),
        desk: Desk {
            problem,
            ..Desk::new(core, Section::Webhooks, &told)
        },
        subscriptions_left_out: subscriptions.len().saturating_sub(MOST),
        subscriptions: subscriptions
            .into_iter()
            .take(MOST)
            .map(|it| subscribed(core, it, now))
            .collect(),
        dials: DIALS
            .iter()
            .filter_map(|name| switch(&core.switches, name))
            .collect(),
        older: deliveries.last().filter(|_| more).map(|it| it.id),
        rows: deliveries.into_iter().map(|it| row(it, now)).collect(),
        found: when::count(all.count(wanted)),
        states: states.collect(),
        state: ask.state.clone(),
        later: ask.before.is_some(),
    })
}

fn subscribed(core: &Core, it: &Subscription, now: Timestamp) -> Subscribed {
    Subscribed {
        topic: it.topic.clone(),
        callback: it.callback.clone(),
        app: app_name(core, &it.client),
        user: user_name(core, it.user),
        company: company_name(core, it.division),
        created: when::short(it.created, now),
    }
}

fn row(it: &Delivery, now: Timestamp) -> Row {
    Row {
        id: it.id,
        standing: standing(it),
        topic: it.topic.clone(),
        action: it.action.clone(),
        company: it.division,
        callback: it.callback.clone(),
        last: it
            .attempts
            .last()
            .map(|last| heard(last.status))
            .unwrap_or_default(),
        tries: it.attempts.len(),
        next: (it.state == DeliveryState::Waiting).then(|| when::relative(it.due, now)),
        copy: it.copy,
        time: when::short(it.created, now),
    }
}

/// How a delivery stands.
pub(super) fn standing(it: &Delivery) -> Standing {
    let (text, class) = match it.state {
        DeliveryState::Waiting if it.attempts.is_empty() => ("waiting", "moved"),
        DeliveryState::Waiting => ("retrying", "refused"),
        DeliveryState::Delivered => ("delivered", "fine"),
        DeliveryState::GivenUp => ("given up", "broken"),
        DeliveryState::Lost => ("lost", "cut"),
    };
    Standing { text, class }
}

/// What an address answered, in short.
pub(super) fn heard(status: Option<u16>) -> String {
    status.map_or_else(|| "no answer".to_owned(), |status| status.to_string())
}
