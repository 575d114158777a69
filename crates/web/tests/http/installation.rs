//! Whoever is signed in reads on every page that the link stands still; an administrator decides.

use http::StatusCode;
use link::installation;
use office::Role;

use crate::browser::House;
use crate::set_up::connect;

/// Pages of every kind, one that does not exist among them.
const PAGES: [&str; 8] = [
    "/",
    "/facturatie/facturen",
    "/facturatie/klanten",
    "/facturatie/algemene-rekeningen",
    "/facturatie/journalen",
    "/facturatie/boekhouding",
    "/aanmelden/wachtwoord",
    "/bestaat-niet",
];
const STILL: &str = "De koppeling werd op 24-11-2026 10:00 stilgezet.";
const DECIDE: &str = "Beslis wat er moet gebeuren";

#[tokio::test]
async fn every_page_says_that_the_link_stands_still_until_an_administrator_decides() {
    let house = House::open().await;
    let mut boss = house.signed_in(Role::Administrator).await;
    let mut clerk = house.signed_in(Role::Office).await;
    let mut bookkeeper = house.signed_in(Role::Bookkeeper).await;
    connect(&house, &mut boss).await;
    assert!(!boss.get("/").await.says("stilgezet"));
    installation::pause(&house.app.link, &house.boss)
        .await
        .unwrap();
    for address in PAGES {
        let page = boss.get(address).await;
        assert!(page.says(STILL) && page.says(DECIDE), "{address}");
        let page = clerk.get(address).await;
        assert!(page.says(STILL) && !page.says(DECIDE), "{address}");
    }
    assert!(!house.browser().get("/aanmelden").await.says(STILL));
    let page = bookkeeper.get("/systeem/koppeling").await;
    assert!(page.says("Alleen een beheerder beslist hierover.") && !page.says("<button>Dit is"));
    for address in [
        "/systeem/koppeling/voortzetting",
        "/systeem/koppeling/kopie",
    ] {
        let denied = bookkeeper.post(address, &[]).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN, "{address}");
    }
    let refused = boss.post("/systeem/opties/verbinden", &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(STILL));
    let page = boss.get("/systeem/koppeling").await;
    assert!(
        page.says("Dit is de voortzetting") && page.says("7 minuten"),
        "{}",
        page.body
    );
    assert!(page.says("Dit is een kopie"));
    let gone_on = boss.post("/systeem/koppeling/voortzetting", &[]).await;
    assert_eq!(gone_on.location(), "/systeem/koppeling", "{}", gone_on.body);
    let waits = "De koppeling gaat verder op 24-11-2026 10:07.";
    for address in PAGES {
        assert!(clerk.get(address).await.says(waits), "{address}");
    }
    let copied = boss.post("/systeem/koppeling/kopie", &[]).await;
    assert_eq!(copied.location(), "/systeem/koppeling", "{}", copied.body);
    let page = boss.get("/systeem/koppeling").await;
    assert!(page.says("Dit is een kopie. De toegang tot Exact Online is hier gewist."));
    assert!(page.says("Dit is een kopie. Ze heeft geen toegang tot Exact Online;"));
    assert!(
        boss.get("/")
            .await
            .says("Opnieuw verbinden met Exact Online nodig")
    );
}
