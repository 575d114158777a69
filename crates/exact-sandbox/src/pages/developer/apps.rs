//! Registered apps: registering one's own, changing its addresses, and its secrets, which are shown when asked for
//! and on no other page.

use askama::Template;
use axum::extract::{RawForm, State};
use axum::response::{IntoResponse, Response};
use http::header::CACHE_CONTROL;
use url::Url;

use super::access::refused;
use super::desk::{Desk, Section, Told, back, frame};
use crate::error::SandboxError;
use crate::gate::App;
use crate::hooks::is_public_https;
use crate::pages::frame::Frame;
use crate::pages::page;
use crate::pages::typed::Typed;
use crate::seed::Seed;
use crate::state::{Core, Shared};

/// Longest name, and most redirect addresses.
const LONGEST_NAME: usize = 100;
const MOST_ADDRESSES: usize = 20;

/// An app on the page.
pub(super) struct AppCard {
    pub(super) name: String,
    pub(super) client_id: String,
    pub(super) redirects: Vec<String>,
    /// Scopes as they are granted; nothing when all are.
    pub(super) scopes: Option<Vec<String>>,
}

impl AppCard {
    /// Whether the app may read an area.
    pub(super) fn reads(&self, area: &str) -> bool {
        let readable = format!("{area}:read");
        let scopes = self.scopes.as_ref();
        scopes.is_none_or(|it| it.iter().any(|scope| *scope == readable || scope == area))
    }

    /// Whether the app may manage an area.
    pub(super) fn manages(&self, area: &str) -> bool {
        let scopes = self.scopes.as_ref();
        scopes.is_none_or(|it| it.iter().any(|scope| scope == area))
    }
}

/// All apps.
pub(super) fn cards(core: &Core) -> Vec<AppCard> {
    let card = |app: &App| AppCard {
        name: app.name.clone(),
        client_id: app.client_id.clone(),
        redirects: app.redirect_uris.clone(),
        scopes: app.scopes.clone(),
    };
    core.gate.apps.iter().map(card).collect()
}

/// What was typed of an app.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) name: String,
    /// One address a line.
    pub(super) redirects: String,
}

impl Draft {
    fn read(fields: &Typed) -> Draft {
        Draft {
            name: fields.get("name").to_owned(),
            redirects: fields.get("redirects").to_owned(),
        }
    }

    /// Name and addresses.
    ///
    /// # Errors
    /// In plain words.
    fn checked(&self, https: bool) -> Result<(String, Vec<String>), String> {
        if self.name.is_empty() || self.name.chars().count() > LONGEST_NAME {
            return Err(format!(
                "An app has a name of 1 to {LONGEST_NAME} characters."
            ));
        }
        let lines = self.redirects.lines().map(str::trim);
        let addresses: Vec<String> = lines
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect();
        if addresses.is_empty() || addresses.len() > MOST_ADDRESSES {
            return Err(format!(
                "An app has 1 to {MOST_ADDRESSES} redirect addresses, one a line."
            ));
        }
        for address in &addresses {
            let url = Url::parse(address).map_err(|_| format!("{address} is no address."))?;
            let web = matches!(url.scheme(), "http" | "https") && url.has_host();
            if !web || url.fragment().is_some() {
                return Err(format!(
                    "{address} must be http or https, without a #fragment."
                ));
            }
            if https && !is_public_https(address) {
                return Err(format!(
                    "{address} must be https and not localhost, as long as the switch https_redirects is on."
                ));
            }
        }
        Ok((self.name.clone(), addresses))
    }
}

/// Secrets of an app, shown once.
#[derive(Template)]
#[template(path = "developer/secrets.html")]
struct SecretsPage {
    frame: Frame,
    desk: Desk,
    app: App,
    fresh: bool,
}

/// Registers an app, or changes name and addresses of one that is known.
pub(super) async fn register(State(shared): State<Shared>, RawForm(form): RawForm) -> Response {
    let fields = Typed::parse(&form);
    let draft = Draft::read(&fields);
    let mut core = shared.lock();
    let checked = draft.checked(core.switches.https_redirects);
    let (name, redirects) = match checked {
        Ok(checked) => checked,
        Err(problem) => return refused(&core, draft, problem),
    };
    let known = fields
        .filled("client_id")
        .map(|client| core.gate.app(client).cloned());
    let (app, fresh) = match known {
        Some(Some(app)) => (
            App {
                name,
                redirect_uris: redirects,
                ..app
            },
            false,
        ),
        Some(None) => return refused(&core, draft, "There is no such app.".to_owned()),
        None => (new_app(&mut core, name, redirects), true),
    };
    match keep(&mut core, app.clone()) {
        Ok(()) if fresh => secrets_page(&core, app, true),
        Ok(()) => back("/ontwikkelaar/access", "app-changed"),
        Err(error) => refused(&core, draft, error.to_string()),
    }
}

/// Shows the secrets of an app.
pub(super) async fn secrets(State(shared): State<Shared>, RawForm(form): RawForm) -> Response {
    let fields = Typed::parse(&form);
    let core = shared.lock();
    match core.gate.app(fields.get("client_id")).cloned() {
        Some(app) => secrets_page(&core, app, false),
        None => refused(&core, Draft::default(), "There is no such app.".to_owned()),
    }
}

/// An app with an id and secrets of its own.
pub(super) fn new_app(core: &mut Core, name: String, redirect_uris: Vec<String>) -> App {
    App {
        client_id: core.new_id().to_string(),
        secret: core.new_secret(),
        name,
        redirect_uris,
        scopes: None,
        webhook_secret: core.new_secret(),
    }
}

/// Keeps an app; one with the same id is replaced.
///
/// # Errors
/// When it cannot be written.
pub(super) fn keep(core: &mut Core, app: App) -> Result<(), SandboxError> {
    core.load(Seed {
        apps: vec![app],
        ..Seed::empty()
    })
}

fn secrets_page(core: &Core, app: App, fresh: bool) -> Response {
    let shown = page(&SecretsPage {
        frame: frame(core),
        desk: Desk::new(core, Section::Access, &Told::default()),
        app,
        fresh,
    });
    ([(CACHE_CONTROL, "no-store")], shown).into_response()
}

#[cfg(test)]
mod tests {
    use super::Draft;

    #[test]
    fn addresses_are_checked() {
        let checked = |redirects: &str, https| {
            let draft = Draft {
                name: "My link".to_owned(),
                redirects: redirects.to_owned(),
            };
            draft.checked(https)
        };
        let (_, two) = checked(
            "http://localhost:3000/cb\r\n\r\n https://a.example/cb ",
            false,
        )
        .unwrap();
        assert_eq!(two, ["http://localhost:3000/cb", "https://a.example/cb"]);
        for wrong in ["", "nonsense", "ftp://a.example/", "https://a.example/#x"] {
            assert!(checked(wrong, false).is_err(), "{wrong}");
        }
        assert!(checked("http://localhost:3000/cb", true).is_err());
        assert!(checked("https://a.example/cb", true).is_ok());
    }
}
