//! The limits of Exact are kept, and waiting for them costs nobody anything.

use std::{collections::BTreeMap, time::Duration};

use link::{booking::state::BookingState, worker};
use store::Clock;
use testing::db::TestDb;

use crate::shop::{Shop, morning};

#[tokio::test(start_paused = true)]
async fn a_narrow_minute_is_waited_for() {
    let test = TestDb::sqlite().await.unwrap();
    let shop = Shop::open_with(test.db(), Clock::tokio(morning()), 20).await;
    let mut invoices = Vec::new();
    for number in 1..=50 {
        invoices.push(shop.invoice(&format!("A1-{number}"), 0, 10_000).await);
    }
    shop.press().await;
    worker::run_to_end(&shop.link, Duration::from_mins(30))
        .await
        .unwrap();
    for invoice in invoices {
        assert_eq!(shop.state(invoice).await.0, BookingState::Booked);
    }
    let mut minutes: BTreeMap<i64, u32> = BTreeMap::new();
    for call in shop.sandbox.calls() {
        assert_ne!(call.status, 429);
        if call.division.is_some() {
            *minutes.entry(call.time.as_second() / 60).or_default() += 1;
        }
    }
    assert!(minutes.values().all(|calls| *calls <= 20), "{minutes:?}");
    assert!(minutes.len() >= 4, "{minutes:?}");
    let lane = link::lane::view(&shop.link, &shop.actor, shop.administration)
        .await
        .unwrap();
    assert_eq!(
        (lane.queued, lane.running, lane.waiting_until),
        (0, false, None)
    );
}

#[tokio::test(start_paused = true)]
async fn a_token_lives_through_a_long_run() {
    let test = TestDb::sqlite().await.unwrap();
    let shop = Shop::open_with(test.db(), Clock::tokio(morning()), 6).await;
    for number in 1..=40 {
        shop.invoice(&format!("A1-{number}"), 0, 10_000).await;
    }
    shop.press().await;
    worker::run_to_end(&shop.link, Duration::from_mins(60))
        .await
        .unwrap();
    let calls = shop.sandbox.calls();
    let refreshes = calls
        .iter()
        .filter(|call| call.path.contains("oauth2/token"))
        .count();
    assert!(refreshes >= 1, "the run took longer than a token lives");
    assert!(
        calls.iter().all(|call| call.status < 400),
        "nothing was asked too early or too late"
    );
    assert_eq!(shop.posts("SalesEntries"), 40);
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_stops_leaves_nothing_unknown() {
    let test = TestDb::sqlite().await.unwrap();
    let shop = Shop::open_with(test.db(), Clock::tokio(morning()), 20).await;
    let mut invoices = Vec::new();
    for number in 1..=30 {
        invoices.push(shop.invoice(&format!("A1-{number}"), 0, 10_000).await);
    }
    shop.press().await;
    let (tell, told) = tokio::sync::watch::channel(false);
    let stopping = async {
        tokio::time::sleep(Duration::from_secs(70)).await;
        tell.send(true).unwrap();
    };
    let (ran, ()) = tokio::join!(worker::run(&shop.link, told), stopping);
    ran.unwrap();
    let mut booked = 0;
    for invoice in &invoices {
        let state = shop.state(*invoice).await.0;
        assert!(
            matches!(state, BookingState::Booked | BookingState::Queued),
            "{state}"
        );
        booked += usize::from(state == BookingState::Booked);
    }
    assert!(booked > 0 && booked < 30, "{booked}");
    worker::run_to_end(&shop.link, Duration::from_mins(10))
        .await
        .unwrap();
    assert_eq!(shop.posts("SalesEntries"), 30);
}
