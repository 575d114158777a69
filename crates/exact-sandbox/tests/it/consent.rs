//! The consent page (facts 1.2).

use exact_sandbox::{DEMO_CLIENT_ID, Switches};
use http::Request;

use crate::driver::{A, Exact, REDIRECT, roomy, user};

/// The query of an app that asks for consent.
fn ask() -> String {
    let redirect: String = url::form_urlencoded::byte_serialize(REDIRECT.as_bytes()).collect();
    format!("client_id={DEMO_CLIENT_ID}&redirect_uri={redirect}&response_type=code&state=s%26t")
}

#[tokio::test]
async fn the_consent_page_asks_for_a_user_and_then_for_companies() {
    let exact = Exact::start().await;
    let ask = ask();
    let page = |query: String| {
        let request = Request::get(format!("/api/oauth2/auth?{query}"))
            .body(String::new().into())
            .unwrap();
        exact.send(request)
    };
    assert!(page(ask.clone()).await.text.contains("Aanmelden"));
    assert_eq!(page(ask.replace("callback", "elsewhere")).await.status, 400);

    let signed_in = exact
        .form(
            &format!("/api/oauth2/signin?{ask}"),
            format!("user={}", user(&exact.sandbox, 0)),
        )
        .await;
    let cookie = signed_in
        .header("set-cookie")
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let with_cookie = async |query: &str| {
        let request = Request::get(format!("/api/oauth2/auth?{query}")).header("cookie", &cookie);
        exact
            .send(request.body(String::new().into()).unwrap())
            .await
            .text
    };
    let consent = with_cookie(&ask).await;
    assert!(
        consent.contains("Toestaan")
            && consent.contains("Weigeren")
            && consent.contains("Voorbeeld BV")
    );
    assert!(
        with_cookie(&format!("{ask}&force_login=1"))
            .await
            .contains("Aanmelden")
    );
}

#[tokio::test]
async fn the_decision_leads_back_with_code_and_state() {
    let exact = Exact::start().await;
    let ask = ask();
    let decide = |decision: &str| {
        exact.form(
            "/api/oauth2/auth",
            format!("{ask}&user=els%40example.com&division={A}&decision={decision}"),
        )
    };
    let denied = decide("deny").await;
    assert_eq!(
        denied.header("location"),
        Some(&*format!("{REDIRECT}?error=access_denied&state=s%26t"))
    );
    let allowed = decide("allow").await;
    assert_eq!(allowed.status, 303);
    let back = url::Url::parse(allowed.header("location").unwrap()).unwrap();
    let code = back
        .query_pairs()
        .find(|(name, _)| name == "code")
        .unwrap()
        .1
        .into_owned();
    assert!(
        back.query_pairs()
            .any(|(name, value)| name == "state" && value == "s&t")
    );
    assert_eq!(exact.exchange(&code).await.status, 200);
}

#[tokio::test]
async fn redirects_must_be_https_when_the_switch_says_so() {
    let exact = Exact::with(Switches {
        https_redirects: true,
        ..roomy()
    })
    .await;
    let body = format!(
        "client_id={DEMO_CLIENT_ID}&redirect_uri={REDIRECT}&user=els@example.com&division={A}&decision=allow"
    );
    assert_eq!(exact.form("/api/oauth2/auth", body).await.status, 400);
}
