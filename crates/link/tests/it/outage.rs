//! Exact is down for a while: the lane tries again, ever more rarely, and goes on by itself once it is answered.

use std::time::Duration;

use exact_sandbox::{Fault, FaultKind};
use jiff::Timestamp;
use link::{booking::state::BookingState, worker};
use store::Clock;
use testing::db::TestDb;

use crate::shop::{Shop, morning};

/// The pauses that follow on tries that fail, in seconds.
const GROWING: [i64; 7] = [30, 60, 120, 240, 480, 900, 900];

/// What every call of a lane has in its path; the renewal of a token has not.
const API: &str = "/api/v1/";

/// A shop whose clock follows the runtime's.
async fn shop(test: &TestDb) -> Shop {
    Shop::open_with(test.db(), Clock::tokio(morning()), 5_000).await
}

fn status(status: u16, retry_after: Option<u32>) -> Fault {
    Fault::new(FaultKind::Status {
        status,
        body: None,
        retry_after,
    })
}

/// Lets the lane work for so long.
async fn work(shop: &Shop, minutes: u64) {
    let horizon = Duration::from_mins(minutes);
    worker::run_to_end(&shop.link, horizon).await.unwrap();
}

/// The pauses between the calls of this path, in seconds.
fn pauses(shop: &Shop, path: &str) -> Vec<i64> {
    let calls = shop.sandbox.calls();
    let times: Vec<Timestamp> = calls
        .iter()
        .filter(|call| call.path.contains(path))
        .map(|call| call.time)
        .collect();
    times
        .windows(2)
        .map(|pair| pair[1].duration_since(pair[0]).as_secs())
        .collect()
}

/// When the page says that the lane goes on.
async fn next_try(shop: &Shop) -> Option<Timestamp> {
    let view = link::lane::view(&shop.link, &shop.actor, shop.administration).await;
    view.unwrap().waiting_until
}

async fn grows_and_ends(fault: Fault) {
    let test = TestDb::sqlite().await.unwrap();
    let shop = shop(&test).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    shop.sandbox.fault(fault.clone()).unwrap();
    shop.press().await;
    work(&shop, 50).await;
    assert_eq!(pauses(&shop, API), GROWING, "one call per try");
    let last = shop.sandbox.calls().last().unwrap().time;
    let next = next_try(&shop).await.unwrap();
    assert_eq!(next.duration_since(last).as_secs(), 900);

    // It is back: the lane goes on at the time that was shown, and the next outage begins anew.
    shop.sandbox.clear_faults().unwrap();
    shop.sandbox.forget_calls();
    work(&shop, 20).await;
    assert_eq!(shop.sandbox.calls()[0].time, next);
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    let second = shop.invoice("A1-2", 0, 10_000).await;
    shop.sandbox.fault(fault).unwrap();
    shop.sandbox.forget_calls();
    shop.press().await;
    work(&shop, 2).await;
    assert_eq!(pauses(&shop, API), GROWING[..2]);
    shop.sandbox.clear_faults().unwrap();
    work(&shop, 5).await;
    assert_eq!(shop.state(second).await, (BookingState::Booked, None));
    assert_eq!(shop.posts("SalesEntries"), 1);
}

#[tokio::test(start_paused = true)]
async fn service_unavailable() {
    grows_and_ends(status(503, None).on("GET", "")).await;
}

#[tokio::test(start_paused = true)]
async fn no_answer() {
    grows_and_ends(Fault::new(FaultKind::Drop).on("GET", "")).await;
}

#[tokio::test(start_paused = true)]
async fn whoever_presses_again_tries_at_once() {
    let test = TestDb::sqlite().await.unwrap();
    let shop = shop(&test).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    shop.sandbox.fault(status(503, None).on("GET", "")).unwrap();
    shop.press().await;
    work(&shop, 10).await;
    assert_eq!(pauses(&shop, API), GROWING[..4]);
    // Still down: his press is one more try, and the pauses go on growing.
    shop.sandbox.forget_calls();
    shop.press().await;
    work(&shop, 14).await;
    assert_eq!(pauses(&shop, API), [] as [i64; 0]);
    let only = shop.sandbox.calls()[0].time;
    let next = next_try(&shop).await.unwrap();
    assert_eq!(next.duration_since(only).as_secs(), 900);
    // Back again: his press does not wait for that.
    shop.sandbox.clear_faults().unwrap();
    shop.export().await;
    assert!(shop.link.office.clock.now() < next);
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
}

