//! The frame of a real page, and the ways in which a handler answers.

use askama::Template;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use http::header::CACHE_CONTROL;
use http::{HeaderValue, StatusCode};
use i18n::Lang;
use i18n_embed_fl::fl;
use link::connect::ConnectionState;
use link::installation;
use office::{Actor, Right, Role, options};

use crate::app::App;
use crate::cookies;
use crate::error::WebError;
use crate::views::{Alarm, Frame, LinkChip, Menu, Notice, Problem, Who};
use crate::visitor::{SignedIn, Visitor};

/// The frame of a page for somebody who is signed in.
pub(crate) async fn frame(app: &App, signed_in: &SignedIn, here: Menu) -> Result<Frame, WebError> {
    let link = link_chip(app, &signed_in.actor).await?;
    Ok(Frame {
        link,
        ..plain_frame(&signed_in.visitor, here)
    })
}

/// The frame without the state of the link: for failures, where nothing more may fail.
pub(crate) fn plain_frame(visitor: &Visitor, here: Menu) -> Frame {
    let who = visitor
        .session
        .as_ref()
        .map(|session| who(&session.actor, visitor.lang));
    Frame {
        who,
        here,
        notice: visitor.notice,
        trouble: visitor.trouble,
        alarm: visitor.alarm.clone(),
        ..Frame::anonymous(visitor.lang, visitor.address.clone())
    }
}

fn who(actor: &Actor, lang: Lang) -> Who {
    let l = i18n::texts(lang);
    let role = match actor.role {
        Role::Administrator => fl!(l, "role-administrator"),
        Role::Bookkeeper => fl!(l, "role-bookkeeper"),
        Role::Office => fl!(l, "role-office"),
    };
    Who {
        name: actor.name.clone(),
        role,
        options: may_see_options(actor),
        locations: may_see_locations(actor),
    }
}

/// What stands at the top of every page, for whoever is signed in. While the database fails, the page says so itself.
pub(crate) async fn alarm(app: &App, actor: &Actor, lang: Lang) -> Option<Alarm> {
    let may_decide = actor.may(Right::Connect);
    match link::installation::alarm(&app.link).await.ok()?? {
        installation::Alarm::Paused(refusal) => {
            Some(Alarm::paused(lang, Problem::of(lang, &refusal), may_decide))
        }
        installation::Alarm::GoesOn(refusal) => Some(Alarm::goes_on(
            lang,
            Problem::of(lang, &refusal),
            may_decide,
        )),
    }
}

/// Who sees *Systeem → Opties*: whoever may change any of it.
pub(crate) fn may_see_options(actor: &Actor) -> bool {
    [Right::EditOptions, Right::Connect, Right::MapVat]
        .into_iter()
        .any(|right| actor.may(right))
}

/// Who sees *Beheer → Locatie*: whoever sets up locations or the books they go to.
pub(crate) fn may_see_locations(actor: &Actor) -> bool {
    actor.may(Right::EditLocations) || actor.may(Right::MapVat)
}

/// Whether Exact Online is the chosen accounting package.
pub(crate) async fn exact_chosen(app: &App, actor: &Actor) -> Result<bool, WebError> {
    let package = options::get(&app.office, actor, &options::ACCOUNTING_PACKAGE).await?;
    Ok(package == options::EXACT_ONLINE)
}

async fn link_chip(app: &App, actor: &Actor) -> Result<LinkChip, WebError> {
    if !exact_chosen(app, actor).await? {
        return Ok(LinkChip::Hidden);
    }
    let connections = link::connect::status(&app.link, actor).await?;
    Ok(if connections.is_empty() {
        LinkChip::NotConnected
    } else if connections
        .iter()
        .any(|one| one.state == ConnectionState::ReconnectNeeded)
    {
        LinkChip::ReconnectNeeded
    } else {
        LinkChip::Connected
    })
}

/// A page. It is never kept by browsers: the next person at the desk must not find it.
pub(crate) fn page(page: &impl Template) -> Result<Response, WebError> {
    page_as(StatusCode::OK, page)
}

/// A page with a status: 422 when the form in it was refused.
pub(crate) fn page_as(status: StatusCode, page: &impl Template) -> Result<Response, WebError> {
    let no_store = [(CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((status, no_store, Html(page.render()?)).into_response())
}

/// Back to a page after something was done, with what it says about it.
pub(crate) fn done(app: &App, to: impl std::fmt::Display, notice: Notice) -> Response {
    let jar = CookieJar::new().add(cookies::notice(&app.settings, notice));
    (jar, Redirect::to(&to.to_string())).into_response()
}
