//! Two entries bear one reference, and a bookkeeper deletes one: whichever it is, the invoice comes to rest.

use domain::InvoiceId;
use exact_sandbox::admin::{Order, OrderLine};
use link::booking::state::BookingState;
use rust_decimal::Decimal;
use store::{Db, params};
use uuid::Uuid;

use crate::{
    shop::{DAY, DIVISION, Shop},
    typed_by_hand::typed,
};

fn by_hand(shop: &Shop, order: Order) -> Option<Uuid> {
    shop.sandbox.order(DIVISION, order).unwrap().id
}

fn delete(shop: &Shop, entry: Uuid) {
    by_hand(shop, Order::DeleteEntry { entry });
}

/// Somebody presses, so that Exact is read; and what is looked at later is looked at.
async fn look(shop: &Shop) {
    shop.export().await;
    for _ in 0..4 {
        shop.later(2).await;
    }
}

/// What is gone is looked for four times more, each time twice as late.
async fn look_long(shop: &Shop) {
    for _ in 0..3 {
        look(shop).await;
    }
}

async fn entry_of(shop: &Shop, invoice: InvoiceId) -> Option<Uuid> {
    let booking = link::bookings::of_invoice(&shop.link, &shop.actor, invoice).await;
    booking.unwrap().unwrap().entry_id
}

fn conflict(code: &str) -> (BookingState, Option<String>) {
    (BookingState::Conflict, Some(code.to_owned()))
}

fn booked() -> (BookingState, Option<String>) {
    (BookingState::Booked, None)
}

/// Sent by us and typed by hand as well: ours, and the other one.
async fn doubled(shop: &Shop, reference: &str, cents: (i64, i64)) -> (InvoiceId, Uuid, Uuid) {
    let invoice = shop.invoice(reference, 0, cents.0).await;
    shop.export().await;
    let ours = entry_of(shop, invoice).await.unwrap();
    let other = by_hand(shop, typed(reference, "70", cents.1)).unwrap();
    look(shop).await;
    assert_eq!(shop.state(invoice).await, conflict("booked-twice"));
    (invoice, ours, other)
}

async fn audited(shop: &Shop, before: Uuid, after: Uuid) -> i64 {
    let mut tx = shop.link.office.db.read().await.unwrap();
    tx.one(
        "SELECT COUNT(*) FROM audit WHERE verb = 'booked' AND subject_kind = 'booking' \
         AND before_state LIKE $1 AND after_state LIKE $2",
        params![format!("%{before}%"), format!("%{after}%")],
    )
    .await
    .unwrap()
}

#[testing_macros::db_test]
async fn whichever_of_two_is_deleted_the_other_is_linked(db: Db) {
    let shop = Shop::open(db).await;
    for (reference, ours_goes) in [("A1-1", true), ("A1-2", false)] {
        let (invoice, ours, other) = doubled(&shop, reference, (10_000, 10_000)).await;
        let booking = link::bookings::of_invoice(&shop.link, &shop.actor, invoice)
            .await
            .unwrap()
            .unwrap();
        let told = booking.refusal.unwrap().params["entries"].clone();
        for entry in shop.entries(reference) {
            let number = entry.number.to_string();
            assert!(told.contains(&number), "{told}: {number}");
        }
        let (gone, left) = if ours_goes {
            (ours, other)
        } else {
            (other, ours)
        };
        delete(&shop, gone);
        look(&shop).await;
        assert_eq!(shop.state(invoice).await, booked(), "{reference}");
        assert_eq!(entry_of(&shop, invoice).await, Some(left), "{reference}");
        let told = audited(&shop, gone, left).await;
        assert_eq!(told, i64::from(ours_goes), "{reference}");
        // It stays at rest, and a later change of what is linked now is seen.
        look(&shop).await;
        assert_eq!(shop.state(invoice).await, booked(), "{reference}");
        delete(&shop, left);
        look_long(&shop).await;
        assert_eq!(shop.state(invoice).await, conflict("changed-in-exact"));
    }
    assert_eq!(shop.posts("SalesEntries"), 2);
}

