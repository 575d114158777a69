//! The first page for a developer: first steps, the state at a glance, and the ways to everything.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use http::HeaderMap;
use http::header::HOST;
use jiff::{SignedDuration, Timestamp};

use super::curl::quoted;
use super::desk::{Desk, Section, Told, frame};
use super::when;
use crate::calls::CallRecord;
use crate::pages::frame::Frame;
use crate::pages::page;
use crate::state::{Core, Shared};

/// A figure that leads to its page.
struct Tile {
    name: &'static str,
    figure: String,
    more: String,
    href: &'static str,
    /// Whether it wants attention.
    alert: bool,
}

#[derive(Template)]
#[template(path = "developer/overview.html")]
struct OverviewPage {
    frame: Frame,
    desk: Desk,
    base: String,
    tiles: Vec<Tile>,
    client_id: String,
    app: String,
    redirect: String,
    sign_in: String,
    token: String,
    read: String,
    users: Vec<String>,
    version: &'static str,
}

/// The page.
pub(super) async fn show(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Query(told): Query<Told>,
) -> Response {
    let core = shared.lock();
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let base = format!("http://{}", host.unwrap_or("localhost"));
    let app = core.gate.apps.first();
    let client_id = app.map_or("CLIENT_ID", |app| &app.client_id).to_owned();
    let redirect = app.and_then(|app| app.redirect_uris.first()).cloned();
    let redirect = redirect.unwrap_or_else(|| "REDIRECT_URI".to_owned());
    let division = core
        .books
        .companies
        .keys()
        .next()
        .copied()
        .unwrap_or(123_456);
    page(&OverviewPage {
        frame: frame(&core),
        desk: Desk::new(&core, Section::Overview, &told),
        tiles: tiles(&core),
        sign_in: sign_in(&base, &client_id, &redirect),
        token: token(&base, &client_id, &redirect),
        read: read(&base, division),
        app: app.map(|app| app.name.clone()).unwrap_or_default(),
        users: core
            .books
            .users
            .iter()
            .map(|user| user.full_name.clone())
            .collect(),
        version: crate::VERSION,
        base,
        client_id,
        redirect,
    })
}

fn sign_in(base: &str, client: &str, redirect: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("client_id", client);
    query.append_pair("redirect_uri", redirect);
    query.append_pair("response_type", "code");
    query.append_pair("state", "first");
    format!("{base}/api/oauth2/auth?{}", query.finish())
}

fn token(base: &str, client: &str, redirect: &str) -> String {
    format!(
        "curl -sS {base}/api/oauth2/token \\\n  -d grant_type=authorization_code --data-urlencode \"code=$CODE\" \\\n  \
         --data-urlencode {} --data-urlencode \"client_secret=$CLIENT_SECRET\" \\\n  \
         --data-urlencode {}",
        quoted(&format!("client_id={client}")),
        quoted(&format!("redirect_uri={redirect}"))
    )
}

/// The shell line that reads the journals of a company with `$TOKEN`.
pub(super) fn read(base: &str, division: i32) -> String {
    format!(
        "curl -sSg '{base}/api/v1/{division}/financial/Journals?$select=Code,Description,Type' \\\n  \
         -H 'Accept: application/json' -H 'Authorization: Bearer '\"$TOKEN\""
    )
}

fn tiles(core: &Core) -> Vec<Tile> {
    let now = core.now();
    vec![
        calls(core, now),
        errors(core, now),
        faults(core, now),
        sign_ins(core, now),
        Tile {
            name: "Webhooks on their way",
            figure: when::count(core.hooks.deliveries().waiting_count()),
            more: plural(core.hooks.subscriptions().count(), "subscription"),
            href: "/ontwikkelaar/webhooks",
            alert: false,
        },
    ]
}

fn calls(core: &Core, now: Timestamp) -> Tile {
    Tile {
        name: "Calls in the last minute",
        figure: when::count(since(core, now, 60).count()),
        more: format!(
            "{} in the last hour",
            when::count(since(core, now, 3_600).count())
        ),
        href: "/ontwikkelaar/calls",
        alert: false,
    }
}

fn errors(core: &Core, now: Timestamp) -> Tile {
    let failed = since(core, now, 3_600).filter(|call| call.status >= 400 || call.status == 0);
    let errors = core.limits.errors(now);
    let blocked = errors
        .iter()
        .filter(|(_, _, until)| until.is_some())
        .count();
    Tile {
        name: "Refused, failed or cut in the last hour",
        figure: when::count(failed.count()),
        more: match blocked {
            0 => "no endpoint is blocked".to_owned(),
            blocked => format!("{} blocked", plural(blocked, "endpoint")),
        },
        href: "/ontwikkelaar/limits",
        alert: blocked > 0,
    }
}

fn faults(core: &Core, now: Timestamp) -> Tile {
    let waiting = core.faults.waiting();
    let count = waiting.len();
    let struck: u64 = waiting.map(|it| it.struck).sum();
    let struck = plural(usize::try_from(struck).unwrap_or(usize::MAX), "time");
    let (late, next) = core.late.waiting();
    let late = next.map_or_else(
        || "nothing takes effect late".to_owned(),
        |next| format!("{late} late, next {}", when::relative(next, now)),
    );
    Tile {
        name: "Faults waiting",
        figure: when::count(count),
        more: format!("struck {struck}, {late}"),
        href: "/ontwikkelaar/faults",
        alert: count > 0,
    }
}

fn sign_ins(core: &Core, now: Timestamp) -> Tile {
    let chains = core.gate.chain_views();
    let live = chains
        .iter()
        .filter(|it| !it.broken && it.refresh_until > now);
    Tile {
        name: "Sign-ins that live",
        figure: when::count(live.count()),
        more: plural(core.gate.apps.len(), "app"),
        href: "/ontwikkelaar/tokens",
        alert: false,
    }
}

/// `1 app`, `2 apps`.
fn plural(number: usize, word: &str) -> String {
    let end = if number == 1 { "" } else { "s" };
    format!("{} {word}{end}", when::count(number))
}

/// The calls of the last so many seconds, the newest first.
fn since(core: &Core, now: Timestamp, seconds: i64) -> impl Iterator<Item = &CallRecord> {
    let from = now.checked_sub(SignedDuration::from_secs(seconds));
    let from = from.unwrap_or(now);
    let newest = core.calls.iter().rev();
    newest.take_while(move |call| call.time >= from)
}

#[cfg(test)]
mod tests {
    use super::token;

    #[test]
    fn an_address_with_a_query_is_one_word_of_the_shell_line() {
        let line = token("http://a.test", "my app", "https://b.test/back?x=1&y=$(z)");
        assert!(
            line.contains("--data-urlencode 'client_id=my app' "),
            "{line}"
        );
        let redirect = "--data-urlencode 'redirect_uri=https://b.test/back?x=1&y=$(z)'";
        assert!(line.ends_with(redirect), "{line}");
    }
}
