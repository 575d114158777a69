//! Rows become visible out of order, within the bound: a delta that told of a later one tells of the earlier one
//! afterwards, and nobody passes it over.

use std::time::Duration;

use domain::{CustomerId, VatRate};
use exact_sandbox::{
    Fault, FaultKind, Switches,
    admin::{Order, OrderLine, Party},
};
use link::{booking::state::BookingState, worker};
use rust_decimal::Decimal;
use store::{Db, StoreError, transact};

use crate::{
    desk,
    shop::{DAY, DIVISION, Shop, draft, line},
};

/// How many rows each writer makes: with so many some overtake others.
const ROWS: i64 = 12;

/// Reads become as late as the bound allows, each row in its own time.
fn make_reads_late(shop: &Shop) {
    let switches = Switches {
        visibility_delay_ms: 60_000,
        visibility_uneven: true,
        ..shop.sandbox.switches()
    };
    shop.sandbox.set_switches(switches).unwrap();
    pass(shop, 61);
}

fn pass(shop: &Shop, seconds: u64) {
    let clock = &shop.link.office.clock;
    clock.advance(Duration::from_secs(seconds));
}

fn type_by_hand(shop: &Shop, reference: &str) -> uuid::Uuid {
    let sale = Order::EnterSale {
        journal: "70".to_owned(),
        customer: "101".to_owned(),
        date: DAY,
        due_date: None,
        your_ref: reference.to_owned(),
        payment_reference: String::new(),
        description: String::new(),
        number: None,
        lines: vec![OrderLine {
            gl_account: "704000".to_owned(),
            amount: Decimal::new(10_000, 2),
            vat_code: Some("2".to_owned()),
            ..OrderLine::default()
        }],
    };
    shop.sandbox.order(DIVISION, sale).unwrap().id.unwrap()
}

#[testing_macros::db_test]
async fn an_entry_that_a_later_one_overtook_is_adopted(db: Db) {
    let shop = Shop::open(db).await;
    make_reads_late(&shop);
    let mut ours = Vec::new();
    // A bookkeeper types, and we read in between: twice within the minute after each of his entries.
    for number in 1..=ROWS {
        type_by_hand(&shop, &format!("A1-{number}"));
        pass(&shop, 3);
        type_by_hand(&shop, &format!("X-{number}"));
        pass(&shop, 3);
        shop.invoice(&format!("B1-{number}"), 1, 10_000).await;
        shop.export().await;
    }
    pass(&shop, 61);
    let before = shop.posts("SalesEntries");
    for number in 1..=ROWS {
        ours.push(shop.invoice(&format!("A1-{number}"), 0, 10_000).await);
    }
    shop.export().await;
    for invoice in ours {
        assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    }
    for number in 1..=ROWS {
        assert_eq!(shop.entries(&format!("A1-{number}")).len(), 1);
    }
    assert_eq!(shop.posts("SalesEntries"), before);
}

#[testing_macros::db_test]
async fn a_customer_whom_a_later_one_overtook_is_linked(db: Db) {
    let shop = Shop::open(db).await;
    make_reads_late(&shop);
    let now = shop.link.office.clock.now();
    for number in 901..901 + ROWS {
        let (name, street) = (format!("Klant {number}"), format!("Dorpsstraat {number}"));
        let ours = desk::customer(number, &name, &street, "");
        transact!(shop.link.office.db, |tx| -> Result<(), StoreError> {
            desk::insert_customer(tx, &ours, now).await
        })
        .unwrap();
        let theirs = Party {
            code: number.to_string(),
            name,
            address_line1: street,
            postcode: "9000".to_owned(),
            city: "Gent".to_owned(),
            country: "BE".to_owned(),
            ..Party::default()
        };
        shop.sandbox
            .order(DIVISION, Order::CreateCustomer(theirs))
            .unwrap();
        pass(&shop, 4);
        shop.invoice(&format!("B1-{number}"), 1, 10_000).await;
        shop.export().await;
    }
    pass(&shop, 61);
    let mut invoices = Vec::new();
    for number in 901..901 + ROWS {
        let labour = line("Arbeidsloon", 10_000, VatRate::PERCENT_21);
        let draft = draft(&format!("A1-{number}"), DAY, vec![labour]);
        let coding = vec![shop.coding("704000")];
        let invoice = shop.invoice_from(draft, CustomerId::new(number), coding);
        shop.store(&invoice).await;
        invoices.push(invoice.id);
    }
    shop.export().await;
    for invoice in invoices {
        assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    }
    assert_eq!(shop.posts("crm/Accounts"), 0);
}

