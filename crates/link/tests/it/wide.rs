//! A filter over many years takes what is open in them, and says so when it cannot.

use domain::{InvoiceId, JournalId};
use jiff::civil::{Date, date};
use link::{
    Filter, Limits, LinkError, Parts, booking::state::BookingState, past::BookedBefore, worker,
};
use store::{Db, params};
use uuid::Uuid;

use crate::shop::{DAY, Shop, draft, line, month};

/// Thirty years.
fn thirty_years() -> Filter {
    Filter::between(date(2000, 1, 1), date(2030, 12, 31))
}

/// No more than three.
fn three() -> Limits {
    Limits {
        run_invoices: 3,
        checked_at_once: 2,
        ..Limits::default()
    }
}

async fn stored(shop: &Shop, number: Option<&str>, day: Date) -> InvoiceId {
    let lines = vec![line("Arbeidsloon", 10_000, domain::VatRate::PERCENT_21)];
    let draft = draft(number.unwrap_or_default(), day, lines);
    let invoice = shop.invoice_from(draft, shop.customers[0], vec![shop.coding("704000")]);
    shop.store(&invoice).await;
    invoice.id
}

/// Invoices of long ago that stand in Exact already.
async fn booked_long_ago(shop: &Shop, count: i64) {
    let mut booked = Vec::new();
    for number in 1..=count {
        let invoice = stored(shop, Some(&format!("OLD-{number}")), date(2001, 1, 1)).await;
        booked.push(BookedBefore {
            invoice,
            administration: shop.administration,
            entry_id: Uuid::from_u128(number.unsigned_abs().into()),
            entry_number: number,
        });
    }
    link::past::store_booked(&shop.link, &shop.actor, &booked)
        .await
        .unwrap();
}

fn code(error: &LinkError) -> (&str, Option<&str>) {
    let LinkError::Refused(refusals) = error else {
        return ("", None);
    };
    let count = refusals[0].params.get("count").map(String::as_str);
    (refusals[0].code.as_str(), count)
}

#[testing_macros::db_test]
async fn what_is_booked_takes_no_place_from_what_is_open(db: Db) {
    let shop = Shop::open(db).await;
    booked_long_ago(&shop, 5).await;
    let open = [
        stored(&shop, Some("A1-1"), DAY).await,
        stored(&shop, Some("A1-2"), DAY).await,
    ];
    let link = shop.limited("small", three());
    let checks = link::export::check(&link, &shop.actor, &thirty_years())
        .await
        .unwrap();
    let checked: Vec<InvoiceId> = checks.iter().map(|check| check.invoice).collect();
    assert_eq!(checked, open);
    let preview = link::export::preview(&link, &shop.actor, &thirty_years())
        .await
        .unwrap();
    assert_eq!((preview.invoices, preview.booked), (2, 5));
    link::export::start(&link, &shop.actor, &thirty_years(), Parts::Both)
        .await
        .unwrap();
    worker::run_until_idle(&link).await.unwrap();
    for invoice in open {
        assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    }
    assert_eq!(shop.posts("SalesEntries"), 2);
}

#[testing_macros::db_test]
async fn more_than_a_run_holds_is_refused_and_told(db: Db) {
    let shop = Shop::open(db).await;
    for number in 1..=4 {
        let day = date(2026, 11, i8::try_from(number).unwrap());
        let lines = vec![(
            line("Werk", 100, domain::VatRate::PERCENT_21),
            shop.coding("704000"),
        )];
        shop.invoice_of(&format!("A1-{number}"), number % 4, day, lines)
            .await;
    }
    let link = shop.limited("small", three());
    let all = thirty_years();
    let refused = link::export::check(&link, &shop.actor, &all).await;
    assert_eq!(
        code(&refused.unwrap_err()),
        ("too-many-invoices", Some("4"))
    );
    let refused = link::export::preview(&link, &shop.actor, &all).await;
    assert_eq!(
        code(&refused.unwrap_err()),
        ("too-many-invoices", Some("4"))
    );
    for parts in [Parts::Both, Parts::Invoices] {
        let refused = link::export::start(&link, &shop.actor, &all, parts).await;
        assert_eq!(
            code(&refused.unwrap_err()),
            ("too-many-invoices", Some("4"))
        );
    }
    let refused = link::export::start(&link, &shop.actor, &all, Parts::Customers).await;
    assert_eq!(
        code(&refused.unwrap_err()),
        ("too-many-customers", Some("4"))
    );
    let runs = link::export::runs(&link, &shop.actor, None).await.unwrap();
    assert_eq!(runs.rows.len(), 0, "nothing was begun");

    let shorter = Filter::between(date(2026, 11, 2), date(2026, 11, 30));
    link::export::start(&link, &shop.actor, &shorter, Parts::Both)
        .await
        .unwrap();
    worker::run_until_idle(&link).await.unwrap();
    assert_eq!(shop.posts("SalesEntries"), 3);
}

#[testing_macros::db_test]
async fn numbers_and_journals_are_chosen_in_the_database(db: Db) {
    let shop = Shop::open(db).await;
    let mut numbered = Vec::new();
    for number in ["A-8", "a-9", "A-10", "A-11", "B-9"] {
        numbered.push(stored(&shop, Some(number), DAY).await);
    }
    let without = stored(&shop, None, DAY).await;
    // As they were stored before there was an order of numbers.
    shop.sql("UPDATE invoice SET number_order = NULL").await;
    let chosen = async |filter: Filter| -> Vec<InvoiceId> {
        let checks = link::export::check(&shop.link, &shop.actor, &filter).await;
        checks.unwrap().iter().map(|check| check.invoice).collect()
    };
    let from_to = |from: &str, to: &str| Filter {
        number_from: Some(from.to_owned()),
        number_to: Some(to.to_owned()),
        ..month()
    };
    assert_eq!(chosen(from_to("A-9", "a-10")).await, numbered[1..3]);
    assert_eq!(chosen(from_to("A-9", "")).await, numbered[1..]);
    assert_eq!(chosen(from_to(" ", "A-9")).await, numbered[..2]);
    let mut all = vec![without];
    all.extend(&numbered);
    assert_eq!(
        chosen(month()).await,
        all,
        "without bounds the draft is told too"
    );

    // More journals than one statement takes.
    let others: Vec<JournalId> = (1_000_001..1_000_071).map(JournalId::new).collect();
    let with = |journals| Filter {
        journals,
        ..month()
    };
    assert_eq!(chosen(with(others.clone())).await, []);
    let mut journals = others;
    journals.push(shop.journal);
    assert_eq!(chosen(with(journals)).await, all);
    let mut tx = shop.link.office.db.read().await.unwrap();
    let missing: i64 = tx
        .one(
            "SELECT COUNT(*) FROM invoice WHERE number IS NOT NULL AND number_order IS NULL",
            params![],
        )
        .await
        .unwrap();
    assert_eq!(missing, 0);
}
