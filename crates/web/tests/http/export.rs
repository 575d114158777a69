//! The whole way through the pages: from a file to a booking in the books of the sandbox.

use http::StatusCode;
use office::Role;
use office::journals::{self, Marks};

use crate::browser::{Answer, Browser, House};
use crate::set_up::connect;

const INVOICE: &[u8] = include_bytes!("../../../ubl/samples/invoice.xml");

async fn work(house: &House) {
    link::worker::run_until_idle(&house.app.link).await.unwrap();
}

fn after<'a>(page: &'a Answer, mark: &str) -> &'a str {
    let rest = page
        .body
        .split(mark)
        .nth(1)
        .unwrap_or_else(|| panic!("no {mark} in {}", page.body));
    rest.split('"').next().unwrap()
}

/// A location with its administration, accounts, journals and VAT codes; gives back location and journal.
async fn set_up(house: &House, boss: &mut Browser) -> (String, String) {
    connect(house, boss).await;
    let page = boss.get("/beheer/locatie").await;
    let option = page
        .body
        .split("<option value=\"")
        .find(|part| part.contains("(123456)"))
        .unwrap();
    let administration = option.split('"').next().unwrap().to_owned();
    let form = [
        ("name", "Bodystop A"),
        ("country", "BE"),
        ("enterprise_number", "0001.010.085"),
        ("administration", administration.as_str()),
        ("start_date", "01-01-2026"),
    ];
    let made = boss.post("/beheer/locatie", &form).await;
    let location = made.location().split('=').nth(1).unwrap().to_owned();
    work(house).await;
    for address in [
        "/facturatie/algemene-rekeningen/importeren",
        "/facturatie/journalen/importeren",
    ] {
        assert_eq!(
            boss.post(address, &[("administration", "")]).await.status,
            StatusCode::SEE_OTHER
        );
    }
    work(house).await;
    assert!(
        boss.get("/facturatie/algemene-rekeningen")
            .await
            .says("704000")
    );
    let all = journals::list(&house.app.office, &house.boss)
        .await
        .unwrap();
    let sales = all.iter().find(|one| one.code == "70").unwrap();
    let marks = Marks {
        numbered_elsewhere: true,
        ..Marks::of(sales)
    };
    journals::save_marks(&house.app.office, &house.boss, sales.id, &marks)
        .await
        .unwrap();
    (location, sales.id.to_string())
}

#[tokio::test]
async fn a_file_becomes_a_booking_with_one_click() {
    let house = House::open().await;
    let mut boss = house.signed_in(Role::Administrator).await;
    let (location, journal) = set_up(&house, &mut boss).await;
    let form = boss.get("/facturatie/facturen/importeren").await;
    let option = form
        .body
        .split("<option value=\"")
        .find(|part| part.contains(">704000"))
        .unwrap();
    let account = option.split('"').next().unwrap().to_owned();
    let fields = [
        ("location", location.as_str()),
        ("journal", &journal),
        ("account", &account),
    ];
    let page = boss
        .upload(
            "/facturatie/facturen/importeren",
            &fields,
            &[("invoice.xml", INVOICE)],
        )
        .await;
    let content = after(&page, "name=\"file-0\" value=\"").to_owned();
    let mut fields = fields.to_vec();
    fields.extend([("name-0", "invoice.xml"), ("file-0", content.as_str())]);
    let done = boss
        .upload("/facturatie/facturen/importeren/bevestigen", &fields, &[])
        .await;
    assert!(done.says(">ingelezen<"), "{}", done.body);

    let filter = "sent=1&location=&shown_location=x&from=1-9-2026&to=30-09-2026";
    let preview = boss
        .get(&format!("/facturatie/boekhouding/voorbeeld?{filter}"))
        .await;
    assert!(
        preview.says("nog geen btw-code gekozen") && preview.says("#vat"),
        "{}",
        preview.body
    );

    let options = boss.get("/systeem/opties").await;
    let administration = after(&options, "name=\"administration\" value=\"").to_owned();
    let proposed = options
        .body
        .split("name=\"code-standard.2100\"")
        .nth(1)
        .unwrap();
    let code = proposed
        .split("<option value=\"")
        .find(|part| part.contains(" selected"))
        .unwrap();
    let code = code.split('"').next().unwrap().to_owned();
    let mapped = [
        ("administration", administration.as_str()),
        ("journal", ""),
        ("code-standard.2100", &code),
    ];
    assert_eq!(
        boss.post("/systeem/opties/btw-codes", &mapped).await.status,
        StatusCode::SEE_OTHER
    );

    let preview = boss
        .get(&format!("/facturatie/boekhouding/voorbeeld?{filter}"))
        .await;
    assert!(preview.says("Alles kan vertrekken."), "{}", preview.body);
    let press = [
        ("sent", "1"),
        ("location", ""),
        ("shown_location", "x"),
        ("from", "1-9-2026"),
        ("to", "30-09-2026"),
        ("parts", "both"),
    ];
    let run = boss.post("/facturatie/boekhouding", &press).await;
    assert_eq!(run.status, StatusCode::SEE_OTHER, "{}", run.body);
    let address = run.location().to_owned();
    let running = boss.get(&address).await;
    assert!(
        running.says("hx-trigger=\"every 2s\"") && running.says("http-equiv=\"refresh\""),
        "{}",
        running.body
    );
    work(&house).await;
    let fragment = boss.get(&format!("{address}/voortgang")).await;
    assert!(
        fragment.says(">geboekt<") && !fragment.says("every 2s"),
        "{}",
        fragment.body
    );
    assert!(!fragment.says("<html"), "only the part that moves");
    let entries = house
        .sandbox
        .with_books(|books| format!("{books:?}").matches("A1-2026-000417").count());
    assert!(entries > 0, "it stands in the books of the sandbox");
    assert!(
        boss.get("/facturatie/boekhouding/runs")
            .await
            .says("Exporteer Klanten & Facturen")
    );
    assert!(
        boss.get("/facturatie/facturen?state=booked")
            .await
            .says("A1-2026-000417")
    );
}