#[testing_macros::db_test]
async fn a_deletion_that_a_later_one_overtook_is_shown(db: Db) {
    let shop = Shop::open(db).await;
    let mut invoices = Vec::new();
    for number in 1..=ROWS {
        invoices.push(shop.invoice(&format!("A1-{number}"), 0, 10_000).await);
    }
    shop.export().await;
    make_reads_late(&shop);
    for number in 1..=ROWS {
        let entry = shop.entries(&format!("A1-{number}")).remove(0).id;
        shop.sandbox
            .order(DIVISION, Order::DeleteEntry { entry })
            .unwrap();
        pass(&shop, 4);
        shop.invoice(&format!("B1-{number}"), 1, 10_000).await;
        shop.export().await;
    }
    for _ in 0..20 {
        shop.invoice(&format!("C1-{}", shop.posts("SalesEntries")), 1, 10_000)
            .await;
        shop.later(2).await;
        shop.export().await;
    }
    for invoice in invoices {
        let changed = (BookingState::Conflict, Some("changed-in-exact".to_owned()));
        assert_eq!(shop.state(invoice).await, changed);
    }
}

/// A bookkeeper has just made the customer of an invoice when it is exported: a customer of this number cannot be made,
/// and no read shows him yet. Nobody presses again.
async fn goes_by_itself(shop: &Shop) {
    let invoice = shop.invoice("A1-1", 3, 10_000).await;
    let typed = Party {
        code: "900".to_owned(),
        name: "Nieuwe Klant".to_owned(),
        address_line1: "Dorpsstraat 1".to_owned(),
        postcode: "9000".to_owned(),
        city: "Gent".to_owned(),
        country: "BE".to_owned(),
        ..Party::default()
    };
    shop.sandbox
        .order(DIVISION, Order::CreateCustomer(typed))
        .unwrap();
    shop.export().await;
    assert_eq!(shop.state(invoice).await.0, BookingState::Queued);
    for _ in 0..15 {
        pass(shop, 5);
        worker::run_until_idle(&shop.link).await.unwrap();
    }
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    assert_eq!(shop.posts("crm/Accounts"), 1, "one no is enough");
}

#[testing_macros::db_test]
async fn the_invoice_of_a_customer_whom_no_read_shows_yet_goes_by_itself(db: Db) {
    let shop = Shop::open(db).await;
    make_reads_late(&shop);
    goes_by_itself(&shop).await;
}

#[testing_macros::db_test]
async fn it_does_not_wait_for_one_that_is_looked_for_much_later(db: Db) {
    let shop = Shop::open(db).await;
    make_reads_late(&shop);
    let lost = Fault::new(FaultKind::Drop).on("POST", "SalesEntries");
    shop.sandbox.fault(lost.after().times(1)).unwrap();
    let other = shop.invoice("B1-1", 0, 10_000).await;
    goes_by_itself(&shop).await;
    assert_eq!(shop.state(other).await.0, BookingState::Unknown);
}

#[testing_macros::db_test]
async fn whoever_cannot_be_made_for_something_else_that_exists_is_refused(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-1", 3, 10_000).await;
    let text = "Bestaat al: E-mailadres";
    let body = format!(r#"{{"error":{{"code":"","message":{{"lang":"","value":"{text}"}}}}}}"#);
    let exists = FaultKind::Status {
        status: 500,
        body: Some(body),
        retry_after: None,
    };
    let exists = Fault::new(exists).on("POST", "crm/Accounts");
    shop.sandbox.fault(exists).unwrap();
    let run = shop.export().await;
    assert_eq!(shop.state(invoice).await.0, BookingState::Queued);
    for _ in 0..15 {
        pass(&shop, 60);
        worker::run_until_idle(&shop.link).await.unwrap();
    }
    let reason = Some("exact-refused-customer".to_owned());
    assert_eq!(shop.state(invoice).await, (BookingState::Refused, reason));
    assert_eq!(
        shop.posts("crm/Accounts"),
        2,
        "once more after the bound, then no more"
    );
    let view = link::export::run(&shop.link, &shop.actor, run, None).await;
    assert!(view.unwrap().finished_at.is_some());
    // Mended there, it goes with the next press.
    shop.sandbox.clear_faults().unwrap();
    shop.export().await;
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
}
