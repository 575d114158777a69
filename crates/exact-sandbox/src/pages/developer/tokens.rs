//! Token chains, and a token by hand for whoever works with curl.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::Timestamp;
use uuid::Uuid;

use super::access::names;
use super::calls::app_name;
use super::desk::{Desk, Section, Told, frame};
use super::limits::user_name;
use super::when;
use crate::gate::ChainView;
use crate::pages::choice::Choice;
use crate::pages::frame::Frame;
use crate::pages::page;
use crate::state::{Core, Shared};

/// Most chains on the page; the newest are shown.
const MOST: usize = 100;

struct Chain {
    app: String,
    user: String,
    user_id: Uuid,
    companies: String,
    issued: String,
    /// From when on it may be refreshed.
    refresh: String,
    access: String,
    access_ended: bool,
    until: String,
    ended: bool,
    broken: bool,
    tail: String,
}

/// A token that was just given.
pub(super) struct Given {
    pub(super) token: String,
    pub(super) app: String,
    pub(super) user: String,
    pub(super) companies: String,
    /// A call that works with it.
    pub(super) example: String,
}

#[derive(Template)]
#[template(path = "developer/tokens.html")]
struct TokensPage {
    frame: Frame,
    desk: Desk,
    given: Option<Given>,
    apps: Vec<Choice>,
    users: Vec<Choice>,
    companies: Vec<Choice>,
    chains: Vec<Chain>,
    left_out: usize,
}

/// The page.
pub(super) async fn show(State(shared): State<Shared>, Query(told): Query<Told>) -> Response {
    tokens_page(&shared.lock(), &told, None, None)
}

/// The page with a token that was just given, or with why none was.
pub(super) fn tokens_page(
    core: &Core,
    told: &Told,
    given: Option<Given>,
    problem: Option<String>,
) -> Response {
    let now = core.now();
    let mut chains = core.gate.chain_views();
    // Those that live first; each group with the newest first.
    chains.sort_by_key(|chain| chain.broken || chain.refresh_until <= now);
    let left_out = chains.len().saturating_sub(MOST);
    chains.truncate(MOST);
    let choice = |value: String, name: &str| Choice::new(value, name, "");
    let apps = core.gate.apps.iter();
    let users = core.books.users.iter();
    let companies = core.books.companies.values().map(|it| &it.profile);
    page(&TokensPage {
        frame: frame(core),
        desk: Desk {
            problem,
            ..Desk::new(core, Section::Tokens, told)
        },
        given,
        apps: apps
            .map(|it| choice(it.client_id.clone(), &it.name))
            .collect(),
        users: users
            .map(|it| choice(it.id.to_string(), &it.full_name))
            .collect(),
        companies: companies
            .map(|it| choice(it.division.to_string(), &it.name))
            .collect(),
        chains: chains.into_iter().map(|it| chain(core, it, now)).collect(),
        left_out,
    })
}

fn chain(core: &Core, it: ChainView, now: Timestamp) -> Chain {
    Chain {
        app: app_name(core, &it.client),
        user: user_name(core, it.user),
        user_id: it.user,
        companies: names(core, &it.divisions),
        issued: when::short(it.issued, now),
        refresh: if it.refresh_from <= now {
            "now".to_owned()
        } else {
            when::relative(it.refresh_from, now)
        },
        access: when::relative(it.access_until, now),
        access_ended: it.access_until <= now,
        until: when::relative(it.refresh_until, now),
        ended: it.refresh_until <= now,
        broken: it.broken,
        tail: it.refresh_tail,
    }
}
