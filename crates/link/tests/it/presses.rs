//! Two presses at once, from two tabs or two nodes.

use link::{Parts, booking::state::BookingState, worker};
use store::Db;

use crate::shop::{Shop, month};

#[testing_macros::db_test]
async fn two_presses_at_once_book_once(db: Db) {
    let shop = Shop::open(db).await;
    let mut invoices = Vec::new();
    for number in 1..=6 {
        invoices.push(
            shop.invoice(&format!("A1-2026-00000{number}"), number % 4, 10_000)
                .await,
        );
    }
    let other = shop.other_node("second");
    let (month_one, month_two) = (month(), month());
    let (one, two) = tokio::join!(
        link::export::start(&shop.link, &shop.actor, &month_one, Parts::Both),
        link::export::start(&other, &shop.actor, &month_two, Parts::Both),
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    let (first, second) = tokio::join!(
        worker::run_until_idle(&shop.link),
        worker::run_until_idle(&other)
    );
    first.unwrap();
    second.unwrap();
    // Whoever found the lane taken comes back.
    shop.later(1).await;
    for (number, invoice) in (1..).zip(&invoices) {
        assert_eq!(shop.state(*invoice).await, (BookingState::Booked, None));
        assert_eq!(shop.entries(&format!("A1-2026-00000{number}")).len(), 1);
    }
    assert_eq!(shop.posts("SalesEntries"), 6);
    let items = |run| link::export::run(&shop.link, &shop.actor, run, None);
    let (one, two) = (items(one).await.unwrap(), items(two).await.unwrap());
    let booked = |view: &link::export::RunView| view.counts.get("booked").copied().unwrap_or(0);
    assert_eq!(
        booked(&one) + booked(&two),
        6,
        "each invoice is a line of one run"
    );
    assert!(one.finished_at.is_some() && two.finished_at.is_some());
}

#[testing_macros::db_test]
async fn a_second_press_while_queued_takes_nothing_up_again(db: Db) {
    let shop = Shop::open(db).await;
    shop.invoice("A1-2026-000001", 0, 10_000).await;
    shop.press().await;
    let second = shop.press().await;
    worker::run_until_idle(&shop.link).await.unwrap();
    assert_eq!(shop.posts("SalesEntries"), 1);
    let view = link::export::run(&shop.link, &shop.actor, second, None)
        .await
        .unwrap();
    assert_eq!(view.items.rows.len(), 0);
    assert!(view.finished_at.is_some());
}
