//! Apps, users and companies: who may come in. What `/_sandbox/access` can, as buttons; and apps of one's own.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Query, RawForm, State};
use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::apps::{self, AppCard, Draft};
use super::desk::{Desk, Section, Told, back, frame};
use super::limits::company_name;
use crate::admin::{AccessOrder, set_access};
use crate::gate::Shut;
use crate::pages::frame::Frame;
use crate::pages::page;
use crate::pages::typed::Typed;
use crate::state::{Core, Shared};

const HERE: &str = "/ontwikkelaar/access";

/// A state that a button changes.
struct Toggle {
    /// As the door calls it.
    set: &'static str,
    on: bool,
    /// What the button says when it is off, and when it is on.
    words: (&'static str, &'static str),
}

impl Toggle {
    /// How the state is called.
    fn name(&self) -> String {
        self.set.trim_start_matches("user_").replace('_', " ")
    }
}

struct UserRow {
    id: Uuid,
    name: String,
    user_name: String,
    companies: String,
    toggles: Vec<Toggle>,
}

struct CompanyRow {
    division: i32,
    name: String,
    toggles: Vec<Toggle>,
}

#[derive(Template)]
#[template(path = "developer/access.html")]
struct AccessPage {
    frame: Frame,
    desk: Desk,
    apps: Vec<AppCard>,
    areas: BTreeSet<&'static str>,
    users: Vec<UserRow>,
    companies: Vec<CompanyRow>,
    draft: Draft,
    https_redirects: bool,
}

/// The page.
pub(super) async fn show(State(shared): State<Shared>, Query(told): Query<Told>) -> Response {
    access_page(&shared.lock(), &told, Draft::default(), None)
}

/// Carries an order of the door out.
pub(super) async fn change(State(shared): State<Shared>, RawForm(form): RawForm) -> Response {
    let fields = Typed::parse(&form);
    let mut core = shared.lock();
    let changed = serde_json::from_value::<AccessOrder>(order(&fields))
        .map_err(|error| error.to_string())
        .and_then(|order| set_access(&mut core, order).map_err(|error| error.to_string()));
    match changed {
        Ok(()) if fields.filled("back") == Some("tokens") => {
            back("/ontwikkelaar/tokens", "access-changed")
        }
        Ok(()) => back(HERE, "access-changed"),
        Err(problem) => refused(&core, Draft::default(), problem),
    }
}

/// The order as the door takes it: `on` is a truth, `division` a number, `scope` a list.
fn order(fields: &Typed) -> Value {
    let mut order = Map::new();
    for (name, text) in fields.pairs() {
        let value = match name {
            "on" => json!(text == "true"),
            "division" => text.parse::<i32>().map_or(Value::Null, Value::from),
            "set" | "user" | "client_id" => json!(text),
            _ => continue,
        };
        order.insert(name.to_owned(), value);
    }
    if fields.filled("set") == Some("scopes") {
        let only = fields.filled("all").is_none();
        let scopes = only.then(|| fields.all("scope").collect::<Vec<_>>());
        order.insert("scopes".to_owned(), json!(scopes));
    }
    Value::Object(order)
}

/// The page with the form as it was typed, and why it was not carried out.
pub(super) fn refused(core: &Core, draft: Draft, problem: String) -> Response {
    let mut response = access_page(core, &Told::default(), draft, Some(problem));
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

fn access_page(core: &Core, told: &Told, draft: Draft, problem: Option<String>) -> Response {
    page(&AccessPage {
        frame: frame(core),
        desk: Desk {
            problem,
            ..Desk::new(core, Section::Access, told)
        },
        apps: apps::cards(core),
        areas: crate::api::scopes(),
        users: users(core),
        companies: companies(core),
        draft,
        https_redirects: core.switches.https_redirects,
    })
}

fn users(core: &Core) -> Vec<UserRow> {
    let row = |user: &crate::books::User| UserRow {
        id: user.id,
        name: user.full_name.clone(),
        user_name: user.user_name.clone(),
        companies: names(core, &user.divisions),
        toggles: vec![
            Toggle {
                set: "user_blocked",
                on: core.gate.shut.contains(&Shut::User(user.id)),
                words: ("Block", "Unblock"),
            },
            Toggle {
                set: "user_inactive",
                on: user.inactive,
                words: ("Deactivate", "Activate"),
            },
        ],
    };
    core.books.users.iter().map(row).collect()
}

fn companies(core: &Core) -> Vec<CompanyRow> {
    let row = |company: &crate::books::Company| {
        let (division, licence) = (company.profile.division, company.profile.licence);
        let toggle = |set, what: Shut, words| Toggle {
            set,
            on: core.gate.shut.contains(&what),
            words,
        };
        CompanyRow {
            division,
            name: company.profile.name.clone(),
            toggles: vec![
                toggle(
                    "division_blocked",
                    Shut::Division(division),
                    ("Block the company", "Unblock the company"),
                ),
                toggle(
                    "licence_expired",
                    Shut::Licence(licence),
                    ("Let the licence expire", "Renew the licence"),
                ),
                toggle(
                    "customer_blocked",
                    Shut::Customer(licence),
                    ("Block the customer", "Unblock the customer"),
                ),
            ],
        }
    };
    let companies = core.books.companies.values();
    companies.map(|company| row(company)).collect()
}

/// Names and numbers of companies, in one line.
pub(super) fn names(core: &Core, divisions: &[i32]) -> String {
    let names = divisions
        .iter()
        .map(|division| company_name(core, *division));
    names.collect::<Vec<_>>().join(", ")
}
