//! How many calls an export costs.

use link::{booking::state::BookingState, worker};
use store::Db;

use crate::shop::Shop;

#[testing_macros::db_test]
async fn an_invoice_costs_one_call(db: Db) {
    let shop = Shop::open(db).await;
    let mut invoices = Vec::new();
    for number in 1..=100 {
        invoices.push(
            shop.invoice(&format!("A1-{number}"), number % 3, 10_000)
                .await,
        );
    }
    shop.export().await;
    for invoice in invoices {
        assert_eq!(shop.state(invoice).await.0, BookingState::Booked);
    }
    let calls = shop.sandbox.calls().len();
    assert_eq!(shop.posts("SalesEntries"), 100);
    // Ten for the master data, one to read the lines again.
    assert_eq!(calls, 111);
    shop.sandbox.forget_calls();
    let invoice = shop.invoice("A1-101", 0, 10_000).await;
    let new = shop.invoice("A1-102", 3, 10_000).await;
    shop.export().await;
    assert_eq!(shop.state(invoice).await.0, BookingState::Booked);
    assert_eq!(shop.state(new).await.0, BookingState::Booked);
    assert_eq!(
        shop.sandbox.calls().len(),
        10 + 1 + 2 + 1,
        "one more for the new customer"
    );
}

#[testing_macros::db_test]
async fn an_export_of_nothing_only_looks(db: Db) {
    let shop = Shop::open(db).await;
    shop.export().await;
    assert_eq!(
        shop.sandbox.calls().len(),
        0,
        "there is nothing to look for"
    );
    shop.invoice("A1-1", 0, 10_000).await;
    shop.export().await;
    shop.sandbox.forget_calls();
    shop.export().await;
    worker::run_until_idle(&shop.link).await.unwrap();
    assert_eq!(shop.sandbox.calls().len(), 10);
}
