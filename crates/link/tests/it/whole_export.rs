//! The main job: invoices become entries, equal to the cent.

use domain::VatRate;
use link::{Parts, booking::state::BookingState};
use store::Db;

use crate::shop::{DAY, Shop, line, month};

#[testing_macros::db_test]
async fn an_invoice_is_booked_to_the_cent(db: Db) {
    let shop = Shop::open(db).await;
    let mixed = vec![
        (
            line("Arbeidsloon", 33_333, VatRate::PERCENT_21),
            shop.coding("704000"),
        ),
        (
            line("Onderdelen", 12_345, VatRate::PERCENT_21),
            shop.coding("705000"),
        ),
        (
            line("Milieubijdrage", 250, VatRate::PERCENT_6),
            shop.coding("704900"),
        ),
        (domain::DraftLine::text("Dank u"), domain::Coding::default()),
    ];
    let invoice = shop.invoice_of("A1-2026-000001", 0, DAY, mixed).await;
    shop.export().await;
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    let entries = shop.entries("A1-2026-000001");
    let [entry] = entries.as_slice() else {
        panic!("{entries:?}")
    };
    assert_eq!(
        (entry.journal.as_str(), entry.customer_code.trim()),
        ("70", "101")
    );
    assert_eq!((entry.date, entry.kind), (DAY, 20));
    assert_eq!(
        (entry.net.as_str(), entry.vat.as_str(), entry.total.as_str()),
        ("459.28", "96.07", "555.35")
    );
    let lines: Vec<(&str, &str, &str)> = entry
        .lines
        .iter()
        .map(|line| (line.gl_code.as_str(), line.net.as_str(), line.vat.as_str()))
        .collect();
    assert_eq!(
        lines,
        [
            ("704000", "333.33", "70.00"),
            ("705000", "123.45", "25.92"),
            ("704900", "2.50", "0.15")
        ]
    );
    assert_eq!(
        entry.description,
        "A1-2026-000001 1-ABC-234 Fictieve Garage BV"
    );
}

#[testing_macros::db_test]
async fn a_month_is_previewed_booked_and_listed(db: Db) {
    let shop = Shop::open(db).await;
    let one = shop.invoice("A1-2026-000001", 0, 10_000).await;
    let two = shop.invoice("A1-2026-000002", 3, 10_000).await;
    let credit = vec![(
        line("Te veel uren", -4_500, VatRate::PERCENT_21),
        shop.coding("704000"),
    )];
    let three = shop.invoice_of("A1-2026-000003", 1, DAY, credit).await;

    let preview = link::export::preview(&shop.link, &shop.actor, &month())
        .await
        .unwrap();
    assert_eq!(
        (preview.invoices, preview.customers, preview.credit_notes),
        (3, 3, 1)
    );
    assert_eq!(preview.refused_total(), 0);

    let run = shop.export().await;

    for invoice in [one, two, three] {
        assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    }
    let credit = shop.entries("A1-2026-000003");
    assert_eq!((credit[0].kind, credit[0].total.as_str()), (21, "-54.45"));

    let view = link::export::run(&shop.link, &shop.actor, run, None)
        .await
        .unwrap();
    assert!(view.finished_at.is_some());
    assert_eq!(view.counts.get("booked"), Some(&3));
    assert_eq!(
        view.counts.get("created"),
        Some(&1),
        "the new customer is a line of the run"
    );
    let booked = view
        .items
        .rows
        .iter()
        .filter(|item| item.entry_number.is_some())
        .count();
    assert_eq!(booked, 3);
    let runs = link::export::runs(&shop.link, &shop.actor, None)
        .await
        .unwrap();
    assert_eq!((runs.rows[0].done, runs.rows[0].open), (4, 0));
}

#[testing_macros::db_test]
async fn a_second_run_does_nothing_and_a_made_customer_does_not_differ(db: Db) {
    let shop = Shop::open(db).await;
    shop.invoice("A1-2026-000001", 3, 10_000).await;
    shop.export().await;
    let second = shop.invoice("A1-2026-000002", 3, 20_000).await;
    shop.export().await;
    assert_eq!(shop.state(second).await, (BookingState::Booked, None));
    assert_eq!(shop.posts("SalesEntries"), 2);
    assert_eq!(shop.posts("Accounts"), 1);
    let preview = link::export::preview(&shop.link, &shop.actor, &month())
        .await
        .unwrap();
    assert_eq!((preview.invoices, preview.booked), (0, 2));
}

#[testing_macros::db_test]
async fn customers_alone_and_invoices_alone(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-2026-000001", 3, 10_000).await;
    link::export::start(&shop.link, &shop.actor, &month(), Parts::Invoices)
        .await
        .unwrap();
    link::worker::run_until_idle(&shop.link).await.unwrap();
    let refused = (
        BookingState::Refused,
        Some("customer-not-in-exact".to_owned()),
    );
    assert_eq!(shop.state(invoice).await, refused);
    assert_eq!(shop.posts(""), 0);

    let run = link::export::start(&shop.link, &shop.actor, &month(), Parts::Customers)
        .await
        .unwrap();
    link::worker::run_until_idle(&shop.link).await.unwrap();
    let view = link::export::run(&shop.link, &shop.actor, run, None)
        .await
        .unwrap();
    assert_eq!(view.counts.get("created"), Some(&1));
    assert_eq!((shop.posts("Accounts"), shop.posts("SalesEntries")), (1, 0));

    link::export::start(&shop.link, &shop.actor, &month(), Parts::Invoices)
        .await
        .unwrap();
    link::worker::run_until_idle(&shop.link).await.unwrap();
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
}

#[testing_macros::db_test]
async fn numbers_leave_in_order(db: Db) {
    let shop = Shop::open(db).await;
    for number in ["A-10", "A-9", "A-11", "A-1"] {
        shop.invoice(number, 0, 1_000).await;
    }
    shop.export().await;
    let books = shop.sandbox.books(crate::shop::DIVISION).unwrap();
    let mut entries: Vec<_> = books
        .entries
        .iter()
        .filter(|e| e.your_ref.starts_with("A-"))
        .collect();
    entries.sort_by_key(|entry| entry.number);
    let order: Vec<&str> = entries
        .iter()
        .map(|entry| entry.your_ref.as_str())
        .collect();
    assert_eq!(order, ["A-1", "A-9", "A-10", "A-11"]);
}