#[testing_macros::db_test]
async fn a_different_one_that_is_left_is_shown_until_it_is_equal(db: Db) {
    let shop = Shop::open(db).await;
    let (invoice, ours, other) = doubled(&shop, "A1-1", (10_000, 10_001)).await;
    delete(&shop, ours);
    look(&shop).await;
    assert_eq!(shop.state(invoice).await, conflict("entry-differs"));
    let mended = Order::EditEntry {
        entry: other,
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
    by_hand(&shop, mended);
    look(&shop).await;
    assert_eq!(shop.state(invoice).await, booked());
    assert_eq!(entry_of(&shop, invoice).await, Some(other));
}

#[testing_macros::db_test]
async fn of_a_credit_note_too(db: Db) {
    let shop = Shop::open(db).await;
    let (note, ours, other) = doubled(&shop, "C1-1", (-10_000, -10_000)).await;
    delete(&shop, ours);
    look(&shop).await;
    assert_eq!(shop.state(note).await, booked());
    assert_eq!(entry_of(&shop, note).await, Some(other));
}

#[testing_macros::db_test]
async fn one_that_is_left_in_another_journal_is_not_linked(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    shop.export().await;
    let ours = entry_of(&shop, invoice).await.unwrap();
    by_hand(&shop, typed("A1-1", "71", 10_000));
    look(&shop).await;
    assert_eq!(shop.state(invoice).await, booked());
    delete(&shop, ours);
    look_long(&shop).await;
    let elsewhere = conflict("reference-in-other-journal");
    assert_eq!(shop.state(invoice).await, elsewhere);
}

#[testing_macros::db_test]
async fn one_that_belongs_to_another_invoice_is_not_linked(db: Db) {
    let shop = Shop::open(db).await;
    let (invoice, ours, other) = doubled(&shop, "A1-1", (10_000, 10_000)).await;
    let second = shop.invoice("A1-2", 0, 20_000).await;
    shop.export().await;
    let theirs = entry_of(&shop, second).await.unwrap();
    // The bookkeeper gives the entry of the second the reference of the first.
    let renamed = Order::EditEntry {
        entry: theirs,
        your_ref: Some("A1-1".to_owned()),
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
    by_hand(&shop, renamed);
    delete(&shop, ours);
    delete(&shop, other);
    look_long(&shop).await;
    assert_eq!(shop.state(invoice).await, conflict("entry-taken"));
    assert_eq!(entry_of(&shop, second).await, Some(theirs));
}

#[testing_macros::db_test]
async fn two_that_were_typed_before_the_export(db: Db) {
    let shop = Shop::open(db).await;
    let one_left = shop.invoice("A1-1", 0, 10_000).await;
    let none_left = shop.invoice("A1-2", 0, 10_000).await;
    let type_one = |reference: &str| by_hand(&shop, typed(reference, "70", 10_000)).unwrap();
    let (first, second) = (type_one("A1-1"), type_one("A1-1"));
    let (third, fourth) = (type_one("A1-2"), type_one("A1-2"));
    shop.export().await;
    for invoice in [one_left, none_left] {
        assert_eq!(shop.state(invoice).await, conflict("booked-twice"));
    }
    for gone in [first, third, fourth] {
        delete(&shop, gone);
    }
    look(&shop).await;
    assert_eq!(shop.state(one_left).await, booked());
    assert_eq!(entry_of(&shop, one_left).await, Some(second));
    // Nothing stands under its reference any more: it may be exported, and is when somebody presses.
    assert_eq!(shop.state(none_left).await, (BookingState::Ready, None));
    look(&shop).await;
    assert_eq!(shop.state(none_left).await, booked());
    assert_eq!(shop.entries("A1-2").len(), 1);
    assert_eq!(shop.posts("SalesEntries"), 1);
}

#[testing_macros::db_test]
async fn a_reading_that_is_late_hides_nothing(db: Db) {
    let shop = Shop::open(db).await;
    let (invoice, ours, other) = doubled(&shop, "A1-1", (10_000, 10_000)).await;
    // The deletion is seen, and the lines that the bookkeeper's edit of the linked one brought are not yet.
    let switches = exact_sandbox::Switches {
        visibility_delay_ms: 50_000,
        ..shop.sandbox.switches()
    };
    shop.sandbox.set_switches(switches).unwrap();
    shop.link
        .office
        .clock
        .advance(std::time::Duration::from_mins(2));
    let moved = Order::EditEntry {
        entry: ours,
        your_ref: None,
        description: Some("bewerkt".to_owned()),
        date: Some(DAY),
        due_date: None,
        customer: None,
        lines: None,
    };
    by_hand(&shop, moved);
    look(&shop).await;
    assert_eq!(shop.state(invoice).await, conflict("booked-twice"));
    assert_eq!(entry_of(&shop, invoice).await, Some(ours));
    delete(&shop, other);
    look(&shop).await;
    assert_eq!(shop.state(invoice).await, booked());
    assert_eq!(entry_of(&shop, invoice).await, Some(ours));
}
