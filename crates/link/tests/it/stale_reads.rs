//! Reads that show Exact as it was some minutes ago: what is booked there is not called gone because of them.

use std::time::Duration;

use domain::InvoiceId;
use exact_sandbox::{
    Fault, FaultKind,
    admin::{Order, OrderLine},
};
use link::{booking::state::BookingState, worker};
use rust_decimal::Decimal;
use store::Db;

use crate::shop::{DIVISION, Shop};

/// So many readings in a row may miss an entry that stands there: the lane looks once more after them.
const MISSED: u32 = 4;

/// From now on so many readings of the lines see Exact as it is at this moment.
fn old_lines(shop: &Shop, readings: u32) {
    let stale = Fault::new(FaultKind::Stale).on("GET", "sync/Financial/TransactionLines");
    shop.sandbox.fault(stale.times(readings)).unwrap();
}

/// Lets a quarter of an hour pass, half a minute at a time; gives back every state that was seen on the way.
async fn states(shop: &Shop, invoice: InvoiceId) -> Vec<(BookingState, Option<String>)> {
    let mut seen = Vec::new();
    for _ in 0..30 {
        shop.link.office.clock.advance(Duration::from_secs(30));
        worker::run_until_idle(&shop.link).await.unwrap();
        seen.push(shop.state(invoice).await);
    }
    seen.dedup();
    seen
}

/// How often the lines were read.
fn readings(shop: &Shop) -> u32 {
    let calls = shop.sandbox.calls();
    let lines = calls
        .iter()
        .filter(|call| call.path.contains("sync/Financial/TransactionLines"));
    u32::try_from(lines.count()).unwrap()
}

fn changed() -> (BookingState, Option<String>) {
    (BookingState::Conflict, Some("changed-in-exact".to_owned()))
}

#[testing_macros::db_test]
async fn an_entry_that_was_just_booked_is_waited_for(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    // The reading before the sending, and the first ones after it.
    old_lines(&shop, 1 + MISSED);
    shop.export().await;
    assert_eq!(
        states(&shop, invoice).await,
        [(BookingState::Booked, None)],
        "nobody was told otherwise on the way"
    );
    assert_eq!(readings(&shop), 1 + MISSED + 1, "the last one saw it");
    assert_eq!(shop.posts("SalesEntries"), 1);
}

#[testing_macros::db_test]
async fn an_entry_of_which_the_old_lines_are_deleted_is_waited_for(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    shop.export().await;
    let other = shop.invoice("B1-1", 1, 10_000).await;
    // The bookkeeper types the line anew, as it was: a line is deleted, and one like it comes.
    old_lines(&shop, 1 + MISSED);
    let entry = shop.entries("A1-1").remove(0).id;
    let same = Order::EditEntry {
        entry,
        your_ref: None,
        description: None,
        date: None,
        due_date: None,
        customer: None,
        lines: Some(vec![OrderLine {
            gl_account: "704000".to_owned(),
            amount: Decimal::new(10_000, 2),
            vat_code: Some("2".to_owned()),
            ..OrderLine::default()
        }]),
    };
    shop.sandbox.order(DIVISION, same).unwrap();
    shop.export().await;
    assert_eq!(states(&shop, invoice).await, [(BookingState::Booked, None)]);
    assert_eq!(shop.state(other).await, (BookingState::Booked, None));
    assert_eq!(shop.posts("SalesEntries"), 2);
}

#[testing_macros::db_test]
async fn what_was_called_gone_is_booked_again_once_it_is_seen(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    // One reading more than the lane waits for.
    old_lines(&shop, 1 + MISSED + 1);
    shop.export().await;
    let seen = states(&shop, invoice).await;
    assert_eq!(seen, [(BookingState::Booked, None), changed()]);
    shop.invoice("B1-1", 1, 10_000).await;
    shop.export().await;
    shop.later(2).await;
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    assert_eq!(shop.entries("A1-1").len(), 1);
}
