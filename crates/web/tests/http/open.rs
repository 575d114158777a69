//! What is open to strangers, and what every answer bears.

use http::StatusCode;
use office::Role;

use crate::browser::House;

#[tokio::test]
async fn strangers_see_the_sign_in_and_nothing_else() {
    let house = House::open().await;
    let mut stranger = house.browser();
    for address in [
        "/",
        "/aanmelden/wachtwoord",
        "/facturatie/facturen",
        "/facturatie/facturen/1",
        "/facturatie/facturen/importeren",
        "/facturatie/klanten",
        "/facturatie/klanten/nieuw",
        "/facturatie/algemene-rekeningen",
        "/facturatie/journalen",
        "/facturatie/boekhouding",
        "/facturatie/boekhouding/voorbeeld",
        "/facturatie/boekhouding/runs",
        "/facturatie/boekhouding/runs/1",
        "/facturatie/boekhouding/runs/1/voortgang",
        "/beheer/locatie",
        "/systeem/opties",
        "/koppeling/exact/callback?code=x&state=y",
        "/nowhere",
    ] {
        let answer = stranger.get(address).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}");
        assert!(
            answer.location().starts_with("/aanmelden?then="),
            "{address}: {}",
            answer.location()
        );
    }
    for address in [
        "/facturatie/boekhouding",
        "/systeem/opties",
        "/facturatie/klanten/nieuw",
        "/afmelden",
    ] {
        let answer = stranger.post(address, &[("parts", "both")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}");
        assert_eq!(answer.location(), "/aanmelden", "{address}");
    }
    assert_eq!(stranger.get("/aanmelden").await.status, StatusCode::OK);
}

#[tokio::test]
async fn operators_learn_whether_it_lives_and_is_ready() {
    let house = House::open().await;
    let mut operator = house.browser();
    for (address, text) in [("/healthz", "ok"), ("/readyz", "ready")] {
        let answer = operator.get(address).await;
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (StatusCode::OK, text)
        );
    }
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_a_name_with_their_hash() {
    let house = House::open().await;
    let mut browser = house.browser();
    let page = browser.get("/aanmelden").await;
    let style = page
        .body
        .split("href=\"")
        .find(|part| part.starts_with("/assets/planmanager-"))
        .unwrap();
    let style = style.split('"').next().unwrap().to_owned();
    let answer = browser.get(&style).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert!(answer.header("cache-control").contains("immutable"));
    assert_eq!(
        browser
            .get("/assets/planmanager-000000000000.css")
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(page.says("zonder scripts"), !web::has_scripts());
}

#[tokio::test]
async fn every_answer_bears_the_policies() {
    let house = House::open().await;
    let mut browser = house.signed_in(Role::Administrator).await;
    for address in ["/", "/nowhere", "/healthz"] {
        let answer = browser.get(address).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"),
            "{address}: {policy}"
        );
        assert!(
            policy.contains("form-action 'self' http://127.0.0.1:8090"),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    assert_eq!(browser.get("/").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn what_is_not_there_is_a_page_that_says_so() {
    let house = House::open().await;
    let mut browser = house.signed_in(Role::Administrator).await;
    for address in [
        "/nowhere",
        "/facturatie/facturen/99",
        "/facturatie/facturen/x",
        "/facturatie/klanten/99",
        "/facturatie/boekhouding/runs/99",
    ] {
        let answer = browser.get(address).await;
        let wanted = if address.ends_with("/x") {
            StatusCode::BAD_REQUEST
        } else {
            StatusCode::NOT_FOUND
        };
        assert_eq!(answer.status, wanted, "{address}");
        assert!(answer.body.contains("<h1>"), "{address}: {}", answer.body);
    }
    let answer = browser.post("/facturatie/boekhouding/runs", &[]).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.says("Niet gevonden"));
}

#[tokio::test]
async fn a_language_is_chosen_and_kept() {
    let house = House::open().await;
    let mut browser = house.browser();
    assert!(browser.get("/aanmelden").await.says("Aanmelden"));
    let answer = browser.get("/taal/fr?naar=%2Faanmelden").await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/aanmelden")
    );
    assert!(browser.get("/aanmelden").await.says("Se connecter"));
    assert_eq!(
        browser
            .get("/taal/en?naar=https://example.com/")
            .await
            .location(),
        "/"
    );
    assert!(browser.get("/aanmelden").await.says("Sign in"));
    assert_eq!(browser.get("/taal/de").await.status, StatusCode::NOT_FOUND);
}
