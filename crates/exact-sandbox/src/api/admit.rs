//! Who may call what: token, limits, blocks, endpoint, method, scope, company, format, in this order.

use std::sync::Arc;

use http::{Method, StatusCode};
use jiff::Timestamp;
use uuid::Uuid;

use super::MAX_URI;
use super::answer::Answer;
use super::call::Call;
use super::endpoint::{Endpoint, Reach};
use super::resolve::{Target, resolve};
use crate::gate::{Pass, Shut};
use crate::limits::{Budget, ErrorKey};
use crate::state::Core;

/// A call that may be carried out.
#[derive(Clone)]
pub(crate) struct Admitted {
    pub(crate) call: Arc<Call>,
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) target: Target,
    pub(crate) pass: Pass,
    pub(crate) budget: Budget,
    pub(crate) errors: ErrorKey,
}

/// Admits a call, or answers it.
pub(crate) fn admit(core: &mut Core, call: &Arc<Call>, now: Timestamp) -> Result<Admitted, Answer> {
    let target = resolve(&call.path);
    let pass = call.pass(core);
    let errors = error_key(target.as_ref(), pass.as_ref());
    let Some(pass) = pass.filter(|pass| pass.valid) else {
        count(core, errors, StatusCode::UNAUTHORIZED, now);
        return Err(refuse(call, StatusCode::UNAUTHORIZED, "Unauthorized"));
    };
    let division = target.as_ref().and_then(|target| target.division);
    let limits = (core.switches.minute_limit, core.switches.day_limit);
    let budget = core
        .limits
        .spend((pass.client.clone(), division.unwrap_or(0)), now, limits);
    if !matches!(budget, Budget::Open { .. }) {
        return Err(
            refuse(call, StatusCode::TOO_MANY_REQUESTS, "Too many requests").with_budget(&budget),
        );
    }
    if core.limits.is_blocked(&errors, now) {
        return Err(Answer::forbidden("Forbidden", None).with_budget(&budget));
    }
    match allowed(core, call, target, &pass) {
        Ok((target, endpoint)) => Ok(Admitted {
            call: Arc::clone(call),
            endpoint,
            target,
            pass,
            budget,
            errors,
        }),
        Err(answer) => {
            count(core, errors, answer.status, now);
            Err(answer.with_budget(&budget))
        }
    }
}

/// Counts an answer for the error velocity, if it is an error.
pub(crate) fn count(core: &mut Core, key: ErrorKey, status: StatusCode, now: Timestamp) {
    let counted = matches!(status.as_u16(), 400 | 401 | 403 | 404);
    let counted =
        counted || (core.switches.count_500 && status == StatusCode::INTERNAL_SERVER_ERROR);
    if counted && !key.client.is_empty() {
        core.limits.count_error(key, now, core.switches.error_limit);
    }
}

/// Whose errors count together.
pub(super) fn error_key(target: Option<&Target>, pass: Option<&Pass>) -> ErrorKey {
    ErrorKey {
        client: pass.map(|pass| pass.client.clone()).unwrap_or_default(),
        user: pass.map_or(Uuid::nil(), |pass| pass.user),
        division: target.and_then(|target| target.division).unwrap_or(0),
        endpoint: target
            .map(|target| target.pattern.clone())
            .unwrap_or_default(),
    }
}

fn refuse(call: &Call, status: StatusCode, text: &str) -> Answer {
    if call.wants_json() {
        Answer::error(status, text)
    } else {
        Answer::xml_error(status, text)
    }
}

fn allowed(
    core: &Core,
    call: &Call,
    target: Option<Target>,
    pass: &Pass,
) -> Result<(Target, &'static Endpoint), Answer> {
    let not_found = || refuse(call, StatusCode::NOT_FOUND, "Resource not found.");
    if call.uri_length > MAX_URI {
        return Err(refuse(
            call,
            StatusCode::URI_TOO_LONG,
            "The request URI is too long.",
        ));
    }
    let target = target.ok_or_else(not_found)?;
    let endpoint = target.endpoint.ok_or_else(not_found)?;
    let offered = match call.method {
        Method::GET => endpoint.readable,
        Method::POST => endpoint.post.is_some() && target.key.is_none(),
        _ if target.inside.is_some() => false,
        Method::PUT => endpoint.put.is_some() && target.key.is_some(),
        Method::DELETE => endpoint.delete.is_some() && target.key.is_some(),
        _ => false,
    };
    if !offered {
        return Err(refuse(
            call,
            StatusCode::METHOD_NOT_ALLOWED,
            "Method not allowed.",
        ));
    }
    scope(core, endpoint, pass, call.method != Method::GET)?;
    company(core, endpoint, &target, pass)?;
    if !call.wants_json() && !core.switches.atom {
        let text = "This sandbox answers JSON only; the real service would answer Atom XML. Send the header \
                    'Accept: application/json'.";
        return Err(Answer::xml_error(StatusCode::NOT_ACCEPTABLE, text));
    }
    call.whole()?;
    if target.bad_key {
        return Err(refuse(
            call,
            StatusCode::BAD_REQUEST,
            "Bad Request - Error in query syntax.",
        ));
    }
    Ok((target, endpoint))
}

fn scope(core: &Core, endpoint: &Endpoint, pass: &Pass, manage: bool) -> Result<(), Answer> {
    let app = core.gate.app(&pass.client);
    if endpoint.scope.is_empty() || app.is_some_and(|app| app.may(endpoint.scope, manage)) {
        return Ok(());
    }
    let verb = if manage { "manage" } else { "read" };
    let text = format!(
        "Forbidden - Application Scope Violated. Cannot {verb} '{}' scope.",
        endpoint.scope
    );
    Err(Answer::forbidden(&text, None))
}

fn company(core: &Core, endpoint: &Endpoint, target: &Target, pass: &Pass) -> Result<(), Answer> {
    let user = core.books.user(pass.user);
    if user.is_none_or(|user| user.inactive) {
        return Err(Answer::forbidden("Forbidden", Some("InactiveUser")));
    }
    let shut = |what: Shut, reason: &'static str| {
        let found = core.gate.shut.contains(&what);
        if found {
            Err(Answer::forbidden("Forbidden", Some(reason)))
        } else {
            Ok(())
        }
    };
    shut(Shut::User(pass.user), "BlockedUser")?;
    let (Some(division), Reach::Granted) = (target.division, endpoint.reach) else {
        return Ok(());
    };
    if let Some(company) = core.books.company(division) {
        let licence = company.profile.licence;
        shut(Shut::Customer(licence), "BlockedCustomer")?;
        shut(Shut::Licence(licence), "LicenseExpired")?;
        shut(Shut::Division(division), "DivisionBlocked")?;
    }
    let granted = pass.divisions.contains(&division) && core.books.company(division).is_some();
    let accessible = user.is_some_and(|user| user.divisions.contains(&division));
    if granted && accessible {
        Ok(())
    } else {
        Err(Answer::forbidden("Forbidden", Some("NoDivisionAccess")))
    }
}