#[tokio::test(start_paused = true)]
async fn one_call_that_fails_is_enough() {
    let test = TestDb::sqlite().await.unwrap();
    let shop = shop(&test).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    shop.sandbox
        .fault(status(503, None).on("GET", "JournalStatus"))
        .unwrap();
    shop.press().await;
    work(&shop, 50).await;
    // The calls before it are answered each time, and are not repeated every half minute for nothing.
    assert_eq!(pauses(&shop, "JournalStatus"), GROWING);
    shop.sandbox.clear_faults().unwrap();
    work(&shop, 20).await;
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
}

#[tokio::test(start_paused = true)]
async fn exact_says_when_to_come_back() {
    let test = TestDb::sqlite().await.unwrap();
    let shop = shop(&test).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    let ten_minutes = status(503, Some(600)).on("GET", "").times(2);
    shop.sandbox.fault(ten_minutes).unwrap();
    shop.press().await;
    work(&shop, 30).await;
    assert_eq!(pauses(&shop, API)[..2], [600, 600]);
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
}

/// Reads are answered, writes are not: what was sent is looked up, and the others wait instead of becoming unknown too.
#[tokio::test(start_paused = true)]
async fn an_outage_of_writes_leaves_the_others_queued() {
    let test = TestDb::sqlite().await.unwrap();
    let shop = shop(&test).await;
    let mut invoices = Vec::new();
    for number in 1..=5 {
        invoices.push(shop.invoice(&format!("A1-{number}"), 0, 10_000).await);
    }
    shop.sandbox
        .fault(status(503, None).on("POST", API))
        .unwrap();
    shop.press().await;
    worker::run_to_end(&shop.link, Duration::from_secs(10))
        .await
        .unwrap();
    assert_eq!(shop.posts("Accounts") + shop.posts("SalesEntries"), 1);
    let mut unknown = 0;
    for invoice in &invoices {
        match shop.state(*invoice).await.0 {
            BookingState::Unknown => unknown += 1,
            state => assert_eq!(state, BookingState::Queued),
        }
    }
    assert!(unknown <= 1);
    let next = next_try(&shop).await.unwrap();
    assert!(next > shop.link.office.clock.now());

    work(&shop, 60).await;
    let tries = shop.posts("Accounts") + shop.posts("SalesEntries");
    assert!(
        tries <= 10,
        "{tries} calls of an hour while nothing is taken"
    );
    shop.sandbox.clear_faults().unwrap();
    work(&shop, 60).await;
    for (number, invoice) in (1..).zip(invoices) {
        assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
        assert_eq!(shop.entries(&format!("A1-{number}")).len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn an_import_that_waits_holds_up_no_export() {
    let test = TestDb::sqlite().await.unwrap();
    let shop = shop(&test).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    shop.sandbox.fault(status(503, None).on("GET", "")).unwrap();
    let import = link::accounts::import(&shop.link, &shop.actor, shop.administration).await;
    import.unwrap();
    work(&shop, 31).await;
    assert_eq!(pauses(&shop, API), GROWING[..6]);

    // Exact is back, and the import would come in some minutes: whoever presses does not wait for that.
    shop.sandbox.clear_faults().unwrap();
    let pressed = shop.link.office.clock.now();
    shop.press().await;
    work(&shop, 1).await;
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    let booked = shop.sandbox.calls().last().unwrap().time;
    assert!(booked.duration_since(pressed).as_secs() < 60);

    // And the import comes all the same.
    shop.sandbox.forget_calls();
    work(&shop, 20).await;
    assert!(!shop.sandbox.calls().is_empty());
}
