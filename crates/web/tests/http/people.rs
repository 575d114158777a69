//! Signing in and out, sessions, rights, forms from elsewhere.

use std::time::Duration;

use http::StatusCode;
use office::{Role, users};
use secrecy::ExposeSecret;

use crate::browser::{House, PASSWORD};

#[tokio::test]
async fn one_signs_in_comes_back_to_the_page_and_signs_out() {
    let house = House::open().await;
    house.person("els", Role::Office).await;
    let mut browser = house.browser();
    let form = [
        ("login", "els"),
        ("password", PASSWORD),
        ("then", "/facturatie/klanten"),
    ];
    let answer = browser.post("/aanmelden", &form).await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/facturatie/klanten")
    );
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly")
            && cookie.contains("SameSite=Lax")
            && !cookie.contains("Secure"),
        "{cookie}"
    );
    assert!(browser.get("/facturatie/klanten").await.says("Persoon els"));
    assert_eq!(browser.get("/aanmelden").await.location(), "/");
    let before = browser.clone();
    assert_eq!(
        browser.post("/afmelden", &[]).await.location(),
        "/aanmelden"
    );
    assert!(browser.get("/aanmelden").await.says("U bent afgemeld."));
    assert!(
        !browser.get("/aanmelden").await.says("U bent afgemeld."),
        "a notice is shown once"
    );
    let mut stolen = before;
    assert_eq!(
        stolen.get("/").await.status,
        StatusCode::SEE_OTHER,
        "the session itself has ended"
    );
}

#[tokio::test]
async fn a_wrong_password_is_told_without_saying_which_half_is_wrong() {
    let house = House::open().await;
    house.person("els", Role::Office).await;
    let mut browser = house.browser();
    for login in ["els", "nobody", "", "<b>"] {
        let answer = browser
            .post("/aanmelden", &[("login", login), ("password", "verkeerd")])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.says("Gebruikersnaam of wachtwoord klopt niet."),
            "{login}"
        );
        assert!(!answer.body.contains("<b>") && !answer.body.contains("verkeerd"));
    }
    assert!(browser.cookies.is_empty());
}

#[tokio::test]
async fn nobody_is_sent_to_another_site_after_signing_in() {
    let house = House::open().await;
    house.person("els", Role::Office).await;
    for then in ["https://example.com", "//example.com", "/\\example.com"] {
        let mut browser = house.browser();
        let answer = browser
            .post(
                "/aanmelden",
                &[("login", "els"), ("password", PASSWORD), ("then", then)],
            )
            .await;
        assert_eq!(answer.location(), "/", "{then}");
    }
}

#[tokio::test]
async fn a_one_time_password_is_replaced_first() {
    let house = House::open().await;
    let first = users::create_first(&house.app.office)
        .await
        .unwrap()
        .unwrap();
    let mut browser = house.browser();
    let password = first.password.expose_secret().to_owned();
    browser
        .post(
            "/aanmelden",
            &[("login", &first.login), ("password", &password)],
        )
        .await;
    assert_eq!(
        browser.get("/systeem/opties").await.location(),
        "/aanmelden/wachtwoord"
    );
    assert!(
        browser
            .get("/aanmelden/wachtwoord")
            .await
            .says("eenmalig gebruik")
    );
    let short = browser
        .post(
            "/aanmelden/wachtwoord",
            &[("present", &password), ("wanted", "kort")],
        )
        .await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = browser
        .post(
            "/aanmelden/wachtwoord",
            &[("present", "x"), ("wanted", PASSWORD)],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = browser
        .post(
            "/aanmelden/wachtwoord",
            &[("present", &password), ("wanted", PASSWORD)],
        )
        .await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/"));
    assert!(browser.get("/").await.says("Uw wachtwoord is gewijzigd."));
}

#[tokio::test]
async fn a_session_ends_after_a_while() {
    let house = House::open().await;
    let mut browser = house.signed_in(Role::Office).await;
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
    house
        .app
        .office
        .clock
        .advance(Duration::from_secs(3 * 3600));
    assert_eq!(browser.get("/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_office_clerk_gets_no_further_than_the_desk() {
    let house = House::open().await;
    let mut clerk = house.signed_in(Role::Office).await;
    for address in [
        "/systeem/opties",
        "/beheer/locatie",
        "/facturatie/boekhouding/synchroniseren",
    ] {
        let answer = clerk.get(address).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{address}");
        assert!(answer.says("Dit mag u niet"), "{address}");
    }
    let posts: [(&str, &[(&str, &str)]); 6] = [
        ("/systeem/opties", &[("package", "none")]),
        ("/systeem/opties/verbinden", &[]),
        ("/systeem/opties/administratie", &[("administration", "1")]),
        (
            "/systeem/opties/btw-codes",
            &[("administration", "1"), ("code-standard.2100", "1")],
        ),
        ("/beheer/locatie", &[("name", "X")]),
        (
            "/facturatie/algemene-rekeningen",
            &[("number", "704000"), ("name", "X")],
        ),
    ];
    for (address, form) in posts {
        assert_eq!(
            clerk.post(address, form).await.status,
            StatusCode::FORBIDDEN,
            "{address}"
        );
    }
    let home = clerk.get("/").await;
    assert!(
        !home.says(">Opties<") && !home.says(">Locatie<"),
        "the menu offers what one may open"
    );
}

#[tokio::test]
async fn a_bookkeeper_sees_the_options_but_does_not_connect() {
    let house = House::open().await;
    let mut bookkeeper = house.signed_in(Role::Bookkeeper).await;
    let page = bookkeeper.get("/systeem/opties").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.says("Verbinden met Exact Online"));
    assert_eq!(
        bookkeeper
            .post("/systeem/opties/verbinden", &[])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        bookkeeper
            .post("/systeem/opties", &[("package", "none")])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let house = House::open().await;
    let mut browser = house.signed_in(Role::Administrator).await;
    let form = [("name", "Van elders"), ("country", "BE")];
    let headers: [&[(&str, &str)]; 3] = [
        &[("Sec-Fetch-Site", "cross-site")],
        &[("Origin", "https://example.com")],
        &[("Origin", "null")],
    ];
    for headers in headers {
        let answer = browser
            .post_with("/facturatie/klanten/nieuw", &form, headers)
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        assert!(answer.says("kwam van een andere website"), "{headers:?}");
    }
    assert!(
        browser
            .get("/facturatie/klanten")
            .await
            .says("Er zijn nog geen klanten.")
    );
    let own = [("Origin", "http://127.0.0.1:8080")];
    let answer = browser
        .post_with("/facturatie/klanten/nieuw", &form, &own)
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}
