//! `/api/oauth2/auth`: who signs in, and which companies he lets the app into (facts 1.2).
//!
//! For scripts: a `POST /api/oauth2/auth` with `client_id`, `redirect_uri`, `state`, `user` (key or user name),
//! `division` (repeated) and `decision=allow|deny` answers 303 with the redirect that a browser would follow.

use askama::Template;
use axum::extract::{RawForm, RawQuery, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use http::StatusCode;
use uuid::Uuid;

use super::page::{CompanyChoice, ConsentPage, ErrorPage, SignInPage, UserChoice};
use crate::books::User;
use crate::gate::{App, Consent, Event};
use crate::hooks::is_public_https;
use crate::state::{Core, Shared};

/// Name of the cookie that stands for Exact's browser session; not one that another program on the host would use.
const COOKIE: &str = "exact_sandbox_user";

/// What the app asks for.
#[derive(Clone, Debug, Default)]
struct Ask {
    client: String,
    redirect: String,
    response_type: String,
    state: Option<String>,
    force_login: bool,
    user: String,
    divisions: Vec<i32>,
    allow: bool,
}

impl Ask {
    fn parse(text: &[u8]) -> Ask {
        let mut ask = Ask::default();
        for (name, value) in url::form_urlencoded::parse(text) {
            match &*name {
                "client_id" => ask.client = value.into_owned(),
                "redirect_uri" => ask.redirect = value.into_owned(),
                "response_type" => ask.response_type = value.into_owned(),
                "state" => ask.state = Some(value.into_owned()),
                "force_login" => ask.force_login = value == "1",
                "user" => ask.user = value.into_owned(),
                "division" => ask.divisions.extend(value.parse::<i32>().ok()),
                "decision" => ask.allow = value == "allow",
                _ => {}
            }
        }
        ask
    }

    /// The query with which the page is asked for again, without forcing a new sign-in.
    fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query
            .append_pair("client_id", &self.client)
            .append_pair("redirect_uri", &self.redirect);
        query.append_pair("response_type", "code");
        if let Some(state) = &self.state {
            query.append_pair("state", state);
        }
        query.finish()
    }

    /// The redirect address with parameters added, and the state echoed.
    fn back(&self, parameters: &[(&str, &str)]) -> Option<Redirect> {
        let mut address = url::Url::parse(&self.redirect).ok()?;
        address.query_pairs_mut().extend_pairs(parameters);
        if let Some(state) = &self.state {
            address.query_pairs_mut().append_pair("state", state);
        }
        Some(Redirect::to(address.as_str()))
    }
}

/// An ask that cannot be answered by a redirect, because nobody knows whether the address is the app's.
fn registered<'a>(core: &'a Core, ask: &Ask) -> Result<&'a App, &'static str> {
    let app = core
        .gate
        .app(&ask.client)
        .ok_or("Deze app is niet geregistreerd (client_id).")?;
    if !app.redirect_uris.contains(&ask.redirect) {
        return Err("De redirect_uri is niet gelijk aan een geregistreerd adres van deze app.");
    }
    if core.switches.https_redirects && !is_public_https(&ask.redirect) {
        return Err(
            "De redirect_uri moet met https:// beginnen en mag niet naar localhost leiden.",
        );
    }
    Ok(app)
}

/// The page: sign in first, then choose the companies.
pub(super) async fn show(
    State(shared): State<Shared>,
    jar: CookieJar,
    RawQuery(query): RawQuery,
) -> Response {
    let ask = Ask::parse(query.unwrap_or_default().as_bytes());
    let core = shared.lock();
    let app = match registered(&core, &ask) {
        Ok(app) => app.name.clone(),
        Err(text) => return error_page(text),
    };
    if ask.response_type != "code" {
        return redirect(ask.back(&[("error", "unsupported_response_type")]));
    }
    let signed_in = jar
        .get(COOKIE)
        .map(|cookie| cookie.value().to_owned())
        .unwrap_or_default();
    let user = find_user(&core, &signed_in).filter(|_| !ask.force_login);
    match user {
        Some(user) => page(consent_page(&core, &ask, app, user)),
        None => page(SignInPage {
            app,
            query: ask.query(),
            users: core.books.users.iter().map(UserChoice::of).collect(),
        }),
    }
}

fn consent_page(core: &Core, ask: &Ask, app: String, user: &User) -> ConsentPage {
    let companies = user
        .divisions
        .iter()
        .filter_map(|division| core.books.company(*division));
    ConsentPage {
        app,
        user: UserChoice::of(user),
        client_id: ask.client.clone(),
        redirect_uri: ask.redirect.clone(),
        state: ask.state.clone(),
        again: format!("/api/oauth2/auth?{}&force_login=1", ask.query()),
        companies: companies.map(CompanyChoice::of).collect(),
    }
}

/// Signs a user in: he is remembered in a cookie, and asked for his consent next.
pub(super) async fn sign_in(
    State(shared): State<Shared>,
    jar: CookieJar,
    RawQuery(query): RawQuery,
    RawForm(form): RawForm,
) -> Response {
    let ask = Ask::parse(query.unwrap_or_default().as_bytes());
    let Some(user) = find_user(&shared.lock(), &Ask::parse(&form).user).map(|user| user.id) else {
        return error_page("Deze gebruiker bestaat niet.");
    };
    let mut cookie = Cookie::new(COOKIE, user.to_string());
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    (
        jar.add(cookie),
        Redirect::to(&format!("/api/oauth2/auth?{}", ask.query())),
    )
        .into_response()
}

/// What the user decided: the browser goes back to the app with a code, or with `access_denied`.
pub(super) async fn decide(State(shared): State<Shared>, RawForm(form): RawForm) -> Response {
    let ask = Ask::parse(&form);
    let mut core = shared.lock();
    let client = match registered(&core, &ask) {
        Ok(app) => app.client_id.clone(),
        Err(text) => return error_page(text),
    };
    if !ask.allow {
        return redirect(ask.back(&[("error", "access_denied")]));
    }
    let Some(user) = find_user(&core, &ask.user).cloned() else {
        return error_page("Deze gebruiker bestaat niet.");
    };
    let mut divisions = ask.divisions.clone();
    divisions.retain(|division| user.divisions.contains(division));
    if divisions.is_empty() {
        return error_page("Kies minstens één administratie.");
    }
    // The real code is a JWT, long and full of characters that must be encoded.
    let code = format!("stampNL001.{}=", core.new_secret());
    let at = core.now();
    let consent = Consent {
        code: code.clone(),
        client,
        user: user.id,
        divisions,
        redirect_uri: ask.redirect.clone(),
        at,
    };
    if core.gate_event(Event::Consented(consent)).is_err() {
        return error_page("De toestemming kon niet worden opgeslagen.");
    }
    redirect(ask.back(&[("code", &code)]))
}

fn find_user<'a>(core: &'a Core, who: &str) -> Option<&'a User> {
    let id = Uuid::try_parse(who).ok();
    core.books
        .users
        .iter()
        .find(|user| Some(user.id) == id || (!who.is_empty() && user.user_name == who))
}

fn redirect(back: Option<Redirect>) -> Response {
    back.map_or_else(
        || error_page("De redirect_uri is geen geldig adres."),
        IntoResponse::into_response,
    )
}

fn error_page(text: &'static str) -> Response {
    let mut response = page(ErrorPage { text });
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response
}

fn page(template: impl Template) -> Response {
    match template.render() {
        Ok(html) => Html(html).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
