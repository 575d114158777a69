//! The whole way through the pages: from a file to a booking in the books of the sandbox.

use exact_sandbox::admin::Order;
use http::StatusCode;
use office::Role;
use office::journals::{self, Marks};

use crate::browser::{Answer, Browser, House};
use crate::set_up::connect;

const INVOICE: &[u8] = include_bytes!("../../../ubl/samples/invoice.xml");

/// The company in which the location books.
pub(crate) const DIVISION: i32 = 123_456;

pub(crate) async fn work(house: &House) {
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
pub(crate) async fn set_up(house: &House, boss: &mut Browser) -> (String, String) {
    // A relation of the sandbox happens to have the VAT number of the sample's buyer: that would be asked.
    let namesake = Order::DeleteCustomer {
        code: "201".to_owned(),
    };
    house.sandbox.order(DIVISION, namesake).unwrap();
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

const FILTER: &str = "sent=1&location=&shown_location=x&from=1-9-2026&to=30-09-2026";

/// Takes the sample over, every line on the account for labour.
pub(crate) async fn import(boss: &mut Browser, location: &str, journal: &str) {
    let form = boss.get("/facturatie/facturen/importeren").await;
    let mut options = form.body.split("<option value=\"");
    let option = options.find(|part| part.contains(">704000")).unwrap();
    let account = option.split('"').next().unwrap().to_owned();
    let mut fields = vec![
        ("location", location),
        ("journal", journal),
        ("account", account.as_str()),
    ];
    let files: [(&str, &[u8]); 1] = [("invoice.xml", INVOICE)];
    let page = boss
        .upload("/facturatie/facturen/importeren", &fields, &files)
        .await;
    let content = after(&page, "name=\"file-0\" value=\"").to_owned();
    fields.extend([("name-0", "invoice.xml"), ("file-0", content.as_str())]);
    let done = boss
        .upload("/facturatie/facturen/importeren/bevestigen", &fields, &[])
        .await;
    assert!(done.says(">ingelezen<"), "{}", done.body);
}

/// Stores the VAT code that the options propose for 21 %.
pub(crate) async fn map_vat(boss: &mut Browser) {
    let options = boss.get("/systeem/opties").await;
    let administration = after(&options, "name=\"administration\" value=\"").to_owned();
    let row = options.body.split("name=\"code-standard.2100\"").nth(1);
    let mut codes = row.unwrap().split("<option value=\"");
    let code = codes.find(|part| part.contains(" selected")).unwrap();
    let code = code.split('"').next().unwrap().to_owned();
    let form = [
        ("administration", administration.as_str()),
        ("journal", ""),
        ("code-standard.2100", &code),
    ];
    let mapped = boss.post("/systeem/opties/btw-codes", &form).await;
    assert_eq!(mapped.status, StatusCode::SEE_OTHER, "{}", mapped.body);
}

#[tokio::test]
async fn a_file_becomes_a_booking_with_one_click() {
    let house = House::open().await;
    let mut boss = house.signed_in(Role::Administrator).await;
    let (location, journal) = set_up(&house, &mut boss).await;
    import(&mut boss, &location, &journal).await;
    let address = format!("/facturatie/boekhouding/voorbeeld?{FILTER}");
    let preview = boss.get(&address).await;
    let held = preview.says("nog geen btw-code gekozen") && preview.says("#vat");
    assert!(held, "{}", preview.body);
    map_vat(&mut boss).await;
    let preview = boss.get(&address).await;
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
    assert!(running.says("hx-trigger=\"every 2s\""), "{}", running.body);
    assert!(running.says("http-equiv=\"refresh\""), "without scripts");
    work(&house).await;
    let fragment = boss.get(&format!("{address}/voortgang")).await;
    assert!(fragment.says(">geboekt<"), "{}", fragment.body);
    assert!(!fragment.says("every 2s") && !fragment.says("<html"));
    let books = house.sandbox.with_books(|books| format!("{books:?}"));
    assert!(books.contains("A1-2026-000417"), "it stands in the books");
    let runs = boss.get("/facturatie/boekhouding/runs").await;
    assert!(runs.says("Exporteer Klanten & Facturen"));
    let booked = boss.get("/facturatie/facturen?state=booked").await;
    assert!(booked.says("A1-2026-000417"));
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
    let fresh = boss.get("/facturatie/boekhouding").await;
    assert_eq!(fresh.status, StatusCode::OK, "nothing is set up yet");
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
