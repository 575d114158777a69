//! At the door: under which name, from where, how many at once, and which session.

use std::net::SocketAddr;

use axum::body::Body;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use office::{HASHES_PER_SOURCE, Role, sessions::FAILURES_FREE};
use tokio::task::JoinSet;
use tower::ServiceExt as _;
use web::{Names, Peer, Proxies, Settings};

use crate::browser::{Browser, House, PASSWORD};

const LOGIN: [(&str, &str); 2] = [("login", "els"), ("password", PASSWORD)];
const WRONG: [(&str, &str); 2] = [("login", "els"), ("password", "verkeerd")];

async fn asked_under(house: &House, host: Option<&str>, address: &str) -> (StatusCode, String) {
    let mut request = Request::builder().uri(address);
    if let Some(host) = host {
        request = request.header("Host", host);
    }
    let request = request.body(Body::empty()).unwrap();
    let response = house.router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test]
async fn it_answers_under_its_own_names_only() {
    let names = Names::new("https://pm.example", "0.0.0.0:8080", &["pm.lan".to_owned()]);
    let house = House::with(Settings {
        names,
        ..Settings::default()
    })
    .await;
    for host in [
        "pm.example",
        "PM.example:443",
        "pm.lan",
        "localhost:9",
        "127.0.0.1:8080",
        "[::1]:80",
    ] {
        let (status, _) = asked_under(&house, Some(host), "/aanmelden").await;
        assert_eq!(status, StatusCode::OK, "{host}");
    }
    for address in ["/aanmelden", "/", "/nowhere", "/assets/x.css"] {
        let (status, told) = asked_under(&house, Some("rebound.example"), address).await;
        assert_eq!(status, StatusCode::MISDIRECTED_REQUEST, "{address}");
        assert!(told.contains("public_url") && !told.contains('<'), "{told}");
        let (status, _) = asked_under(&house, None, address).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{address}");
    }
    for address in ["/healthz", "/readyz"] {
        for host in [Some("10.1.2.3:8080"), None] {
            let (status, _) = asked_under(&house, host, address).await;
            assert_eq!(status, StatusCode::OK, "{address}");
        }
    }
}

#[tokio::test]
async fn of_hundreds_who_sign_in_at_once_few_are_let_wait_and_the_others_are_told() {
    let house = House::open().await;
    house.person("els", Role::Office).await;
    let mut asking = JoinSet::new();
    for number in 0..300 {
        let mut browser = house.browser();
        asking.spawn(async move {
            let login = format!("nobody-{number}");
            browser
                .post("/aanmelden", &[("login", &login), ("password", "x")])
                .await
        });
    }
    let answers = asking.join_all().await;
    let busy: Vec<_> = answers
        .iter()
        .filter(|answer| answer.status == StatusCode::SERVICE_UNAVAILABLE)
        .collect();
    assert!(
        busy.len() > 300 - 4 * HASHES_PER_SOURCE,
        "{} were told",
        busy.len()
    );
    for answer in busy {
        assert!(answer.says("Het is even te druk"), "{}", answer.body);
        assert_eq!(answer.header("retry-after"), "5");
    }
    let rest = answers
        .iter()
        .filter(|answer| answer.status != StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        rest.into_iter()
            .all(|answer| answer.status == StatusCode::UNPROCESSABLE_ENTITY)
    );
}

/// A browser behind a proxy that says where it is.
struct Behind<'a> {
    browser: Browser,
    address: &'a str,
}

impl Behind<'_> {
    async fn sign_in(&mut self, form: &[(&str, &str)]) -> StatusCode {
        let headers = [
            ("Sec-Fetch-Site", "same-origin"),
            ("X-Forwarded-For", self.address),
        ];
        self.browser
            .post_with("/aanmelden", form, &headers)
            .await
            .status
    }
}

/// Whoever calls is the proxy.
fn called(mut house: House) -> House {
    let remote: SocketAddr = "10.0.0.2:40000".parse().unwrap();
    let local: SocketAddr = "10.0.0.1:8080".parse().unwrap();
    let router = house
        .router
        .clone()
        .layer(axum::Extension(Peer { remote, local }));
    house.router = router;
    house
}

#[tokio::test]
async fn a_stranger_behind_a_proxy_keeps_nobody_out() {
    let proxies = Proxies::read(&["10.0.0.0/24".to_owned()]).unwrap();
    let house = called(
        House::with(Settings {
            proxies,
            ..Settings::default()
        })
        .await,
    );
    house.person("els", Role::Office).await;
    let behind = |address| Behind {
        browser: house.browser(),
        address,
    };
    let mut stranger = behind("203.0.113.9");
    for _ in 0..FAILURES_FREE * 3 {
        let status = stranger.sign_in(&WRONG).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(
        stranger.sign_in(&LOGIN).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let mut forger = behind("198.51.100.1, 203.0.113.9");
    assert_eq!(
        forger.sign_in(&LOGIN).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let mut owner = behind("198.51.100.1");
    assert_eq!(owner.sign_in(&LOGIN).await, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_browser_that_signed_in_before_gets_in_beside_a_stranger_at_its_address() {
    let house = House::open().await;
    house.person("els", Role::Office).await;
    let mut known = house.browser();
    let answer = known.post("/aanmelden", &LOGIN).await;
    let cookies: Vec<&str> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().unwrap())
        .collect();
    let device = cookies
        .iter()
        .find(|cookie| cookie.starts_with("planmanager_device="))
        .unwrap();
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        assert!(device.contains(attribute), "{device}");
    }
    known.post("/afmelden", &[]).await;
    let mut stranger = house.browser();
    for _ in 0..FAILURES_FREE * 3 {
        stranger.post("/aanmelden", &WRONG).await;
    }
    let refused = stranger.post("/aanmelden", &LOGIN).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("te vaak een verkeerd wachtwoord"));
    assert_eq!(
        known.post("/aanmelden", &LOGIN).await.status,
        StatusCode::SEE_OTHER
    );
    let mut forged = house.browser();
    forged
        .cookies
        .insert("planmanager_device".to_owned(), "0".repeat(64));
    let refused = forged.post("/aanmelden", &LOGIN).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn signing_in_again_ends_the_session_of_before() {
    let house = House::open().await;
    house.person("els", Role::Office).await;
    let mut browser = house.browser();
    browser.post("/aanmelden", &LOGIN).await;
    let mut before = browser.clone();
    assert_eq!(before.get("/").await.status, StatusCode::OK);
    let again = browser.post("/aanmelden", &LOGIN).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
    assert_eq!(before.get("/").await.location(), "/aanmelden?then=%2F");
}
