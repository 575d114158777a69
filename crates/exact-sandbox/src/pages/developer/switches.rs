//! Every switch, with what it does and what is known of the real service.

use askama::Template;
use axum::extract::{Query, RawForm, State};
use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value};

use super::desk::{Desk, Section, Told, back, frame};
use super::switch_words::{self, GROUPS, Words};
use crate::pages::frame::Frame;
use crate::pages::page;
use crate::pages::typed::Typed;
use crate::state::{Core, Shared};
use crate::switches::Switches;

/// A switch, or one of the dials of another page.
pub(super) struct Switch {
    pub(super) name: String,
    pub(super) does: &'static str,
    pub(super) known: &'static str,
    pub(super) value: String,
    pub(super) default: String,
    pub(super) mark: Mark,
    pub(super) kind: Kind,
}

/// How it differs from its default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Not,
    /// As for a demo on one machine.
    Demo,
    Changed,
}

/// How it is set.
pub(super) enum Kind {
    /// One of these, with how it is called and whether it is so now.
    Choice(Vec<(String, String, bool)>),
    Number,
    Text,
}

struct Group {
    name: &'static str,
    switches: Vec<Switch>,
}

#[derive(Template)]
#[template(path = "developer/switches.html")]
struct SwitchesPage {
    frame: Frame,
    desk: Desk,
    groups: Vec<Group>,
    changed: usize,
    demo: usize,
}

/// The page.
pub(super) async fn show(State(shared): State<Shared>, Query(told): Query<Told>) -> Response {
    switches_page(&shared.lock(), &told, None)
}

/// Sets the switches that the form names; the others stay.
pub(super) async fn set(State(shared): State<Shared>, RawForm(form): RawForm) -> Response {
    let mut core = shared.lock();
    let fields = Typed::parse(&form);
    match set_switches(&mut core, &fields) {
        Ok(()) => back("/ontwikkelaar/switches", "switches-set"),
        Err(problem) => refused(&core, problem),
    }
}

/// Sets all switches back to their defaults, or to those of a demo.
pub(super) async fn defaults(State(shared): State<Shared>, RawForm(form): RawForm) -> Response {
    let switches = match Typed::parse(&form).filled("of") {
        Some("demo") => Switches::demo(),
        _ => Switches::default(),
    };
    let mut core = shared.lock();
    match core.set_switches(switches) {
        Ok(()) => back("/ontwikkelaar/switches", "switches-default"),
        Err(error) => refused(&core, error.to_string()),
    }
}

/// Sets the switches that the form names, as the door does.
///
/// # Errors
/// In plain words, when a value is not one of its switch, or it cannot be written.
pub(super) fn set_switches(core: &mut Core, fields: &Typed) -> Result<(), String> {
    let present = members(&core.switches);
    let mut changes = Map::new();
    for (name, text) in fields.pairs() {
        let value = match present.get(name) {
            None => continue,
            Some(Value::Bool(_)) => text.parse().map(Value::Bool).ok(),
            Some(Value::Number(_)) => text.parse::<i64>().ok().map(Value::from),
            Some(_) => Some(Value::from(text)),
        };
        let value = value.ok_or_else(|| format!("{name} cannot be {text}."))?;
        changes.insert(name.to_owned(), value);
    }
    let switches = core
        .switches
        .changed(changes)
        .map_err(|error| error.to_string())?;
    core.set_switches(switches)
        .map_err(|error| error.to_string())
}

fn refused(core: &Core, problem: String) -> Response {
    let mut response = switches_page(core, &Told::default(), Some(problem));
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

fn switches_page(core: &Core, told: &Told, problem: Option<String>) -> Response {
    let mut groups: Vec<Group> = GROUPS
        .iter()
        .map(|(name, words)| Group {
            name,
            switches: words
                .iter()
                .filter_map(|it| switch(&core.switches, it.name))
                .collect(),
        })
        .collect();
    let present = members(&core.switches);
    let others = present
        .keys()
        .filter(|name| switch_words::of(name).is_none());
    let others: Vec<Switch> = others
        .filter_map(|name| switch(&core.switches, name))
        .collect();
    if !others.is_empty() {
        groups.push(Group {
            name: "Others",
            switches: others,
        });
    }
    let all = groups.iter().flat_map(|group| &group.switches);
    page(&SwitchesPage {
        frame: frame(core),
        desk: Desk {
            problem,
            ..Desk::new(core, Section::Switches, told)
        },
        changed: all.clone().filter(|it| it.mark == Mark::Changed).count(),
        demo: all.filter(|it| it.mark == Mark::Demo).count(),
        groups,
    })
}

/// One switch as it stands.
pub(super) fn switch(switches: &Switches, name: &str) -> Option<Switch> {
    let (present, default) = (members(switches), members(&Switches::default()));
    let value = present.get(name)?;
    let words = switch_words::of(name);
    Some(Switch {
        name: name.to_owned(),
        does: words.map_or("", |words| words.does),
        known: words.map_or("", |words| words.known),
        value: said(value),
        default: default.get(name).map(said).unwrap_or_default(),
        mark: mark(switches, name),
        kind: kind(value, words),
    })
}

/// How a switch differs from its default.
fn mark(switches: &Switches, name: &str) -> Mark {
    let of = |switches: &Switches| members(switches).remove(name);
    let present = of(switches);
    if present == of(&Switches::default()) {
        Mark::Not
    } else if present == of(&Switches::demo()) {
        Mark::Demo
    } else {
        Mark::Changed
    }
}

fn kind(value: &Value, words: Option<&Words>) -> Kind {
    let values = words.map(|words| words.values).unwrap_or_default();
    match value {
        Value::Bool(on) => Kind::Choice(vec![
            ("true".to_owned(), "on".to_owned(), *on),
            ("false".to_owned(), "off".to_owned(), !*on),
        ]),
        Value::Number(_) => Kind::Number,
        Value::String(here) if !values.is_empty() => {
            let choice = |it: &&str| ((*it).to_owned(), it.replace('_', " "), it == here);
            Kind::Choice(values.iter().map(choice).collect())
        }
        _ => Kind::Text,
    }
}

/// A value as it is said.
fn said(value: &Value) -> String {
    match value {
        Value::Bool(true) => "on".to_owned(),
        Value::Bool(false) => "off".to_owned(),
        Value::String(text) => text.replace('_', " "),
        other => other.to_string(),
    }
}

fn members(switches: &Switches) -> Map<String, Value> {
    match serde_json::to_value(switches) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}
