//! Points 1 to 8.

use exact_sandbox::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, OldRefreshToken, Switches};
use http::Request;
use serde_json::json;

use crate::driver::{A, B, Exact, roomy};

const ME: &str = "/api/v1/current/Me?$select=UserID";

async fn me(exact: &Exact) -> u16 {
    exact
        .call(http::Method::GET, ME, None, &[])
        .await
        .status
        .as_u16()
}

#[tokio::test]
async fn point_1_a_code_lives_180_seconds_and_once() {
    let exact = Exact::start().await;
    let code = exact.code(1, &[A]);
    exact.sandbox.advance(179_000).unwrap();
    assert_eq!(exact.exchange(&code).await.status, 200);
    let again = exact.exchange(&code).await;
    assert_eq!(
        (again.status.as_u16(), again.json()["error"].as_str()),
        (400, Some("invalid_grant"))
    );
    let old = exact.code(1, &[A]);
    exact.sandbox.advance(180_000).unwrap();
    assert_eq!(exact.exchange(&old).await.status, 400);
}

#[tokio::test]
async fn point_1_the_redirect_address_must_be_equal_and_the_code_is_bound_to_app_and_companies() {
    let mut exact = Exact::start().await;
    let code = exact.code(0, &[B]);
    let other = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", "http://127.0.0.1:8080/else"),
    ];
    assert_eq!(
        exact.token_call(&other).await.json()["error"],
        "invalid_grant"
    );
    let reply = exact.exchange(&code).await;
    exact.keep(&reply);
    let refused = exact.get("financial/Journals?$top=1").await;
    assert_eq!(
        (refused.status.as_u16(), refused.header("reason")),
        (403, Some("NoDivisionAccess"))
    );
}

#[tokio::test]
async fn point_1_a_code_is_bound_to_its_app_and_user() {
    let mut exact = Exact::start().await;
    let code = exact.code(1, &[A]);
    let other = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("grant_type", "authorization_code"),
            ("client_id", "other-app"),
            ("client_secret", "other"),
            ("code", &code),
            ("redirect_uri", crate::driver::REDIRECT),
        ])
        .finish();
    let refused = exact.form("/api/oauth2/token", other).await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()["error"].as_str()),
        (400, Some("invalid_grant"))
    );
    let reply = exact.exchange(&code).await;
    exact.keep(&reply);
    let path = "/api/v1/current/Me?$select=UserName";
    let me = exact.call(http::Method::GET, path, None, &[]).await;
    assert_eq!(me.rows()[0]["UserName"], "joris@example.com");
}

#[tokio::test]
async fn point_2_expires_in_is_a_string_and_refresh_tokens_rotate() {
    let mut exact = Exact::start().await;
    exact.sandbox.advance(570_000).unwrap();
    let old = exact.refresh.clone();
    let reply = exact.refresh_with(&old).await;
    let json = reply.json();
    assert_eq!(
        (json["expires_in"].as_str(), json["token_type"].as_str()),
        (Some("600"), Some("bearer"))
    );
    exact.keep(&reply);
    assert_ne!(exact.refresh, old);
    assert_eq!(me(&exact).await, 200);
}

#[tokio::test]
async fn point_3_a_refresh_before_570_seconds_is_refused_and_counts_as_an_error() {
    let exact = Exact::start().await;
    exact.sandbox.advance(569_000).unwrap();
    let reply = exact.refresh_with(&exact.refresh).await;
    assert_eq!(reply.status, 400);
    assert_eq!(
        reply.json(),
        serde_json::json!({"error":"access_denied","error_description":"Rate limit exceeded: access_token not expired"})
    );
    assert_eq!(
        reply.header("reason"),
        Some("TooEarlyToRefreshTokens: Rate limit exceeded: access_token not expired")
    );
    for _ in 0..10 {
        exact.refresh_with(&exact.refresh).await;
    }
    exact.sandbox.advance(1_000).unwrap();
    assert_eq!(
        exact.refresh_with(&exact.refresh).await.status,
        403,
        "blocked after eleven errors"
    );
    exact.sandbox.advance(3_600_000).unwrap();
    assert_eq!(exact.refresh_with(&exact.refresh).await.status, 200);
}

#[tokio::test]
async fn point_4_a_reused_refresh_token_is_an_old_one() {
    let exact = Exact::start().await;
    exact.sandbox.advance(600_000).unwrap();
    assert_eq!(exact.refresh_with(&exact.refresh).await.status, 200);
    let reply = exact.refresh_with(&exact.refresh).await;
    assert_eq!(reply.status, 401);
    assert_eq!(
        reply.json(),
        serde_json::json!({"error":"unauthorized_client","error_description":"Old refresh token used."})
    );
}

#[tokio::test]
async fn point_4_switch_b_the_old_one_lives_until_the_new_one_is_used() {
    let switches = Switches {
        old_refresh_token: OldRefreshToken::DiesWhenNewIsUsed,
        ..roomy()
    };
    let mut exact = Exact::with(switches).await;
    let old = exact.refresh.clone();
    exact.sandbox.advance(600_000).unwrap();
    assert_eq!(
        exact.refresh_with(&old).await.status,
        200,
        "this answer is lost"
    );
    exact.sandbox.advance(600_000).unwrap();
    let reply = exact.refresh_with(&old).await;
    assert_eq!(reply.status, 200, "the old one still works");
    exact.keep(&reply);
    assert_eq!(me(&exact).await, 200);
    exact.sandbox.advance(600_000).unwrap();
    assert_eq!(
        exact.refresh_with(&old).await.status,
        401,
        "the new one was used"
    );
}

