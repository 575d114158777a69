//! A lane's task breaks down in the middle of a run: the run does not end without a word, and nothing is lost.

use std::time::Duration;

use link::{booking::state::BookingState, worker};
use store::Clock;
use testing::{
    db::TestDb,
    transport::{Death, SandboxTransport},
};
use tokio::{sync::watch, task::JoinSet};

use crate::shop::{Shop, link_over, morning};

/// The call that books the second of three invoices: ten for the master data come before.
const SECOND: u32 = 12;

/// Three invoices pressed, and a node that breaks down once the second has been booked.
async fn pressed(test: &TestDb) -> (Shop, Vec<domain::InvoiceId>, link::Link) {
    let shop = Shop::open_with(test.db(), Clock::tokio(morning()), 5_000).await;
    let mut invoices = Vec::new();
    for number in 1..=3 {
        invoices.push(shop.invoice(&format!("A1-{number}"), 0, 10_000).await);
    }
    shop.press().await;
    let transport = SandboxTransport::dying(&shop.sandbox, Death::Panic(SECOND));
    let clock = &shop.link.office.clock;
    let node = link_over(shop.link.office.db.clone(), clock, &transport, "broken");
    (shop, invoices, node)
}

async fn all_booked_once(shop: &Shop, invoices: &[domain::InvoiceId]) {
    for (number, invoice) in (1..).zip(invoices) {
        assert_eq!(shop.state(*invoice).await, (BookingState::Booked, None));
        assert_eq!(shop.entries(&format!("A1-{number}")).len(), 1);
    }
    let runs = link::export::runs(&shop.link, &shop.actor, None)
        .await
        .unwrap();
    assert!(runs.rows[0].finished_at.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_server_goes_on_and_takes_the_run_up_again() {
    let test = TestDb::sqlite().await.unwrap();
    let (shop, invoices, node) = pressed(&test).await;
    let (tell, told) = watch::channel(false);
    let meanwhile = async {
        tokio::time::sleep(Duration::from_mins(1)).await;
        assert_eq!(shop.posts("SalesEntries"), 2, "it broke down");
        tokio::time::sleep(Duration::from_mins(30)).await;
        tell.send(true).unwrap();
    };
    let (ran, ()) = tokio::join!(worker::run(&node, told), meanwhile);
    ran.unwrap();
    all_booked_once(&shop, &invoices).await;
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_the_end_is_told() {
    let test = TestDb::sqlite().await.unwrap();
    let (shop, invoices, node) = pressed(&test).await;
    let mut waiting = JoinSet::new();
    waiting.spawn(async move { worker::run_until_idle(&node).await });
    let ended = waiting.join_next().await.unwrap();
    assert!(ended.unwrap_err().is_panic());
    let runs = link::export::runs(&shop.link, &shop.actor, None)
        .await
        .unwrap();
    assert!(runs.rows[0].finished_at.is_none());
    let fresh = shop.other_node("fresh");
    worker::run_to_end(&fresh, Duration::from_mins(30))
        .await
        .unwrap();
    all_booked_once(&shop, &invoices).await;
}
