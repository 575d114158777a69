//! `/_sandbox/access`: who may come in. Users, companies, licences, scopes; and what is left of the limits.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use super::{json, refused};
use crate::books::BooksError;
use crate::error::SandboxError;
use crate::gate::{Event, Shut};
use crate::state::{Core, Shared};

/// An order; in JSON `{"set": "user_blocked", "user": "els@example.com", "on": true}`.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "set", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum AccessOrder {
    /// The user is blocked: 403 `BlockedUser`.
    UserBlocked { user: String, on: bool },
    /// The user is disabled: 403 `InactiveUser`, and no new tokens.
    UserInactive { user: String, on: bool },
    /// The company is blocked: 403 `DivisionBlocked`.
    DivisionBlocked { division: i32, on: bool },
    /// The company's licence has run out: 403 `LicenseExpired`.
    LicenceExpired { division: i32, on: bool },
    /// The licence's owner is blocked: 403 `BlockedCustomer`.
    CustomerBlocked { division: i32, on: bool },
    /// The app's scopes; all when absent or null.
    Scopes {
        client_id: String,
        #[serde(default)]
        scopes: Option<Vec<String>>,
    },
    /// All token chains of a user are broken.
    Revoke { user: String },
}

/// Carries the order out.
///
/// # Errors
/// When the user, company or app does not exist, or the change cannot be written.
pub(crate) fn set_access(core: &mut Core, order: AccessOrder) -> Result<(), SandboxError> {
    let shut = |what: Shut, on: bool| Event::Shut { what, shut: on };
    let event = match order {
        AccessOrder::UserBlocked { user, on } => shut(Shut::User(user_id(core, &user)?), on),
        AccessOrder::UserInactive { user, on } => Event::Activated {
            user: user_id(core, &user)?,
            active: !on,
        },
        AccessOrder::DivisionBlocked { division, on } => {
            licence(core, division)?;
            shut(Shut::Division(division), on)
        }
        AccessOrder::LicenceExpired { division, on } => {
            shut(Shut::Licence(licence(core, division)?), on)
        }
        AccessOrder::CustomerBlocked { division, on } => {
            shut(Shut::Customer(licence(core, division)?), on)
        }
        AccessOrder::Scopes { client_id, scopes } => {
            let app = core.gate.app(&client_id).ok_or(BooksError::NotFound)?;
            Event::Scoped {
                client: app.client_id.clone(),
                scopes,
            }
        }
        AccessOrder::Revoke { user } => Event::Revoked(user_id(core, &user)?),
    };
    core.gate_event(event)
}

/// A user by key or by the name he signs in with.
fn user_id(core: &Core, wanted: &str) -> Result<Uuid, BooksError> {
    let key = Uuid::try_parse(wanted).ok();
    let found = core
        .books
        .users
        .iter()
        .find(|user| Some(user.id) == key || user.user_name.eq_ignore_ascii_case(wanted));
    found.map(|user| user.id).ok_or(BooksError::NotFound)
}

fn licence(core: &Core, division: i32) -> Result<Uuid, BooksError> {
    let company = core.books.company(division).ok_or(BooksError::NotFound)?;
    Ok(company.profile.licence)
}

/// Carries the order in the body out.
pub(super) async fn change(State(shared): State<Shared>, body: Bytes) -> Response {
    let order = match serde_json::from_slice::<AccessOrder>(&body) {
        Ok(order) => order,
        Err(error) => return refused(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    match set_access(&mut shared.lock(), order) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(SandboxError::Act(BooksError::NotFound)) => refused(
            StatusCode::NOT_FOUND,
            "there is no such user, company or app",
        ),
        Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// Users, apps and what is shut out.
pub(super) async fn show(State(shared): State<Shared>) -> Response {
    let core = shared.lock();
    let users = core.books.users.iter().map(|user| {
        serde_json::json!({
            "id": user.id, "user_name": user.user_name, "inactive": user.inactive,
            "blocked": core.gate.shut.contains(&Shut::User(user.id)), "divisions": user.divisions,
        })
    });
    let apps = core.gate.apps.iter().map(|app| {
        serde_json::json!({ "client_id": app.client_id, "name": app.name, "scopes": app.scopes })
    });
    let divisions = core.books.companies.values().map(|company| {
        let (division, licence) = (company.profile.division, company.profile.licence);
        serde_json::json!({
            "division": division, "blocked": core.gate.shut.contains(&Shut::Division(division)),
            "licence_expired": core.gate.shut.contains(&Shut::Licence(licence)),
            "customer_blocked": core.gate.shut.contains(&Shut::Customer(licence)),
        })
    });
    json(&serde_json::json!({
        "users": users.collect::<Vec<_>>(), "apps": apps.collect::<Vec<_>>(), "divisions": divisions.collect::<Vec<_>>(),
        "chains": core.gate.chain_views(),
    }))
}

/// What is left of both windows, and which keys are blocked for too many errors.
pub(super) async fn limits(State(shared): State<Shared>) -> Response {
    let core = shared.lock();
    let (now, switches) = (core.now(), &core.switches);
    let left = core
        .limits
        .left(now, (switches.minute_limit, switches.day_limit));
    let left = left.into_iter().map(|((client, division), minute, day)| {
        serde_json::json!({ "client": client, "division": division, "minute_left": minute, "day_left": day })
    });
    let errors = core.limits.errors(now).into_iter().map(|(key, count, until)| {
        serde_json::json!({
            "client": key.client, "user": key.user, "division": key.division, "endpoint": key.endpoint,
            "errors": count, "blocked_until": until,
        })
    });
    json(
        &serde_json::json!({ "left": left.collect::<Vec<_>>(), "errors": errors.collect::<Vec<_>>() }),
    )
}

/// Forgets every count of calls and errors.
pub(super) async fn forget_limits(State(shared): State<Shared>) -> Response {
    shared.lock().limits.forget();
    StatusCode::NO_CONTENT.into_response()
}
