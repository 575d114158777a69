//! How many calls an export costs.

use std::time::Duration;

use exact_sandbox::admin::Order;
use link::{booking::state::BookingState, worker};
use store::{Db, params};

use crate::shop::{DIVISION, Shop};

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

/// Asks for everything that is imported from Exact.
async fn ask_for_all(shop: &Shop) {
    let (link, actor, administration) = (&shop.link, &shop.actor, shop.administration);
    link::accounts::import(link, actor, administration)
        .await
        .unwrap();
    link::journals::import(link, actor, administration)
        .await
        .unwrap();
    link::accounts::synchronise(link, actor, administration)
        .await
        .unwrap();
}

async fn has_journal(shop: &Shop, code: &'static str) -> bool {
    let mut tx = shop.link.office.db.read().await.unwrap();
    let found: i64 = tx
        .one(
            "SELECT COUNT(*) FROM journal WHERE code = $1",
            params![code],
        )
        .await
        .unwrap();
    found == 1
}

fn add_journal(shop: &Shop, code: &str) {
    let journal = Order::AddJournal {
        code: code.to_owned(),
        description: "Verkopen garage".to_owned(),
        kind: 20,
        gl_account: None,
    };
    shop.sandbox.order(DIVISION, journal).unwrap();
}

#[testing_macros::db_test]
async fn one_reading_serves_all_imports_that_were_asked_for_before(db: Db) {
    let shop = Shop::open(db).await;
    let clock = &shop.link.office.clock;
    ask_for_all(&shop).await;
    add_journal(&shop, "72");
    clock.advance(Duration::from_secs(1));
    worker::run_until_idle(&shop.link).await.unwrap();
    assert_eq!(shop.sandbox.calls().len(), 10);
    assert!(has_journal(&shop, "72").await);

    // Whoever asks afterwards sees what came afterwards.
    add_journal(&shop, "73");
    link::journals::import(&shop.link, &shop.actor, shop.administration)
        .await
        .unwrap();
    worker::run_until_idle(&shop.link).await.unwrap();
    assert_eq!(shop.sandbox.calls().len(), 20);
    assert!(has_journal(&shop, "73").await);
}

#[testing_macros::db_test]
async fn an_old_reading_serves_nobody(db: Db) {
    let shop = Shop::open(db).await;
    ask_for_all(&shop).await;
    shop.link.office.clock.advance(Duration::from_secs(1));
    assert!(worker::run_one(&shop.link).await.unwrap());
    assert_eq!(shop.sandbox.calls().len(), 10);
    // The node stood still.
    shop.link.office.clock.advance(Duration::from_secs(61));
    worker::run_until_idle(&shop.link).await.unwrap();
    assert_eq!(
        shop.sandbox.calls().len(),
        20,
        "it is read once more for both"
    );
}

#[testing_macros::db_test]
async fn no_reading_serves_an_export(db: Db) {
    let shop = Shop::open(db).await;
    ask_for_all(&shop).await;
    shop.invoice("A1-1", 0, 10_000).await;
    shop.press().await;
    shop.link.office.clock.advance(Duration::from_secs(1));
    worker::run_until_idle(&shop.link).await.unwrap();
    // Ten for the imports, ten before the sending, the invoice, and its lines.
    assert_eq!(shop.sandbox.calls().len(), 10 + 10 + 1 + 1);
}
