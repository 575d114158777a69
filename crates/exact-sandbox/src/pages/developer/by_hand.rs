//! An access token for someone with curl: the same consent and token call that an app makes, made here.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{RawForm, State};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST, LOCATION};
use http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt as _;
use uuid::Uuid;

use super::access::names;
use super::apps::{keep, new_app};
use super::desk::Told;
use super::limits::user_name;
use super::overview::read;
use super::tokens::{Given, tokens_page};
use crate::gate::App;
use crate::hooks::is_public_https;
use crate::pages::typed::Typed;
use crate::state::{Core, Shared};

/// The app that is registered for those who do not want to end the sign-in of another; nobody is ever sent there.
const OWN_NAME: &str = "By hand";
const OWN_REDIRECT: &str = "https://by-hand.invalid/callback";
/// Longest answer of the token endpoint that is read, in bytes.
const LONGEST: usize = 64 * 1024;

/// What is asked for.
struct Ask {
    app: App,
    redirect: String,
    user: Uuid,
    divisions: Vec<i32>,
    host: String,
}

/// Gives a token, as the consent page and the token endpoint do.
pub(super) async fn give(
    State(shared): State<Shared>,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let fields = Typed::parse(&form);
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = host.unwrap_or("localhost").to_owned();
    let ask = ask(&mut shared.lock(), &fields, host);
    let given = match ask {
        Ok(ask) => token(&shared, ask).await,
        Err(problem) => Err(problem),
    };
    let core = shared.lock();
    match given {
        Ok(given) => {
            let shown = tokens_page(&core, &Told::default(), Some(given), None);
            ([(CACHE_CONTROL, "no-store")], shown).into_response()
        }
        Err(problem) => {
            let mut shown = tokens_page(&core, &Told::default(), None, Some(problem));
            *shown.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            shown
        }
    }
}

fn ask(core: &mut Core, fields: &Typed, host: String) -> Result<Ask, String> {
    let app = match fields.filled("client_id") {
        Some(client) => core
            .gate
            .app(client)
            .cloned()
            .ok_or("There is no such app.")?,
        None => own_app(core)?,
    };
    let https = core.switches.https_redirects;
    let fits = |it: &&String| !https || is_public_https(it);
    let redirect = app.redirect_uris.iter().find(fits).cloned();
    let redirect = redirect.ok_or(
        "This app has no redirect address that is https and not localhost, and the switch https_redirects is on.",
    )?;
    let user = Uuid::try_parse(fields.get("user")).map_err(|_| "Choose a user.")?;
    let known = core.books.user(user).ok_or("There is no such user.")?;
    let wanted = fields
        .all("division")
        .filter_map(|it| it.parse::<i32>().ok());
    let divisions: Vec<i32> = wanted.filter(|it| known.divisions.contains(it)).collect();
    if divisions.is_empty() {
        return Err(format!(
            "Choose a company that {} may enter: {}.",
            known.full_name,
            names(core, &known.divisions)
        ));
    }
    Ok(Ask {
        app,
        redirect,
        user,
        divisions,
        host,
    })
}

/// The app of its own for tokens by hand; registered when it is first wanted.
fn own_app(core: &mut Core) -> Result<App, String> {
    let mut apps = core.gate.apps.iter();
    if let Some(app) = apps.find(|app| app.redirect_uris.iter().any(|it| it == OWN_REDIRECT)) {
        return Ok(app.clone());
    }
    let app = new_app(core, OWN_NAME.to_owned(), vec![OWN_REDIRECT.to_owned()]);
    keep(core, app.clone()).map_err(|error| error.to_string())?;
    Ok(app)
}

async fn token(shared: &Shared, ask: Ask) -> Result<Given, String> {
    let code = consent(shared, &ask).await?;
    let parameters = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", &ask.redirect),
        ("client_id", &ask.app.client_id),
        ("client_secret", &ask.app.secret),
    ];
    let answer = post(shared, &ask.host, "/api/oauth2/token", &parameters).await?;
    let status = answer.status();
    let body = to_bytes(answer.into_body(), LONGEST).await;
    let body = body.map_err(|_| "The token endpoint broke its answer off.".to_owned())?;
    let token = serde_json::from_slice::<serde_json::Value>(&body).ok();
    let token = token.and_then(|it| Some(it.get("access_token")?.as_str()?.to_owned()));
    let token =
        token.ok_or_else(|| format!("The token endpoint answered {status}; see the API log."))?;
    let core = shared.lock();
    let first = ask.divisions.first().copied().unwrap_or_default();
    Ok(Given {
        token,
        app: ask.app.name,
        user: user_name(&core, ask.user),
        companies: names(&core, &ask.divisions),
        example: read(&format!("http://{}", ask.host), first),
    })
}

/// The code that the consent page sends the browser back with.
async fn consent(shared: &Shared, ask: &Ask) -> Result<String, String> {
    let user = ask.user.to_string();
    let divisions: Vec<String> = ask.divisions.iter().map(ToString::to_string).collect();
    let mut parameters = vec![
        ("client_id", ask.app.client_id.as_str()),
        ("redirect_uri", &ask.redirect),
        ("user", &user),
        ("decision", "allow"),
    ];
    parameters.extend(divisions.iter().map(|it| ("division", it.as_str())));
    let answer = post(shared, &ask.host, "/api/oauth2/auth", &parameters).await?;
    let location = answer
        .headers()
        .get(LOCATION)
        .and_then(|it| it.to_str().ok());
    let back = location.and_then(|it| url::Url::parse(it).ok());
    let code = back.and_then(|back| {
        let mut pairs = back.query_pairs();
        pairs
            .find(|(name, _)| name == "code")
            .map(|(_, code)| code.into_owned())
    });
    code.ok_or_else(|| {
        format!(
            "The consent page answered {} without a code.",
            answer.status()
        )
    })
}

async fn post(
    shared: &Shared,
    host: &str,
    path: &str,
    parameters: &[(&str, &str)],
) -> Result<http::Response<Body>, String> {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    let request = Request::post(path)
        .header(HOST, host)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form))
        .map_err(|error| error.to_string())?;
    let doors = crate::oauth::pages().merge(crate::oauth::routes());
    let router: Router = doors.with_state(shared.clone());
    router
        .oneshot(request)
        .await
        .map_err(|never| match never {})
}
