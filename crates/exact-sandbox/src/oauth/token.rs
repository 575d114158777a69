//! `POST /api/oauth2/token` (facts 1.3 to 1.5).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use base64::Engine as _;
use http::{Response, StatusCode};
use jiff::Timestamp;
use uuid::Uuid;

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

/// The parameters; a parameter that comes twice is refused.
fn parameters(call: &Call) -> Result<BTreeMap<String, String>, TokenRefusal> {
    let mut parameters = BTreeMap::new();
    for (name, value) in url::form_urlencoded::parse(&call.body) {
        if parameters
            .insert(name.into_owned(), value.into_owned())
            .is_some()
        {
            return Err(TokenRefusal::InvalidRequest);
        }
    }
    if let Some((id, secret)) = basic_credentials(call) {
        parameters.insert("client_id".to_owned(), id);
        parameters.insert("client_secret".to_owned(), secret);
    }
    Ok(parameters)
}

fn basic_credentials(call: &Call) -> Option<(String, String)> {
    let encoded = call.header("authorization").strip_prefix("Basic ")?;
    let decoded = base64::engine::general_purpose::STANDARD
        .decode(encoded.trim())
        .ok()?;
    let text = String::from_utf8(decoded).ok()?;
    let (id, secret) = text.split_once(':')?;
    let plain = |part: &str| {
        percent_encoding::percent_decode_str(part)
            .decode_utf8_lossy()
            .into_owned()
    };
    Some((plain(id), plain(secret)))
}

fn exchange(core: &mut Core, call: &Call, now: Timestamp) -> Result<Answer, TokenRefusal> {
    let parameters = parameters(call)?;
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
    let errors = error_key(&client, owner);
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

fn error_key(client: &str, owner: Option<Uuid>) -> ErrorKey {
    ErrorKey {
        client: client.to_owned(),
        user: owner.unwrap_or_default(),
        division: 0,
        endpoint: "oauth2/token".to_owned(),
    }
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
