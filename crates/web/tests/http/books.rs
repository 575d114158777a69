//! Customers, accounts, journals: what is typed well and what is not.

use http::StatusCode;
use office::Role;
use office::journals::{self, JournalForm, Marks};

use crate::browser::House;

#[tokio::test]
async fn a_customer_is_made_mended_and_found() {
    let house = House::open().await;
    let mut browser = house.signed_in(Role::Office).await;
    let form = [
        ("name", " Fictieve Garage BV "),
        ("line", "Voorbeeldlaan 12"),
        ("country", "BE"),
        ("language", "fr"),
    ];
    let made = browser.post("/facturatie/klanten/nieuw", &form).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let address = made.location().to_owned();
    let page = browser.get(&address).await;
    assert!(page.says("Bewaard.") && page.says("value=\"Fictieve Garage BV\""));
    assert!(
        browser
            .get("/facturatie/klanten?text=garage")
            .await
            .says("Adres onvolledig")
    );
    let version = page
        .body
        .split("name=\"version\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let number = page
        .body
        .split("name=\"number\" type=\"text\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let mended = [
        ("version", version.as_str()),
        ("number", &number),
        ("name", "Fictieve Garage BV"),
        ("line", "Voorbeeldlaan 12"),
        ("postcode", "9999"),
        ("city", "Testgem"),
        ("country", "be"),
        ("language", "fr"),
    ];
    assert_eq!(
        browser.post(&address, &mended).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(
        browser
            .get("/facturatie/klanten?text=testgem")
            .await
            .says("Voorbeeldlaan 12, 9999 Testgem")
    );
    assert!(
        browser
            .get("/facturatie/klanten?text=zzz")
            .await
            .says("Geen klant gevonden.")
    );
    let late = browser.post(&address, &mended).await;
    assert_eq!(
        late.status,
        StatusCode::CONFLICT,
        "the version has moved on"
    );
    assert!(late.says("Iemand anders was u voor"));
}

#[tokio::test]
async fn what_is_wrong_with_a_customer_is_said_at_the_form_and_what_was_typed_stays() {
    let house = House::open().await;
    let mut browser = house.signed_in(Role::Office).await;
    let form = [
        ("name", ""),
        ("vat_number", "BE12"),
        ("email", "geen adres"),
        ("country", "Belgie"),
    ];
    let answer = browser.post("/facturatie/klanten/nieuw", &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in [
        "heeft geen naam.",
        "BE12 is geen geldig btw-nummer.",
        "geen adres is geen e-mailadres.",
        "value=\"BE12\"",
    ] {
        assert!(answer.says(text), "{text}: {}", answer.body);
    }
    let number = browser
        .post(
            "/facturatie/klanten/nieuw",
            &[("name", "An"), ("number", "12x")],
        )
        .await;
    assert!(number.says("12x is geen klantnummer.") && number.says("value=\"12x\""));
    let hostile = [("name", "<script>alert(1)</script>"), ("country", "BE")];
    let made = browser.post("/facturatie/klanten/nieuw", &hostile).await;
    let page = browser.get(made.location()).await;
    assert!(
        !page.body.contains("<script>alert"),
        "what people type is never markup"
    );
}

#[tokio::test]
async fn an_account_is_typed_chosen_and_refused_twice() {
    let house = House::open().await;
    let mut browser = house.signed_in(Role::Bookkeeper).await;
    let form = [
        ("number", "640200"),
        ("name", "Diverse kosten"),
        ("cost_centre", ""),
        ("description", ""),
    ];
    let made = browser.post("/facturatie/algemene-rekeningen", &form).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let chosen = browser.get(made.location()).await;
    assert!(chosen.says("value=\"640200\"") && chosen.says("class=\"chosen\""));
    let again = browser.post("/facturatie/algemene-rekeningen", &form).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.says("Rekening 640200 bestaat al: Diverse kosten."));
    let wrong = browser
        .post(
            "/facturatie/algemene-rekeningen",
            &[("number", "64x"), ("name", "X")],
        )
        .await;
    assert!(wrong.says("64x is geen rekeningnummer.") && wrong.says("value=\"64x\""));
    assert_eq!(
        browser
            .get("/facturatie/algemene-rekeningen?account=99")
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn import_from_exact_shows_only_when_exact_is_the_package() {
    let house = House::open().await;
    let mut boss = house.signed_in(Role::Administrator).await;
    assert_eq!(
        boss.post("/systeem/opties", &[("package", "none")])
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    for address in ["/facturatie/journalen", "/facturatie/algemene-rekeningen"] {
        assert!(
            !boss.get(address).await.says("Importeren vanuit Exact"),
            "{address}"
        );
    }
    assert!(!boss.get("/").await.says("Niet verbonden met Exact Online"));
    let wrong = boss.post("/systeem/opties", &[("package", "abacus")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("kan niet abacus zijn"));
}

#[tokio::test]
async fn an_internal_journal_is_greyed_with_the_reason() {
    let house = House::open().await;
    let form = JournalForm {
        code: "79".to_owned(),
        name: "Journaal verkoop intern 1".to_owned(),
        administration: None,
        marks: Marks {
            prefix: "I-{year}-".to_owned(),
            ..Marks::default()
        },
    };
    let journal = journals::create(&house.app.office, &house.boss, &form)
        .await
        .unwrap();
    let id = journal.id.to_string();
    let mut browser = house.signed_in(Role::Bookkeeper).await;
    assert!(
        browser
            .get("/facturatie/boekhouding")
            .await
            .says(&format!("value=\"{id}\" checked"))
    );
    let marks = [
        ("id", id.as_str()),
        ("internal", "1"),
        ("prefix", "I-{year}-"),
    ];
    assert_eq!(
        browser.post("/facturatie/journalen", &marks).await.status,
        StatusCode::SEE_OTHER
    );
    for address in ["/facturatie/journalen", "/facturatie/boekhouding"] {
        assert!(
            browser
                .get(address)
                .await
                .says("Intern: wordt niet geëxporteerd"),
            "{address}"
        );
    }
    let wrong = browser
        .post(
            "/facturatie/journalen",
            &[
                ("id", id.as_str()),
                ("prefix", "veel te lang voor een nummer dat past-"),
            ],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        browser
            .post("/facturatie/journalen", &[("id", "x")])
            .await
            .status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn a_filter_is_remembered_until_it_is_cleared() {
    let house = House::open().await;
    let mut browser = house.signed_in(Role::Office).await;
    assert_eq!(
        browser
            .get("/facturatie/facturen?state=refused&from=1/11/26&text=abc")
            .await
            .status,
        StatusCode::OK
    );
    let again = browser.get("/facturatie/facturen").await;
    assert!(
        again.says("value=\"01-11-2026\"") || again.says("value=\"1/11/26\""),
        "{}",
        again.body
    );
    assert!(again.says("<option value=\"refused\" selected>") && again.says("value=\"abc\""));
    let wrong = browser.get("/facturatie/facturen?from=31-02-2026").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("Dit is geen datum.") && wrong.says("value=\"31-02-2026\""));
    browser.get("/facturatie/facturen?clear=1").await;
    assert!(
        !browser
            .get("/facturatie/facturen")
            .await
            .says("selected>geweigerd")
    );
}

#[tokio::test]
async fn a_form_larger_than_any_of_ours_is_refused() {
    let house = House::open().await;
    let mut browser = house.signed_in(Role::Office).await;
    let huge = "x".repeat(300_000);
    let answer = browser
        .post("/facturatie/klanten/nieuw", &[("name", &huge)])
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.says("Te groot"), "{}", answer.body);
}
