//! Someone typed the invoice into Exact before the export.

use exact_sandbox::admin::{Order, OrderLine};
use link::booking::state::BookingState;
use rust_decimal::Decimal;
use store::Db;

use crate::shop::{DAY, DIVISION, Shop};

/// What a bookkeeper types.
pub(crate) fn typed(reference: &str, journal: &str, cents: i64) -> Order {
    Order::EnterSale {
        journal: journal.to_owned(),
        customer: "101".to_owned(),
        date: DAY,
        due_date: None,
        your_ref: reference.to_owned(),
        payment_reference: String::new(),
        description: "met de hand".to_owned(),
        number: None,
        lines: vec![OrderLine {
            gl_account: "704000".to_owned(),
            amount: Decimal::new(cents, 2),
            vat_code: Some("2".to_owned()),
            vat_amount: None,
            description: String::new(),
        }],
    }
}

#[testing_macros::db_test]
async fn equal_is_adopted_and_different_is_a_conflict(db: Db) {
    let shop = Shop::open(db).await;
    let equal = shop.invoice("A1-2026-000001", 0, 10_000).await;
    let different = shop.invoice("A1-2026-000002", 0, 10_000).await;
    let elsewhere = shop.invoice("A1-2026-000003", 0, 10_000).await;
    // References are the same ignoring case.
    shop.sandbox
        .order(DIVISION, typed("a1-2026-000001", "70", 10_000))
        .unwrap();
    shop.sandbox
        .order(DIVISION, typed("A1-2026-000002", "70", 10_001))
        .unwrap();
    shop.sandbox
        .order(DIVISION, typed("A1-2026-000003", "71", 10_000))
        .unwrap();

    let run = shop.export().await;

    assert_eq!(shop.state(equal).await, (BookingState::Booked, None));
    let conflict = |code: &str| (BookingState::Conflict, Some(code.to_owned()));
    assert_eq!(shop.state(different).await, conflict("entry-differs"));
    assert_eq!(
        shop.state(elsewhere).await,
        conflict("reference-in-other-journal")
    );
    assert_eq!(shop.posts("SalesEntries"), 0);
    let view = link::export::run(&shop.link, &shop.actor, run, None)
        .await
        .unwrap();
    assert_eq!(view.counts.get("adopted"), Some(&1));
    assert_eq!(view.counts.get("conflict"), Some(&2));
    let item = view
        .items
        .rows
        .iter()
        .find(|item| item.subject_id == different.get())
        .unwrap();
    let refusal = item.refusal.clone().unwrap();
    assert_eq!(refusal.params["differences"], "total, accounts");
    assert_eq!(refusal.params["exact_total"], "121.01");
}

#[testing_macros::db_test]
async fn an_entry_that_was_edited_is_shown_and_stays_linked(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-2026-000001", 0, 10_000).await;
    // The lines are not visible yet when they are read again at the end of the run.
    let switches = exact_sandbox::Switches {
        visibility_delay_ms: 30_000,
        ..shop.sandbox.switches()
    };
    shop.sandbox.set_switches(switches).unwrap();
    shop.link
        .office
        .clock
        .advance(std::time::Duration::from_mins(1));
    shop.export().await;
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    let entry = shop.entries("A1-2026-000001").remove(0);
    let recoded = Order::EditEntry {
        entry: entry.id,
        your_ref: None,
        description: None,
        date: None,
        due_date: None,
        customer: None,
        lines: Some(vec![OrderLine {
            gl_account: "705000".to_owned(),
            amount: Decimal::new(10_000, 2),
            vat_code: Some("2".to_owned()),
            ..OrderLine::default()
        }]),
    };
    shop.sandbox.order(DIVISION, recoded).unwrap();
    shop.later(2).await;
    let changed = (BookingState::Conflict, Some("changed-in-exact".to_owned()));
    assert_eq!(shop.state(invoice).await, changed);
    let booking = link::bookings::of_invoice(&shop.link, &shop.actor, invoice)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(booking.entry_id, Some(entry.id));
    assert_eq!(booking.refusal.unwrap().params["differences"], "accounts");
}

#[testing_macros::db_test]
async fn what_happens_to_a_booked_entry_later_is_shown(db: Db) {
    let shop = Shop::open(db).await;
    let mut invoices = Vec::new();
    for number in 1..=3 {
        invoices.push(shop.invoice(&format!("A1-{number}"), 0, 10_000).await);
    }
    shop.sandbox
        .order(DIVISION, typed("A1-3", "70", 10_000))
        .unwrap();
    shop.export().await;
    // One is typed once more, one is deleted, and one that was adopted is edited.
    shop.sandbox
        .order(DIVISION, typed("A1-1", "70", 10_000))
        .unwrap();
    let deleted = shop.entries("A1-2").remove(0).id;
    shop.sandbox
        .order(DIVISION, Order::DeleteEntry { entry: deleted })
        .unwrap();
    let edited = shop.entries("A1-3").remove(0).id;
    let moved = |date| Order::EditEntry {
        entry: edited,
        your_ref: None,
        description: None,
        date: Some(date),
        due_date: None,
        customer: None,
        lines: None,
    };
    shop.sandbox
        .order(DIVISION, moved(DAY.tomorrow().unwrap()))
        .unwrap();
    shop.invoice("A1-4", 0, 10_000).await;
    shop.export().await;
    // What is gone is looked for four times more, each time twice as late.
    for _ in 0..12 {
        shop.later(2).await;
    }
    let conflict = |code: &str| (BookingState::Conflict, Some(code.to_owned()));
    assert_eq!(shop.state(invoices[0]).await, conflict("booked-twice"));
    assert_eq!(shop.state(invoices[1]).await, conflict("changed-in-exact"));
    assert_eq!(shop.state(invoices[2]).await, conflict("changed-in-exact"));
    // Put right in Exact, it is booked again.
    shop.sandbox.order(DIVISION, moved(DAY)).unwrap();
    shop.invoice("A1-5", 0, 10_000).await;
    shop.export().await;
    shop.later(2).await;
    assert_eq!(shop.state(invoices[2]).await, (BookingState::Booked, None));
}
