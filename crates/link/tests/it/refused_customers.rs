//! A customer whom Exact refuses is refused, for certain and with what Exact said; only of whom nobody knows it is said
//! that nobody knows.

use domain::{CustomerId, InvoiceId, Refusal, RunId, VatRate};
use exact_sandbox::{Fault, FaultKind, When, Where};
use link::{Parts, booking::state::BookingState, worker};
use store::{Db, StoreError, transact};

use crate::{
    desk,
    shop::{DAY, Shop, draft, line, month},
};

/// A customer with a VAT number that Exact does not take.
const REFUSED: i64 = 950;

async fn add_refused(shop: &Shop) {
    let now = shop.link.office.clock.now();
    let customer = desk::customer(REFUSED, "Numéro Faux", "Demostraat 1", "NL123456789B01");
    transact!(shop.link.office.db, |tx| -> Result<(), StoreError> {
        desk::insert_customer(tx, &customer, now).await
    })
    .unwrap();
}

async fn invoice_for(shop: &Shop, number: &str, customer: i64) -> InvoiceId {
    let draft = draft(number, DAY, vec![line("Lijn", 10_000, VatRate::PERCENT_21)]);
    let coding = vec![shop.coding("704000")];
    let invoice = shop.invoice_from(draft, CustomerId::new(customer), coding);
    shop.store(&invoice).await;
    invoice.id
}

/// What the run shows of a subject: the run page, the command and its JSON read this.
async fn shown(shop: &Shop, run: RunId, subject: i64) -> (String, Option<Refusal>) {
    let view = link::export::run(&shop.link, &shop.actor, run, None)
        .await
        .unwrap();
    let item = view
        .items
        .rows
        .into_iter()
        .find(|item| item.subject_id == subject)
        .unwrap();
    (item.outcome, item.refusal)
}

fn cut_the_next_customer(shop: &Shop) {
    let fault = Fault {
        kind: FaultKind::Drop,
        place: Where {
            method: Some("POST".to_owned()),
            path: Some("crm/Accounts".to_owned()),
            division: None,
        },
        when: When::Before,
        count: Some(1),
        probability: None,
        seed: 0,
    };
    shop.sandbox.fault(fault).unwrap();
}

#[testing_macros::db_test]
async fn a_refusal_is_shown_with_the_text_of_exact_and_what_is_unknown_as_unknown(db: Db) {
    let shop = Shop::open(db).await;
    add_refused(&shop).await;
    let mut refused = Vec::new();
    for number in 1..=2 {
        refused.push(invoice_for(&shop, &format!("A1-{number}"), REFUSED).await);
    }
    // The customer before is cut off, so that of him nobody knows.
    let unknown = invoice_for(&shop, "A1-3", 900).await;
    cut_the_next_customer(&shop);
    let run = shop.export().await;
    for invoice in &refused {
        let (outcome, refusal) = shown(&shop, run, invoice.get()).await;
        let refusal = refusal.unwrap();
        assert_eq!(outcome, "refused");
        assert_eq!(refusal.code, "exact-refused-customer");
        let message = &refusal.params["message"];
        assert!(message.to_lowercase().contains("btw-nummer"), "{message}");
        let expected = (
            BookingState::Refused,
            Some("exact-refused-customer".to_owned()),
        );
        assert_eq!(shop.state(*invoice).await, expected);
    }
    let (outcome, refusal) = shown(&shop, run, unknown.get()).await;
    assert_eq!(outcome, "waiting");
    assert_eq!(refusal.unwrap().code, "customer-unknown");
    assert_eq!(shop.state(unknown).await.0, BookingState::Queued);
    // One mistake is one error, however many invoices it stops.
    assert_eq!(shop.posts("crm/Accounts"), 2);
    for _ in 0..4 {
        shop.later(5).await;
    }
    assert_eq!(shop.state(unknown).await, (BookingState::Booked, None));
    let view = link::export::run(&shop.link, &shop.actor, run, None)
        .await
        .unwrap();
    assert!(view.finished_at.is_some());
    for invoice in &refused {
        let (outcome, refusal) = shown(&shop, run, invoice.get()).await;
        assert_eq!(
            (outcome.as_str(), refusal.unwrap().code.as_str()),
            ("refused", "exact-refused-customer")
        );
    }
}

#[testing_macros::db_test]
async fn a_customer_that_is_exported_alone_is_refused_with_the_text_of_exact(db: Db) {
    let shop = Shop::open(db).await;
    add_refused(&shop).await;
    invoice_for(&shop, "A1-1", REFUSED).await;
    let run = link::export::start(&shop.link, &shop.actor, &month(), Parts::Customers)
        .await
        .unwrap();
    worker::run_until_idle(&shop.link).await.unwrap();
    let (outcome, refusal) = shown(&shop, run, REFUSED).await;
    assert_eq!(outcome, "refused");
    assert_eq!(refusal.unwrap().code, "exact-refused-customer");
    let view = link::export::run(&shop.link, &shop.actor, run, None)
        .await
        .unwrap();
    assert!(view.finished_at.is_some());
}
