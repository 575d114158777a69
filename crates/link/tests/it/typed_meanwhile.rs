//! Someone types invoices into Exact while a run of minutes lasts: what has stood there for a minute is not sent too.

use std::time::Duration;

use exact_sandbox::admin::{Order, OrderLine};
use link::{booking::state::BookingState, worker};
use rust_decimal::Decimal;
use store::{Clock, Db};
use testing::db::TestDb;

use crate::{
    shop::{DIVISION, Shop, morning},
    typed_by_hand::typed,
};

/// Calls that Exact allows in a minute here.
const MINUTE: u32 = 60;
/// Invoices of one run: five minutes of them.
const INVOICES: usize = 260;
/// The first of those that are typed meanwhile; their turn is more than a minute away.
const TYPED: usize = 200;

/// The same where a second passes with each invoice.
const FEW: usize = 140;
/// Typed when thirty are sent.
const FEW_TYPED: usize = 120;

fn reference(number: usize) -> String {
    format!("A1-{number}")
}

fn minutes_of(shop: &Shop) -> usize {
    let calls = shop.sandbox.calls();
    let (first, last) = (calls.first().unwrap(), calls.last().unwrap());
    let lasted = last.time.duration_since(first.time);
    usize::try_from(lasted.as_mins()).unwrap() + 1
}

#[tokio::test(start_paused = true)]
async fn they_are_adopted() {
    let test = TestDb::sqlite().await.unwrap();
    let shop = Shop::open_with(test.db(), Clock::tokio(morning()), MINUTE).await;
    let mut invoices = Vec::new();
    for number in 1..=INVOICES {
        invoices.push(shop.invoice(&reference(number), 0, 10_000).await);
    }
    tokio::time::sleep(Duration::from_mins(1)).await;
    shop.sandbox.forget_calls();
    shop.press().await;
    let hand = async {
        tokio::time::sleep(Duration::from_secs(70)).await;
        assert!(shop.posts("SalesEntries") < TYPED - 60);
        for number in TYPED..=INVOICES {
            // One of them differs.
            let cents = if number == INVOICES { 10_001 } else { 10_000 };
            let order = typed(&reference(number), "70", cents);
            shop.sandbox.order(DIVISION, order).unwrap();
        }
    };
    let (ran, ()) = tokio::join!(
        worker::run_to_end(&shop.link, Duration::from_mins(30)),
        hand
    );
    ran.unwrap();
    assert_eq!(shop.posts("SalesEntries"), TYPED - 1);
    for (number, invoice) in (1..).zip(&invoices) {
        assert_eq!(shop.entries(&reference(number)).len(), 1, "{number}");
        let expected = if number == INVOICES {
            BookingState::Conflict
        } else {
            BookingState::Booked
        };
        assert_eq!(shop.state(*invoice).await.0, expected, "{number}");
    }
    let calls = shop.sandbox.calls();
    let readings = calls
        .iter()
        .filter(|call| call.path.contains("sync/Financial/TransactionLines"))
        .count();
    // One at the beginning, one at the end.
    assert!(readings <= 2 + minutes_of(&shop), "{readings} readings");
    let sent = TYPED - 1;
    assert!(
        calls.len() <= sent + 11 + minutes_of(&shop),
        "{} calls",
        calls.len()
    );
}

/// A second passes with each invoice that is sent, on whatever database.
#[testing_macros::db_test]
async fn they_are_adopted_on_both_databases(db: Db) {
    let shop = Shop::open(db).await;
    let mut invoices = Vec::new();
    for number in 1..=FEW {
        invoices.push(shop.invoice(&reference(number), 0, 10_000).await);
    }
    shop.press().await;
    let working = worker::run_until_idle(&shop.link);
    let hand = async {
        let (mut seconds, mut typed_all) = (0, false);
        while seconds < FEW_TYPED - 1 {
            let sent = shop.posts("SalesEntries");
            let passed = u64::try_from(sent - seconds).unwrap();
            shop.link.office.clock.advance(Duration::from_secs(passed));
            seconds = sent;
            if seconds >= 30 && !typed_all {
                typed_all = true;
                for number in FEW_TYPED..=FEW {
                    let order = typed(&reference(number), "70", 10_000);
                    shop.sandbox.order(DIVISION, order).unwrap();
                }
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let (ran, ()) = tokio::join!(working, hand);
    ran.unwrap();
    assert_eq!(shop.posts("SalesEntries"), FEW_TYPED - 1);
    for (number, invoice) in (1..).zip(&invoices) {
        assert_eq!(shop.entries(&reference(number)).len(), 1, "{number}");
        assert_eq!(shop.state(*invoice).await, (BookingState::Booked, None));
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_of_minutes_reads_the_lines_once_a_minute() {
    let test = TestDb::sqlite().await.unwrap();
    let shop = Shop::open_with(test.db(), Clock::tokio(morning()), MINUTE).await;
    for number in 1..=600 {
        shop.invoice(&reference(number), 0, 10_000).await;
    }
    tokio::time::sleep(Duration::from_mins(1)).await;
    shop.sandbox.forget_calls();
    shop.press().await;
    worker::run_to_end(&shop.link, Duration::from_mins(60))
        .await
        .unwrap();
    assert_eq!(shop.posts("SalesEntries"), 600);
    let calls = shop.sandbox.calls().len();
    let minutes = minutes_of(&shop);
    // Ten for the master data, one to compare, and one a minute.
    assert!(calls <= 600 + 11 + minutes, "{calls} in {minutes} minutes");
    assert!(calls * 100 <= 600 * 106, "{calls} calls for 600 invoices");
}

#[tokio::test(start_paused = true)]
async fn what_was_coded_anew_meanwhile_is_compared_as_it_is_coded_now() {
    let test = TestDb::sqlite().await.unwrap();
    let shop = Shop::open_with(test.db(), Clock::tokio(morning()), MINUTE).await;
    let mut invoices = Vec::new();
    for number in 1..=150 {
        invoices.push(shop.invoice(&reference(number), 0, 10_000).await);
    }
    tokio::time::sleep(Duration::from_mins(1)).await;
    shop.press().await;
    let hand = async {
        tokio::time::sleep(Duration::from_secs(10)).await;
        let coding = shop.coding("705000");
        let last = *invoices.last().unwrap();
        office::invoices::recode(&shop.link.office, &shop.actor, last, 1, &coding)
            .await
            .unwrap();
        let mut order = typed(&reference(150), "70", 10_000);
        if let Order::EnterSale { lines, .. } = &mut order {
            *lines = vec![OrderLine {
                gl_account: "705000".to_owned(),
                amount: Decimal::new(10_000, 2),
                vat_code: Some("2".to_owned()),
                ..OrderLine::default()
            }];
        }
        shop.sandbox.order(DIVISION, order).unwrap();
    };
    let (ran, ()) = tokio::join!(
        worker::run_to_end(&shop.link, Duration::from_mins(30)),
        hand
    );
    ran.unwrap();
    let last = *invoices.last().unwrap();
    assert_eq!(shop.state(last).await, (BookingState::Booked, None));
    assert_eq!(shop.posts("SalesEntries"), 149);
}
