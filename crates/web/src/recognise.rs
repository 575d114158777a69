//! Finds out who asks. Decides in one place what is open to strangers.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use http::header::ACCEPT_LANGUAGE;
use http::{HeaderValue, Method, StatusCode};
use i18n::Lang;
use office::Trouble;
use office::sessions::{self, Session};

use crate::app::App;
use crate::routes::{
    Asset, Healthz, Language, Password, Readyz, Route, SignIn, SignOut, with_query,
};
use crate::views::Notice;
use crate::visitor::Visitor;
use crate::{client, cookies, failures, shell};

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
