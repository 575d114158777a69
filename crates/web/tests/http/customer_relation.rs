//! A firm that Exact may have under another code is asked for on the customer's page, where the reason leads.

use exact_sandbox::admin::{Order, Party};
use http::StatusCode;
use office::Role;
use office::customers::{self, CustomerQuery};

use crate::browser::{Answer, Browser, House};
use crate::export::{DIVISION, import, map_vat, set_up, work};

async fn press(house: &House, boss: &mut Browser) -> Answer {
    let form = [
        ("sent", "1"),
        ("location", ""),
        ("shown_location", "x"),
        ("from", "1-9-2026"),
        ("to", "30-09-2026"),
        ("parts", "both"),
    ];
    let run = boss.post("/facturatie/boekhouding", &form).await;
    let address = run.location().to_owned();
    work(house).await;
    boss.get(&address).await
}

fn values(page: &Answer, mark: &str) -> Vec<String> {
    let parts = page.body.split(mark).skip(1);
    parts
        .map(|part| part.split('"').next().unwrap_or_default().to_owned())
        .collect()
}

#[tokio::test]
async fn a_reason_leads_to_the_answer_and_the_answer_helps() {
    let house = House::open().await;
    let mut boss = house.signed_in(Role::Administrator).await;
    let (location, journal) = set_up(&house, &mut boss).await;
    import(&mut boss, &location, &journal).await;
    map_vat(&mut boss).await;
    let query = CustomerQuery::default();
    let known = customers::list(&house.app.office, &house.boss, &query)
        .await
        .unwrap();
    let customer = known.rows[0].clone();
    let party = Party {
        code: "4711".to_owned(),
        name: customer.name.to_uppercase(),
        address_line1: customer.address.line.clone(),
        postcode: customer.address.postcode.clone(),
        city: customer.address.city.clone(),
        country: customer.address.country.clone(),
        ..Party::default()
    };
    house
        .sandbox
        .order(DIVISION, Order::CreateCustomer(party))
        .unwrap();
    let run = press(&house, &mut boss).await;
    let address = format!("/facturatie/klanten/{}", customer.id);
    for text in [
        "staat misschien al onder een ander nummer",
        "4711",
        &address,
    ] {
        assert!(run.says(text), "{text}: {}", run.body);
    }

    let mut clerk = house.signed_in(Role::Office).await;
    let page = clerk.get(&address).await;
    assert!(page.says("Misschien is dit dezelfde klant") && page.says("Alleen de boekhouder"));
    assert!(!page.says("Dat is deze klant"));
    let page = boss.get(&address).await;
    let relation = values(&page, "name=\"same\" value=\"").remove(0);
    let administration = values(&page, "name=\"administration\" value=\"").remove(0);
    let form = [
        ("administration", administration.as_str()),
        ("same", relation.as_str()),
    ];
    let answer = format!("{address}/exact");
    let denied = clerk.post(&answer, &form).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    let answered = boss.post(&answer, &form).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);
    let page = boss.get(&address).await;
    assert!(page.says("Gekoppeld aan relatie 4711"), "{}", page.body);
    let run = press(&house, &mut boss).await;
    assert!(run.says(">geboekt<"), "{}", run.body);
}
