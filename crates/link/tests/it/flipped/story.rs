//! The export of the month: somebody typed before us, the connection breaks twice, two people press at once, and a
//! quarter of an hour later once more, with another token.

use std::time::Duration;

use exact_sandbox::{Fault, FaultKind, Switches, When, Where};
use link::{Filter, Link, Parts, worker};
use store::Clock;
use testing::db::TestDb;

use super::{
    month, table,
    table::Expected,
    verdict::{self, Seen},
};
use crate::shop::{DIVISION, HTTPS_REDIRECT, REDIRECT, Shop, morning};

/// A row typed by hand can be read after so long.
const A_MINUTE: Duration = Duration::from_secs(61);
/// Longer than a token lives.
const A_WHILE: Duration = Duration::from_mins(15);

/// Lives the export under the flip of this test.
pub(super) async fn live(test: &str) {
    let flip = table::flip(test);
    let database = TestDb::sqlite().await.unwrap();
    let clock = Clock::tokio(morning());
    let shop = Shop::open_under(database.db(), clock, flip.switches()).await;
    let mut planned = month::store(&shop).await;
    tokio::time::sleep(A_MINUTE).await;
    break_the_next_two(&shop);
    let other = shop.other_node("second");
    let (one, two) = tokio::join!(press(&shop, &shop.link), press(&shop, &other));
    let runs = [one, two];
    let horizon = horizon(flip.expected);
    let (first, second) = tokio::join!(
        worker::run_to_end(&shop.link, horizon),
        worker::run_to_end(&other, horizon)
    );
    first.unwrap();
    second.unwrap();
    verdict::month(&shop, &planned).await;
    tokio::time::sleep(A_WHILE).await;
    planned.extend(month::store_more(&shop).await);
    let third = press(&shop, &shop.link).await;
    worker::run_to_end(&shop.link, horizon).await.unwrap();
    verdict::month(&shop, &planned).await;
    let seen = Seen::of(&shop);
    press(&shop, &shop.link).await;
    worker::run_to_end(&shop.link, horizon).await.unwrap();
    seen.nothing_more_was_written(&shop);
    verdict::runs(&shop, &[runs[0], runs[1], third], &planned).await;
    verdict::calls(&shop, &planned, flip.expected);
    verdict::nobody_is_locked_out(&shop).await;
}

fn horizon(expected: Expected) -> Duration {
    match expected {
        Expected::LaterDay(_) => Duration::from_hours(96),
        Expected::Same | Expected::MoreLooks(_) => Duration::from_hours(6),
    }
}

async fn press(shop: &Shop, link: &Link) -> domain::RunId {
    let filter = Filter::between(
        jiff::civil::date(2026, 10, 1),
        jiff::civil::date(2026, 11, 30),
    );
    link::export::start(link, &shop.actor, &filter, Parts::Both)
        .await
        .unwrap()
}

/// The first booking is carried out and its answer is lost; the second is lost on its way.
fn break_the_next_two(shop: &Shop) {
    for when in [When::After, When::Before] {
        shop.sandbox
            .fault(Fault {
                kind: FaultKind::Drop,
                place: Where {
                    method: Some("POST".to_owned()),
                    path: Some("SalesEntries".to_owned()),
                    division: None,
                },
                when,
                count: Some(1),
                probability: None,
                seed: 0,
            })
            .unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn an_address_without_https_is_refused_by_default() {
    let database = TestDb::sqlite().await.unwrap();
    let shop = Shop::open_under(database.db(), Clock::tokio(morning()), Switches::default()).await;
    let asked = link::connect::start(&shop.link, &shop.actor).await.unwrap();
    let plain = asked.as_str().replace(HTTPS_REDIRECT, REDIRECT);
    assert_ne!(plain, asked.as_str());
    let told = crate::browser::consent(&shop.sandbox, &plain.parse().unwrap(), &[DIVISION]).await;
    assert!(told.unwrap_err().contains("https"));
}
