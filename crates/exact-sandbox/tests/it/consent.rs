//! The consent page (facts 1.2).

use exact_sandbox::{DEMO_CLIENT_ID, Seed, Switches};
use http::Request;

use crate::driver::{A, Exact, REDIRECT, roomy, seed, user};

/// The query of an app that asks for consent.
fn ask() -> String {
    let redirect: String = url::form_urlencoded::byte_serialize(REDIRECT.as_bytes()).collect();
    format!("client_id={DEMO_CLIENT_ID}&redirect_uri={redirect}&response_type=code&state=s%26t")
}

#[tokio::test]
async fn the_consent_page_asks_for_a_user_and_then_for_companies() {
    let exact = Exact::with(on_loopback()).await;
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
    let exact = Exact::with(on_loopback()).await;
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

/// Many calls a minute, and redirects to plain http as in a demo.
fn on_loopback() -> Switches {
    Switches {
        minute_limit: 1_000,
        ..Switches::demo()
    }
}

#[tokio::test]
async fn point_1_redirects_must_be_https_and_public_except_in_a_demo() {
    let public = "https://app.example.com/back";
    let mut seed = seed();
    assert!(
        seed.switches.as_ref().is_some_and(|it| !it.https_redirects),
        "the demo is on one machine"
    );
    seed.apps[0].redirect_uris.push(public.to_owned());
    assert!(Switches::default().https_redirects);
    let exact = Exact::with(roomy()).await;
    let only_apps = Seed {
        apps: seed.apps,
        ..Seed::default()
    };
    exact.sandbox.load(only_apps).unwrap();
    let decide = async |redirect: &str| {
        let body = format!(
            "client_id={DEMO_CLIENT_ID}&redirect_uri={redirect}&user=els@example.com&division={A}&decision=allow"
        );
        exact.form("/api/oauth2/auth", body).await.status.as_u16()
    };
    assert_eq!(decide(REDIRECT).await, 400, "plain http");
    assert_eq!(decide("https://localhost/callback").await, 400);
    assert_eq!(decide(public).await, 303);
    assert_eq!(
        decide("https://app.example.com/other").await,
        400,
        "not registered"
    );
    exact.sandbox.set_switches(on_loopback()).unwrap();
    assert_eq!(decide(REDIRECT).await, 303);
}

#[tokio::test]
async fn another_site_cannot_consent_but_the_own_page_programs_and_the_token_door_pass() {
    let exact = Exact::with(on_loopback()).await;
    let form = format!(
        "{}&user=els%40example.com&division={A}&decision=allow",
        ask()
    );
    let send = async |path: &str, said: &[(&str, &str)]| {
        let mut request = Request::post(path)
            .header("host", "exact.test")
            .header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in said {
            request = request.header(*name, *value);
        }
        let reply = exact.send(request.body(form.clone().into()).unwrap()).await;
        (reply.status.as_u16(), reply.header("location").is_some())
    };
    let foreign: [&[(&str, &str)]; 3] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
    ];
    for said in foreign {
        assert_eq!(send("/api/oauth2/auth", said).await, (403, false));
        assert_eq!(send("/api/oauth2/signin", said).await, (403, false));
        // Whoever exchanges a code says his secret: wrong, but not foreign.
        assert_eq!(send("/api/oauth2/token", said).await, (400, false));
    }
    let own: [&[(&str, &str)]; 3] = [
        &[],
        &[
            ("sec-fetch-site", "same-origin"),
            ("origin", "http://exact.test"),
        ],
        &[("origin", "http://exact.test")],
    ];
    for said in own {
        assert_eq!(
            send("/api/oauth2/auth", said).await,
            (303, true),
            "{said:?}"
        );
    }
}
