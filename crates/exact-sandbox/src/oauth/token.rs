//! `POST /api/oauth2/token` (facts 1.3 to 1.5).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use http::{Response, StatusCode};
use jiff::Timestamp;

use crate::api::{Answer, Call, Effect, answer_call};
use crate::gate::{ACCESS_LIFE, Event, Issue, TokenRefusal};
use crate::limits::ErrorKey;
use crate::state::{Core, Shared};
use crate::switches::OldRefreshToken;

/// Exchanges a code or a refresh token for a new pair.
pub(super) async fn token(State(shared): State<Shared>, request: Request) -> Response<Body> {
    answer_call(shared, request, prepare).await
}

fn prepare(_: &mut Core, call: &Arc<Call>) -> Result<Effect, Answer> {
    call.whole()?;
    let call = Arc::clone(call);
    Ok(Box::new(move |core, at| {
        let basic = call.header("authorization").starts_with("Basic ");
        exchange(core, &call, at).unwrap_or_else(|refusal| refused(refusal, basic))
    }))
}

/// Carries a call out late; nobody hears the answer.
pub(crate) fn carry_out_late(core: &mut Core, call: &Arc<Call>, at: Timestamp) {
    if let Ok(effect) = prepare(core, call) {
        drop(effect(core, at));
    }
}

fn exchange(core: &mut Core, call: &Call, now: Timestamp) -> Result<Answer, TokenRefusal> {
    let parameters = call.token_parameters()?;
    let get = |name: &str| {
        parameters
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
            .ok_or(TokenRefusal::InvalidRequest)
    };
    let app = core
        .gate
        .app(get("client_id")?)
        .ok_or(TokenRefusal::InvalidClient)?;
    if app.secret != get("client_secret")? {
        return Err(TokenRefusal::InvalidClient);
    }
    let client = app.client_id.clone();
    let given = match get("grant_type")? {
        "authorization_code" => get("code")?,
        "refresh_token" => get("refresh_token")?,
        _ => return Err(TokenRefusal::UnsupportedGrant),
    }
    .to_owned();
    let owner = core.gate.owner(&given);
    let errors = ErrorKey::of_tokens(&client, owner.unwrap_or_default());
    if core.limits.is_blocked(&errors, now) {
        return Err(TokenRefusal::Blocked);
    }
    if let Some(user) = owner {
        core.gate.count_call(&client, user, now)?;
    }
    let checked = match get("grant_type")? {
        "authorization_code" => core
            .gate
            .check_code(&given, &client, get("redirect_uri")?, now),
        _ => {
            let lenient = core.switches.old_refresh_token == OldRefreshToken::DiesWhenNewIsUsed;
            core.gate.check_refresh(&given, &client, now, lenient)
        }
    };
    let active = owner.is_none_or(|user| core.books.user(user).is_some_and(|user| !user.inactive));
    let checked = checked.and(if active {
        Ok(())
    } else {
        Err(TokenRefusal::InactiveUser)
    });
    if let Err(refusal) = checked {
        core.limits
            .count_error(errors, now, core.switches.error_limit);
        return Err(refusal);
    }
    issue(core, given, now)
}

fn issue(core: &mut Core, given: String, at: Timestamp) -> Result<Answer, TokenRefusal> {
    let issue = Issue {
        given,
        access: core.new_secret(),
        refresh: core.new_secret(),
        at,
    };
    let answer = serde_json::json!({
        "access_token": issue.access,
        "token_type": "bearer",
        // A string: facts 1.3.
        "expires_in": ACCESS_LIFE.to_string(),
        "refresh_token": issue.refresh,
    });
    if core.gate_event(Event::Issued(issue)).is_err() {
        return Ok(Answer::json(
            StatusCode::INTERNAL_SERVER_ERROR,
            r#"{"error":"server_error"}"#.to_owned(),
        ));
    }
    Ok(Answer::json(StatusCode::OK, answer.to_string()))
}

fn refused(refusal: TokenRefusal, basic: bool) -> Answer {
    let (status, error) = match refusal {
        TokenRefusal::TooEarly => (StatusCode::BAD_REQUEST, "access_denied"),
        TokenRefusal::OldRefreshToken => (StatusCode::UNAUTHORIZED, "unauthorized_client"),
        TokenRefusal::InvalidGrant | TokenRefusal::BrokenChain | TokenRefusal::InactiveUser => {
            (StatusCode::BAD_REQUEST, "invalid_grant")
        }
        TokenRefusal::InvalidRequest => (StatusCode::BAD_REQUEST, "invalid_request"),
        TokenRefusal::UnsupportedGrant => (StatusCode::BAD_REQUEST, "unsupported_grant_type"),
        TokenRefusal::InvalidClient if basic => (StatusCode::UNAUTHORIZED, "invalid_client"),
        TokenRefusal::InvalidClient => (StatusCode::BAD_REQUEST, "invalid_client"),
        TokenRefusal::TooMany => (StatusCode::TOO_MANY_REQUESTS, "access_denied"),
        TokenRefusal::Blocked => (StatusCode::FORBIDDEN, "access_denied"),
    };
    let bare = matches!(
        refusal,
        TokenRefusal::InvalidGrant
            | TokenRefusal::InvalidRequest
            | TokenRefusal::InvalidClient
            | TokenRefusal::UnsupportedGrant
    );
    let body = if bare {
        serde_json::json!({ "error": error })
    } else {
        serde_json::json!({ "error": error, "error_description": refusal.to_string() })
    };
    let mut answer = Answer::json(status, body.to_string());
    if refusal == TokenRefusal::TooEarly {
        answer
            .headers
            .push(("Reason", format!("TooEarlyToRefreshTokens: {refusal}")));
    }
    answer
}
