//! What the developer's pages share: their own navigation with what stands out, the clock, and what was just done.

use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::when;
use crate::pages::frame::{Frame, Part};
use crate::state::Core;
use crate::switches::Switches;

/// The pages, in the order of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Overview,
    Calls,
    Limits,
    Tokens,
    Access,
    Webhooks,
    Faults,
    Switches,
    Clock,
}

/// An item of the navigation.
pub(super) struct Item {
    pub(super) name: &'static str,
    pub(super) href: &'static str,
    pub(super) here: bool,
    /// What stands out there, such as the number of faults that wait.
    pub(super) badge: String,
}

/// Around every page of the developer.
pub(super) struct Desk {
    pub(super) items: Vec<Item>,
    pub(super) now: String,
    /// How the clock differs from the real one; empty when it does not.
    pub(super) clock: String,
    pub(super) stopped: bool,
    /// What was just done.
    pub(super) notice: Option<&'static str>,
    /// Why it was not done.
    pub(super) problem: Option<String>,
}

/// What a page is told of the form that led to it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Told {
    pub(super) done: Option<String>,
}

/// What can have been done, as it stands in an address and as it is said.
const NOTICES: &[(&str, &str)] = &[
    ("calls-cleared", "The log is empty."),
    ("app-changed", "The app is kept."),
    ("access-changed", "The access is changed."),
    ("clock-set", "The clock is set."),
    ("switches-set", "The switches are set."),
    ("switches-default", "All switches are set back."),
    ("counts-forgotten", "The counts are forgotten."),
    (
        "delivery-again",
        "The notification is on its way once more.",
    ),
    ("fault-ordered", "The fault is ordered."),
    ("fault-taken-back", "The fault is taken back."),
    ("faults-taken-back", "All faults are taken back."),
];

impl Desk {
    /// Around a page.
    pub(super) fn new(core: &Core, here: Section, told: &Told) -> Desk {
        let waiting = core.faults.waiting().len();
        let changed = changed(&core.switches);
        let badge = |count: usize| match count {
            0 => String::new(),
            count => count.to_string(),
        };
        let item = |section: Section, name, href, badge| Item {
            name,
            href,
            here: section == here,
            badge,
        };
        let none = String::new;
        let waiting_hooks = core.hooks.deliveries().waiting_count();
        let items = vec![
            item(Section::Overview, "Overview", "/ontwikkelaar", none()),
            item(Section::Calls, "API log", "/ontwikkelaar/calls", none()),
            item(Section::Limits, "Limits", "/ontwikkelaar/limits", none()),
            item(Section::Tokens, "Tokens", "/ontwikkelaar/tokens", none()),
            item(
                Section::Access,
                "Apps and access",
                "/ontwikkelaar/access",
                none(),
            ),
            item(
                Section::Webhooks,
                "Webhooks",
                "/ontwikkelaar/webhooks",
                badge(waiting_hooks),
            ),
            item(
                Section::Faults,
                "Faults",
                "/ontwikkelaar/faults",
                badge(waiting),
            ),
            item(
                Section::Switches,
                "Switches",
                "/ontwikkelaar/switches",
                badge(changed),
            ),
            item(Section::Clock, "Clock", "/ontwikkelaar/clock", none()),
        ];
        let ahead = core.offset_ms();
        Desk {
            items,
            now: when::moment(core.now()),
            clock: match (core.is_stopped(), ahead) {
                (true, _) => "stopped".to_owned(),
                (false, 0) => String::new(),
                (false, ahead) => format!("{} ahead", when::span(ahead)),
            },
            stopped: core.is_stopped(),
            notice: told.notice(),
            problem: None,
        }
    }
}

impl Told {
    fn notice(&self) -> Option<&'static str> {
        let done = self.done.as_deref()?;
        let known = NOTICES.iter().find(|(key, _)| *key == done);
        known.map(|(_, text)| *text)
    }
}

/// The frame around the developer's pages.
pub(super) fn frame(core: &Core) -> Frame {
    Frame::new(&core.books, None, Part::Developer)
}

/// How many switches are neither as they are by default, nor as a demo has them.
fn changed(switches: &Switches) -> usize {
    let of = |switches: &Switches| serde_json::to_value(switches).unwrap_or_default();
    let (present, default, demo) = (
        of(switches),
        of(&Switches::default()),
        of(&Switches::demo()),
    );
    let members = present.as_object().into_iter().flatten();
    members
        .filter(|(name, value)| ![default.get(name), demo.get(name)].contains(&Some(value)))
        .count()
}

/// Leads back to a page after a form was carried out; `done` is a key of what is said there.
pub(super) fn back(page: &str, done: &str) -> Response {
    let joint = if page.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{page}{joint}done={done}")).into_response()
}
