//! Setting up: the location, the consent, its administration, its VAT codes.

use exact_sandbox::{DEMO_CLIENT_ID, DEMO_USER};
use http::StatusCode;
use office::Role;

use crate::browser::{Browser, House};

/// The sandbox's first company.
pub(crate) const DIVISION: i32 = 123_456;

/// Connects through the pages, as the browser would.
pub(crate) async fn connect(house: &House, browser: &mut Browser) {
    let away = browser.post("/systeem/opties/verbinden", &[]).await;
    assert_eq!(away.status, StatusCode::SEE_OTHER, "{}", away.body);
    assert!(
        away.location().starts_with("http://127.0.0.1:8090/"),
        "{}",
        away.location()
    );
    let (_, query) = away.location().split_once('?').unwrap();
    let find = |name: &str| {
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(&format!("{name}=")))
            .unwrap()
            .to_owned()
    };
    let state = find("state");
    let redirect = "http://127.0.0.1:8080/koppeling/exact/callback";
    let user = house.sandbox.with_books(|books| {
        books
            .users
            .iter()
            .find(|user| user.user_name == DEMO_USER)
            .unwrap()
            .id
    });
    let code = house
        .sandbox
        .consent(DEMO_CLIENT_ID, user, &[DIVISION], redirect)
        .unwrap();
    let code: String =
        percent_encoding::utf8_percent_encode(&code, percent_encoding::NON_ALPHANUMERIC)
            .to_string();
    let back = browser
        .get(&format!(
            "/koppeling/exact/callback?code={code}&state={state}"
        ))
        .await;
    assert_eq!(
        (back.status, back.location()),
        (StatusCode::SEE_OTHER, "/systeem/opties"),
        "{}",
        back.body
    );
}

#[tokio::test]
async fn one_connects_and_the_pages_say_so() {
    let house = House::open().await;
    let mut boss = house.signed_in(Role::Administrator).await;
    assert!(boss.get("/").await.says("Niet verbonden met Exact Online"));
    connect(&house, &mut boss).await;
    let page = boss.get("/systeem/opties").await;
    assert!(page.says("Verbonden met Exact Online. Kies nu per locatie een administratie."));
    assert!(
        page.says("Opnieuw verbinden") && page.says("(123456)"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_consent_that_was_not_asked_for_here_is_refused() {
    let house = House::open().await;
    let mut boss = house.signed_in(Role::Administrator).await;
    let answer = boss
        .get("/koppeling/exact/callback?code=abc&state=unknown")
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.says("werd niet vanuit dit scherm gestart"),
        "{}",
        answer.body
    );
    let denied = boss
        .get("/koppeling/exact/callback?error=access_denied&error_description=%3Cb%3Enee")
        .await;
    assert_eq!(denied.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(denied.says("Exact Online gaf geen toestemming") && !denied.body.contains("<b>nee"));
}

#[tokio::test]
async fn a_location_gets_its_administration_and_start_date() {
    let house = House::open().await;
    let mut boss = house.signed_in(Role::Administrator).await;
    let form = [
        ("name", "Bodystop A"),
        ("country", "BE"),
        ("language", "nl"),
        ("administration", ""),
        ("start_date", ""),
    ];
    let made = boss.post("/beheer/locatie", &form).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    connect(&house, &mut boss).await;
    let address = made.location().to_owned();
    let id = address.split('=').nth(1).unwrap().to_owned();
    let page = boss.get(&address).await;
    let option = page
        .body
        .split("<option value=\"")
        .find(|part| part.contains("(123456)"))
        .unwrap();
    let administration = option.split('"').next().unwrap().to_owned();
    let mut form = vec![
        ("id", id.as_str()),
        ("name", "Bodystop A"),
        ("country", "BE"),
        ("administration", &administration),
    ];
    form.push(("start_date", "31-02-2026"));
    let wrong = boss.post("/beheer/locatie", &form).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("Dit is geen datum.") && wrong.says("value=\"31-02-2026\""));
    form.pop();
    form.push(("start_date", "1.11.26"));
    assert_eq!(
        boss.post("/beheer/locatie", &form).await.location(),
        address
    );
    let page = boss.get(&address).await;
    assert!(
        page.says("value=\"01-11-2026\"") && page.says("(123456)</td>"),
        "{}",
        page.body
    );
    administration_settings(&mut boss, &administration).await;
}

/// The dates of an administration: a wrong one is told, right ones are kept.
async fn administration_settings(boss: &mut Browser, administration: &str) {
    let settings = |filed| {
        [
            ("administration", administration),
            ("start_date", "2-11-2026"),
            ("vat_filed_up_to", filed),
        ]
    };
    let address = "/systeem/opties/administratie";
    let wrong = boss.post(address, &settings("x")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = boss.post(address, &settings("30-9-2026")).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER);
    let page = boss.get("/systeem/opties").await;
    assert!(page.says("value=\"02-11-2026\"") && page.says("value=\"30-09-2026\""));
}

#[tokio::test]
async fn a_wrong_bank_account_is_told_at_the_form() {
    let house = House::open().await;
    let mut boss = house.signed_in(Role::Administrator).await;
    let form = [("name", "X"), ("country", "BE"), ("iban", "BE00")];
    let wrong = boss.post("/beheer/locatie", &form).await;
    let said = wrong.says("BE00 is geen geldig rekeningnummer");
    assert!(said, "{}", wrong.body);
}