#[tokio::test]
async fn a_wrong_filter_starts_nothing_and_keeps_what_was_typed() {
    let house = House::open().await;
    let mut boss = house.signed_in(Role::Administrator).await;
    set_up(&house, &mut boss).await;
    let cases = [
        ("31-02-2026", "30-09-2026", "Dit is geen datum."),
        (
            "2-10-2026",
            "1-10-2026",
            "De datum Van ligt na de datum Tot.",
        ),
    ];
    for (from, to, said) in cases {
        let form = [
            ("sent", "1"),
            ("shown_location", "x"),
            ("from", from),
            ("to", to),
            ("parts", "both"),
        ];
        let answer = boss.post("/facturatie/boekhouding", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.says(said), "{said}: {}", answer.body);
    }
    let none = [
        ("sent", "1"),
        ("location", ""),
        ("shown_location", ""),
        ("from", ""),
        ("to", ""),
        ("parts", "both"),
    ];
    assert!(
        boss.post("/facturatie/boekhouding", &none)
            .await
            .says("Vink minstens één journaal aan.")
    );
    let unknown = boss
        .post(
            "/facturatie/boekhouding",
            &[("sent", "1"), ("parts", "everything")],
        )
        .await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    assert!(
        boss.get("/facturatie/boekhouding/runs")
            .await
            .says("Er werd nog niets geëxporteerd.")
    );
    assert!(
        boss.get("/facturatie/boekhouding")
            .await
            .says("value=\"24-11-2026\""),
        "today by default"
    );
}

#[tokio::test]
async fn synchronising_asks_for_the_administration_once_more() {
    let house = House::open().await;
    let mut boss = house.signed_in(Role::Administrator).await;
    assert!(
        boss.get("/facturatie/boekhouding/synchroniseren")
            .await
            .says("Geen enkele locatie heeft al een administratie.")
    );
    set_up(&house, &mut boss).await;
    let page = boss.get("/facturatie/boekhouding/synchroniseren").await;
    let id = after(&page, "type=\"radio\" name=\"administration\" value=\"").to_owned();
    let done = boss
        .post(
            "/facturatie/boekhouding/synchroniseren",
            &[("administration", &id)],
        )
        .await;
    assert_eq!(
        (done.status, done.location()),
        (StatusCode::SEE_OTHER, "/facturatie/boekhouding")
    );
    assert!(
        boss.get("/facturatie/boekhouding")
            .await
            .says("De rekeningen worden gekoppeld")
    );
    let none = boss
        .post("/facturatie/boekhouding/synchroniseren", &[])
        .await;
    assert_eq!(none.status, StatusCode::BAD_REQUEST);
}
