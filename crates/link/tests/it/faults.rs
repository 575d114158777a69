//! Exact breaks in the middle of a call: nothing is sent twice, nothing is forgotten.

use exact_sandbox::{Fault, FaultKind, When, Where};
use link::booking::state::BookingState;
use store::Db;

use crate::shop::Shop;

/// A fault at the next booking.
fn at_booking(kind: FaultKind, when: When) -> Fault {
    Fault {
        kind,
        place: Where {
            method: Some("POST".to_owned()),
            path: Some("SalesEntries".to_owned()),
            division: None,
        },
        when,
        count: Some(1),
        probability: None,
        seed: 0,
    }
}

fn said(text: &str) -> FaultKind {
    let body = format!(r#"{{"error":{{"code":"","message":{{"lang":"","value":"{text}"}}}}}}"#);
    FaultKind::Status {
        status: 500,
        body: Some(body),
        retry_after: None,
    }
}

async fn generation(shop: &Shop, invoice: domain::InvoiceId) -> i64 {
    let booking = link::bookings::of_invoice(&shop.link, &shop.actor, invoice)
        .await
        .unwrap();
    booking.unwrap().generation
}

#[testing_macros::db_test]
async fn what_took_effect_is_found(db: Db) {
    let cut = FaultKind::Drop;
    let broken = said("A problem has occurred.");
    let late = FaultKind::CommitLate { ms: 300_000 };
    let shop = Shop::open(db).await;
    for (round, (kind, when)) in (1..).zip([
        (cut, When::After),
        (broken, When::After),
        (late, When::Before),
    ]) {
        let reference = format!("A1-{round}");
        let invoice = shop.invoice(&reference, 0, 10_000).await;
        let other = shop.invoice(&format!("B1-{round}"), 1, 10_000).await;
        shop.sandbox.fault(at_booking(kind, when)).unwrap();
        let run = shop.export().await;
        assert_eq!(
            shop.state(invoice).await.0,
            BookingState::Unknown,
            "round {round}"
        );
        // After a read had succeeded, the others went on.
        assert_eq!(
            shop.state(other).await.0,
            BookingState::Booked,
            "round {round}"
        );
        let view = link::export::run(&shop.link, &shop.actor, run, None)
            .await
            .unwrap();
        assert_eq!(view.counts.get("unknown"), Some(&1));
        assert!(view.finished_at.is_none());
        // Pressing again changes nothing while nobody knows.
        shop.export().await;
        assert_eq!(shop.state(invoice).await.0, BookingState::Unknown);
        shop.later(6).await;
        assert_eq!(
            shop.state(invoice).await.0,
            BookingState::Unknown,
            "not before the bounds"
        );
        shop.later(2).await;
        assert_eq!(
            shop.state(invoice).await.0,
            BookingState::Booked,
            "round {round}"
        );
        assert_eq!(shop.entries(&reference).len(), 1);
        assert_eq!(generation(&shop, invoice).await, 1);
        shop.later(10).await;
    }
}

#[testing_macros::db_test]
async fn what_took_no_effect_is_sent_again_after_two_looks(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    shop.sandbox
        .fault(at_booking(FaultKind::Drop, When::Before))
        .unwrap();
    let run = shop.export().await;
    shop.later(8).await;
    assert_eq!(
        shop.state(invoice).await.0,
        BookingState::Unknown,
        "absent once is not enough"
    );
    assert_eq!(shop.posts("SalesEntries"), 1);
    shop.later(2).await;
    assert_eq!(shop.state(invoice).await.0, BookingState::Booked);
    assert_eq!(generation(&shop, invoice).await, 2);
    assert_eq!(shop.entries("A1-1").len(), 1);
    let view = link::export::run(&shop.link, &shop.actor, run, None)
        .await
        .unwrap();
    assert!(view.finished_at.is_some());
}

#[testing_macros::db_test]
async fn a_double_after_a_second_send_is_shown(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    // Outside the bounds: Exact carries the first request out after everybody has looked.
    shop.sandbox
        .fault(at_booking(
            FaultKind::CommitLate { ms: 12 * 60_000 },
            When::Before,
        ))
        .unwrap();
    shop.export().await;
    shop.later(8).await;
    shop.later(2).await;
    assert_eq!(shop.state(invoice).await.0, BookingState::Booked);
    shop.later(8).await;
    shop.later(8).await;
    assert_eq!(shop.entries("A1-1").len(), 2);
    assert_eq!(
        shop.state(invoice).await,
        (BookingState::Conflict, Some("booked-twice".to_owned()))
    );
}

#[testing_macros::db_test]
async fn one_mistake_is_one_error(db: Db) {
    let shop = Shop::open(db).await;
    let mut invoices = Vec::new();
    for number in 1..=5 {
        invoices.push(shop.invoice(&format!("A1-{number}"), 0, 10_000).await);
    }
    shop.sandbox
        .fault(at_booking(
            said("Ongeldige referentie: Btw-code"),
            When::Before,
        ))
        .unwrap();
    let run = shop.export().await;
    let refused = (
        BookingState::Refused,
        Some("exact-refused-vat-code".to_owned()),
    );
    assert_eq!(shop.state(invoices[0]).await, refused);
    for invoice in &invoices[1..] {
        let parked = (BookingState::Parked, Some("waits-for-other".to_owned()));
        assert_eq!(shop.state(*invoice).await, parked);
    }
    assert_eq!(shop.posts("SalesEntries"), 1);
    let view = link::export::run(&shop.link, &shop.actor, run, None)
        .await
        .unwrap();
    assert_eq!(
        (view.counts.get("refused"), view.counts.get("parked")),
        (Some(&1), Some(&4))
    );
    assert!(view.finished_at.is_some());
    // The cause was mended: all go together.
    shop.export().await;
    for invoice in &invoices {
        assert_eq!(shop.state(*invoice).await, (BookingState::Booked, None));
    }
    assert_eq!(shop.posts("SalesEntries"), 6);
}

#[testing_macros::db_test]
async fn an_unknown_customer_is_looked_up_before_his_invoices_go(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-1", 3, 10_000).await;
    let known = shop.invoice("A1-2", 0, 10_000).await;
    let mut fault = at_booking(FaultKind::Drop, When::After);
    fault.place.path = Some("crm/Accounts".to_owned());
    shop.sandbox.fault(fault).unwrap();
    shop.export().await;
    assert_eq!(shop.state(invoice).await.0, BookingState::Queued);
    assert_eq!(shop.state(known).await.0, BookingState::Booked);
    shop.later(8).await;
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    assert_eq!(shop.posts("crm/Accounts"), 1);
    let books = shop.sandbox.books(crate::shop::DIVISION).unwrap();
    assert_eq!(
        books
            .accounts
            .iter()
            .filter(|account| account.code.trim() == "900")
            .count(),
        1
    );
}

/// Runs *Klanten Exporteren* or *Rekeningen Exporteren*, lets time pass, and expects the run to have ended.
async fn ends(shop: &Shop, parts: link::Parts, outcome: &str) {
    let run = link::export::start(&shop.link, &shop.actor, &crate::shop::month(), parts)
        .await
        .unwrap();
    link::worker::run_until_idle(&shop.link).await.unwrap();
    let view = async || {
        link::export::run(&shop.link, &shop.actor, run, None)
            .await
            .unwrap()
    };
    assert!(view().await.finished_at.is_none());
    for _ in 0..4 {
        shop.later(5).await;
    }
    let view = view().await;
    assert_eq!(view.counts.get(outcome), Some(&1), "{:?}", view.counts);
    assert!(view.finished_at.is_some());
}

#[testing_macros::db_test]
async fn a_customer_whom_reads_do_not_show_yet_is_linked_in_the_end(db: Db) {
    let shop = Shop::open(db).await;
    shop.invoice("A1-1", 3, 10_000).await;
    let party = exact_sandbox::admin::Party {
        code: "900".to_owned(),
        name: "Nieuwe Klant".to_owned(),
        address_line1: "Dorpsstraat 1".to_owned(),
        postcode: "9000".to_owned(),
        city: "Gent".to_owned(),
        country: "BE".to_owned(),
        ..Default::default()
    };
    shop.sandbox
        .order(
            crate::shop::DIVISION,
            exact_sandbox::admin::Order::CreateCustomer(party),
        )
        .unwrap();
    let switches = exact_sandbox::Switches {
        visibility_delay_ms: 60_000,
        ..shop.sandbox.switches()
    };
    shop.sandbox.set_switches(switches).unwrap();
    ends(&shop, link::Parts::Customers, "linked").await;
}

#[testing_macros::db_test]
async fn an_account_of_which_nobody_knows_is_looked_for_again(db: Db) {
    let shop = Shop::open(db).await;
    let form = office::accounts::AccountForm {
        number: "704123".to_owned(),
        name: "Ruiten".to_owned(),
        ..Default::default()
    };
    let (account, _) = link::accounts::save(&shop.link, &shop.actor, &form)
        .await
        .unwrap();
    let coding = domain::Coding {
        ledger_account: Some(account.id),
        cost_centre: String::new(),
    };
    let line = crate::shop::line("Ruit", 10_000, domain::VatRate::PERCENT_21);
    shop.invoice_of("A1-1", 0, crate::shop::DAY, vec![(line, coding)])
        .await;
    link::administrations::allow_account_creation(
        &shop.link,
        &shop.actor,
        shop.administration,
        true,
    )
    .await
    .unwrap();
    let mut fault = at_booking(FaultKind::Drop, When::After);
    fault.place.path = Some("financial/GLAccounts".to_owned());
    shop.sandbox.fault(fault).unwrap();
    ends(&shop, link::Parts::Accounts, "linked").await;
    assert_eq!(shop.posts("GLAccounts"), 1);
}
