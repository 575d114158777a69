//! Who asks: the session behind the cookie, the language, the notice that waits. Decides in one place
//! what is open to strangers.

use std::net::IpAddr;

use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use http::header::ACCEPT_LANGUAGE;
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};
use i18n::Lang;
use office::sessions::{self, Knock, Session};
use office::{Actor, Trouble};

use crate::app::App;
use crate::error::WebError;
use crate::routes::{
    Asset, Healthz, Language, Password, Readyz, Route, SignIn, SignOut, with_query,
};
use crate::views::{Alarm, Notice};
use crate::{client, cookies, failures, shell};

/// Who asks, known before any handler runs.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub(crate) lang: Lang,
    pub(crate) session: Option<Session>,
    pub(crate) address: String,
    pub(crate) notice: Option<Notice>,
    /// What everyone who is signed in has to know before anything else.
    pub(crate) alarm: Option<Alarm>,
    /// Why nothing can be stored now; told to those who are signed in.
    pub(crate) trouble: Option<Trouble>,
    /// Where the request comes from.
    from: Option<IpAddr>,
}

impl Visitor {
    /// Where a password comes from, with what this browser has kept.
    pub(crate) fn knock<'a>(&self, jar: &'a CookieJar) -> Knock<'a> {
        let kept = |name| jar.get(name).map(Cookie::value);
        Knock {
            address: self.from,
            device: kept(cookies::DEVICE),
            session: kept(cookies::SESSION),
        }
    }
}

/// Somebody who is signed in; handlers of every page but the open ones take this.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) actor: Actor,
    pub(crate) lang: Lang,
    pub(crate) one_time: bool,
    pub(crate) visitor: Visitor,
}

/// Finds out who asks, and turns strangers away from everything that is not open to them.
pub(crate) async fn recognise(
    State(app): State<App>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let stranger = Visitor {
        lang: language(&request, &jar, None),
        session: None,
        address: address(&request),
        notice: None,
        alarm: None,
        trouble: None,
        from: client::address(
            request.extensions(),
            request.headers(),
            &app.settings.proxies,
        ),
    };
    let session = match jar.get(cookies::SESSION) {
        Some(cookie) => match sessions::resume(&app.office, cookie.value()).await {
            Ok(session) => session,
            Err(error) => {
                let method = request.method().as_str();
                return failures::answer(&app, &stranger, &error.into(), method);
            }
        },
        None => None,
    };
    if let Some(away) = turned_away(&request, &path, session.as_ref()) {
        return away;
    }
    let notice = jar.get(cookies::NOTICE).and_then(|cookie| {
        Notice::ALL
            .into_iter()
            .find(|notice| notice.as_str() == cookie.value())
    });
    let shown = notice.is_some()
        && request.method() == Method::GET
        && !is_fragment(&request)
        && !is_asset(&path);
    let lang = language(&request, &jar, session.as_ref());
    let alarm = match &session {
        Some(session) if !is_fragment(&request) && !is_asset(&path) => {
            shell::alarm(&app, &session.actor, lang).await
        }
        _ => None,
    };
    let visitor = Visitor {
        lang,
        trouble: trouble(&app, session.as_ref()).await,
        session,
        alarm,
        notice,
        ..stranger
    };
    request.extensions_mut().insert(visitor);
    let response = next.run(request).await;
    if shown && response.status() == StatusCode::OK {
        return (
            CookieJar::new().add(cookies::forget(cookies::NOTICE)),
            response,
        )
            .into_response();
    }
    response
}

/// What everybody who works here has to know of the database. A lock passes by itself.
async fn trouble(app: &App, session: Option<&Session>) -> Option<Trouble> {
    session?;
    let condition = app.office.db.condition().await;
    condition.err().filter(|trouble| trouble.forbids_writing())
}

/// The answer to somebody who may not be here (yet); `None` when they may.
fn turned_away(request: &Request, path: &str, session: Option<&Session>) -> Option<Response> {
    let open = [SignIn::PATH, Healthz::PATH, Readyz::PATH].contains(&path)
        || is_asset(path)
        || is_language(path);
    match session {
        _ if open => None,
        Some(session)
            if session.must_change_password && ![Password::PATH, SignOut::PATH].contains(&path) =>
        {
            Some(sent_to(request, &Password.to_string()))
        }
        Some(_) => None,
        None => {
            let back = if request.method() == Method::GET {
                address(request)
            } else {
                String::new()
            };
            Some(sent_to(request, &with_query(SignIn, &[("then", &back)])))
        }
    }
}

/// A redirect of the whole page, also when only a part of it was asked for.
fn sent_to(request: &Request, address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(value) if is_fragment(request) => {
            (StatusCode::UNAUTHORIZED, [("HX-Redirect", value)]).into_response()
        }
        _ => Redirect::to(address).into_response(),
    }
}

fn is_fragment(request: &Request) -> bool {
    request.headers().contains_key("HX-Request")
}

fn is_asset(path: &str) -> bool {
    Asset::PATH
        .split('{')
        .next()
        .is_some_and(|before| path.starts_with(before))
}

fn is_language(path: &str) -> bool {
    Language::PATH
        .split('{')
        .next()
        .is_some_and(|before| path.starts_with(before))
}

fn address(request: &Request) -> String {
    request
        .uri()
        .path_and_query()
        .map_or_else(String::new, ToString::to_string)
}

/// The language that was chosen here, else the person's, else the browser's, else Dutch.
fn language(request: &Request, jar: &CookieJar, session: Option<&Session>) -> Lang {
    let chosen = jar
        .get(cookies::LANGUAGE)
        .and_then(|cookie| cookie.value().parse().ok());
    let own = || session.and_then(|session| session.actor.language.as_str().parse().ok());
    let browser = || {
        let header = request.headers().get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        Some(Lang::from_accept_language(header))
    };
    chosen.or_else(own).or_else(browser).unwrap_or_default()
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, WebError> {
        parts
            .extensions
            .get::<Visitor>()
            .cloned()
            .ok_or(WebError::NotFound)
    }
}

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        let session = visitor.session.clone().ok_or(WebError::NotFound)?;
        Ok(Self {
            actor: session.actor,
            lang: visitor.lang,
            one_time: session.must_change_password,
            visitor,
        })
    }
}