#[tokio::test]
async fn point_5_at_most_200_token_calls_a_day() {
    let exact = Exact::with(Switches {
        error_limit: 1_000,
        ..roomy()
    })
    .await;
    for _ in 1..200 {
        assert_eq!(exact.refresh_with(&exact.refresh).await.status, 400);
    }
    assert_eq!(exact.refresh_with(&exact.refresh).await.status, 429);
    let code = exact.code(1, &[A]);
    assert_eq!(
        exact.exchange(&code).await.status,
        200,
        "another user has 200 of his own"
    );
    exact.sandbox.advance(14 * 3_600_000).unwrap();
    assert_eq!(exact.refresh_with(&exact.refresh).await.status, 429);
    exact.sandbox.advance(3_600_000).unwrap();
    assert_eq!(
        exact.refresh_with(&exact.refresh).await.status,
        200,
        "the UTC day is over"
    );
}

#[tokio::test]
async fn point_6_a_second_consent_of_the_same_user_ends_the_first_chain() {
    let mut exact = Exact::start().await;
    let (first_access, first_refresh) = (exact.token.clone(), exact.refresh.clone());
    exact.sign_in(1, &[A]).await;
    exact.token.clone_from(&first_access);
    assert_eq!(
        me(&exact).await,
        200,
        "another user's consent changes nothing"
    );
    exact.sign_in(0, &[A]).await;
    exact.sandbox.advance(590_000).unwrap();
    let reply = exact.refresh_with(&first_refresh).await;
    assert_eq!(reply.status, 400);
    assert_eq!(
        reply.json()["error_description"],
        "Token is not allowed, because of invalid or empty chainId"
    );
    exact.token = first_access;
    assert_eq!(me(&exact).await, 401);
}

#[tokio::test]
async fn point_7_a_refresh_token_dies_after_30_days() {
    let exact = Exact::start().await;
    exact.sandbox.advance(30 * 86_400_000 - 1_000).unwrap();
    let last = exact.refresh_with(&exact.refresh).await;
    assert_eq!(last.status, 200, "a second before");
    let exact = Exact::start().await;
    exact.sandbox.advance(30 * 86_400_000).unwrap();
    let reply = exact.refresh_with(&exact.refresh).await;
    assert_eq!(
        (reply.status.as_u16(), reply.json()),
        (400, serde_json::json!({"error":"invalid_grant"}))
    );
}

#[tokio::test]
async fn point_8_an_access_token_lives_600_seconds() {
    let exact = Exact::start().await;
    exact.sandbox.advance(599_000).unwrap();
    assert_eq!(me(&exact).await, 200);
    exact.sandbox.advance(1_000).unwrap();
    assert_eq!(me(&exact).await, 401);
}

#[tokio::test]
async fn credentials_may_come_as_basic_and_errors_have_their_names() {
    use base64::Engine as _;
    let exact = Exact::start().await;
    exact.sandbox.advance(570_000).unwrap();
    let basic = base64::engine::general_purpose::STANDARD
        .encode(format!("{DEMO_CLIENT_ID}:{DEMO_CLIENT_SECRET}"));
    let body = format!("grant_type=refresh_token&refresh_token={}", exact.refresh);
    let request =
        Request::post("/api/oauth2/token").header("authorization", format!("Basic {basic}"));
    assert_eq!(
        exact.send(request.body(body.into()).unwrap()).await.status,
        200
    );

    let error = async |body: &str| {
        exact
            .form("/api/oauth2/token", body.to_owned())
            .await
            .json()["error"]
            .clone()
    };
    assert_eq!(error("grant_type=refresh_token").await, "invalid_request");
    assert_eq!(error("client_id=x&client_id=x").await, "invalid_request");
    let known = format!("client_id={DEMO_CLIENT_ID}&client_secret=");
    assert_eq!(
        error(&format!(
            "{known}wrong&grant_type=refresh_token&refresh_token=x"
        ))
        .await,
        "invalid_client"
    );
    assert_eq!(
        error(&format!("{known}{DEMO_CLIENT_SECRET}&grant_type=password")).await,
        "unsupported_grant_type"
    );
}

#[tokio::test]
async fn point_4_switch_b_a_call_that_a_fault_kept_from_any_effect_did_not_use_the_new_one() {
    let switches = Switches {
        old_refresh_token: OldRefreshToken::DiesWhenNewIsUsed,
        ..roomy()
    };
    for (fault, status) in [
        (json!({"kind": "drop", "count": 1}), 200),
        (json!({"kind": "status", "status": 503, "count": 1}), 200),
        (json!({"kind": "drop", "when": "after", "count": 1}), 401),
    ] {
        let mut exact = Exact::with(switches.clone()).await;
        let old = exact.refresh.clone();
        exact.sandbox.advance(600_000).unwrap();
        let reply = exact.refresh_with(&old).await;
        exact.keep(&reply);
        let told = fault.to_string();
        exact
            .sandbox
            .fault(serde_json::from_value(fault).unwrap())
            .unwrap();
        assert_ne!(me(&exact).await, 200);
        exact.sandbox.advance(600_000).unwrap();
        let reply = exact.refresh_with(&old).await;
        assert_eq!(reply.status, status, "{told}: {}", reply.text);
    }
}
