//! Receipts that are booked and matched as one act, by the door and on the pages: wholly, or not at all.

use std::sync::Arc;

use exact_sandbox::admin::{Order, Receipt};
use exact_sandbox::books::{Index, TermStatus};
use exact_sandbox::{LOG_FILE, Sandbox};
use rust_decimal::Decimal;
use serde_json::json;
use uuid::Uuid;

use crate::browser::Browser;
use crate::driver::{A, Exact, morning};
use crate::money::booked;

const FORM: &str = "/administratie/123456/ontvangst";

/// Keys of the open items of a relation.
fn open(exact: &Exact, code: &str) -> Vec<Uuid> {
    let account = exact.customer(code).to_string();
    exact.sandbox.with_books(|books| {
        let terms = &books.company(A).unwrap().terms;
        let own = terms.find(Index::Account, &account);
        let open = own.filter(|term| term.status == TermStatus::Open);
        open.map(|term| term.id).collect()
    })
}

/// Everything that could have changed: row versions, removals, entries, sets, balance.
fn state(exact: &Exact) -> (u64, usize, usize, usize, Option<i64>) {
    exact.sandbox.with_books(|books| {
        let company = books.company(A).unwrap();
        let balance = company.balances.get("20").map(|it| it.0);
        (
            company.version(),
            company.deletions.len(),
            company.postings.len(),
            company.matches.len(),
            balance,
        )
    })
}

/// 840,00 of the 840,10 that relation 102 owes.
fn short(exact: &Exact) -> Receipt {
    Receipt {
        journal: "20".into(),
        account: "102".into(),
        amount: Decimal::new(84_000, 2),
        terms: open(exact, "102"),
        write_off: Some("640200".into()),
        ..Receipt::default()
    }
}

#[tokio::test]
async fn a_receipt_its_matching_and_the_difference_are_one_act() {
    let exact = Exact::start().await;
    assert!(!open(&exact, "102").is_empty());
    let done = exact.sandbox.order(A, Order::BookReceipt(short(&exact)));
    assert!(done.unwrap().id.is_some());
    assert_eq!(open(&exact, "102").len(), 0);
    let (_, removed, entries, sets, balance) = state(&exact);
    assert_eq!((removed, entries, sets, balance), (0, 2, 1, Some(84_000)));
    // What is left stays open without an account for it.
    let invoice = booked(&exact, "T-1").await;
    let partial = Receipt {
        journal: "20".into(),
        account: "101".into(),
        amount: Decimal::new(10_000, 2),
        entries: vec![invoice],
        ..Receipt::default()
    };
    let before = open(&exact, "101").len();
    let order = Order::BookReceipt(partial);
    exact.sandbox.order(A, order.clone()).unwrap();
    assert_eq!(open(&exact, "101").len(), before);
    // Once more it covers the rest, and is too much.
    exact.sandbox.order(A, order).unwrap();
    assert_eq!(open(&exact, "101").len(), before);
}

#[tokio::test]
async fn what_cannot_be_matched_or_written_off_is_not_booked() {
    let exact = Exact::start().await;
    let close = Order::ClosePeriod {
        journal: Some("90".into()),
        year: 2026,
        period: 11,
    };
    exact.sandbox.order(A, close).unwrap();
    let (good, before) = (short(&exact), state(&exact));
    let stranger = open(&exact, "103");
    assert!(!stranger.is_empty());
    for (name, receipt) in [
        ("the general journal is closed", good.clone()),
        (
            "an item is of another relation",
            Receipt {
                terms: stranger,
                ..good.clone()
            },
        ),
        (
            "an item is not there",
            Receipt {
                terms: vec![Uuid::from_u128(7)],
                ..good.clone()
            },
        ),
        (
            "the money goes the same way as the items",
            Receipt {
                amount: -good.amount,
                write_off: None,
                ..good.clone()
            },
        ),
        (
            "there is nothing to write off",
            Receipt {
                terms: Vec::new(),
                ..good.clone()
            },
        ),
        (
            "the account for the difference is not there",
            Receipt {
                write_off: Some("999999".into()),
                ..good.clone()
            },
        ),
    ] {
        let done = exact.sandbox.order(A, Order::BookReceipt(receipt));
        assert!(done.is_err(), "{name}");
        assert_eq!(state(&exact), before, "{name}");
    }
    let whole = Receipt {
        write_off: None,
        ..good
    };
    exact.sandbox.order(A, Order::BookReceipt(whole)).unwrap();
    assert_ne!(state(&exact), before);
}

#[tokio::test]
async fn it_is_one_line_of_the_log_and_comes_back_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let begin = || {
        Sandbox::builder(Arc::new(morning))
            .seed(crate::driver::seed())
            .data_dir(folder.path())
            .build()
            .unwrap()
    };
    let exact = Exact::on(begin()).await;
    let lines = || {
        let log = std::fs::read_to_string(folder.path().join(LOG_FILE)).unwrap();
        log.lines().count()
    };
    let before = lines();
    let receipt = Order::BookReceipt(short(&exact));
    exact.sandbox.order(A, receipt).unwrap();
    assert_eq!(lines(), before + 1);
    let wanted = state(&exact);
    drop(exact);
    let exact = Exact::on(begin()).await;
    assert_eq!((state(&exact), open(&exact, "102")), (wanted, Vec::new()));
}

#[tokio::test]
async fn a_ticked_item_that_is_gone_is_told_and_not_written_off() {
    let exact = Exact::start().await;
    let entry = booked(&exact, "T-2").await;
    let stays = booked(&exact, "T-3").await;
    let keys = |entry: Uuid| {
        exact.sandbox.with_books(|books| {
            let terms = &books.company(A).unwrap().terms;
            let own = terms.find(Index::Entry, &entry.to_string());
            own.map(|term| term.id.to_string()).collect::<Vec<_>>()
        })
    };
    let ticked = [keys(entry), keys(stays)].concat();
    let mut browser = Browser::open(&exact, FORM).await;
    let named = [("relatie", "101"), ("bedrag", "242,00")];
    browser.press("Posten tonen", &named).await;
    exact
        .sandbox
        .order(A, Order::DeleteEntry { entry })
        .unwrap();
    let before = state(&exact);
    let mut typed = vec![("rekening", "640200"), ("bedrag", "242,00")];
    typed.extend(ticked.iter().map(|key| ("kies", key.as_str())));
    browser.press("Boeken en afpunten", &typed).await;
    assert_eq!(browser.status, 422);
    browser.sees("Een gekozen post is er niet meer");
    assert_eq!(state(&exact), before);
}

#[tokio::test]
async fn only_open_items_of_the_relation_are_summed_and_shown() {
    let exact = Exact::start().await;
    let own = booked(&exact, "T-4").await;
    let paid = booked(&exact, "T-5").await;
    let receipt = Receipt {
        journal: "20".into(),
        account: "101".into(),
        amount: Decimal::new(12_100, 2),
        entries: vec![paid],
        ..Receipt::default()
    };
    let of = |entry: Uuid| {
        exact.sandbox.with_books(|books| {
            let terms = &books.company(A).unwrap().terms;
            let found = terms.find(Index::Entry, &entry.to_string()).next();
            found.unwrap().id.to_string()
        })
    };
    let (open_key, paid_key) = (of(own), of(paid));
    let foreign = open(&exact, "102")[0].to_string();
    exact.sandbox.order(A, Order::BookReceipt(receipt)).unwrap();
    let mut browser = Browser::open(&exact, FORM).await;
    browser.press("Posten tonen", &[("relatie", "101")]).await;
    let typed = [
        ("kies", open_key.as_str()),
        ("kies", open_key.as_str()),
        ("kies", paid_key.as_str()),
        ("kies", foreign.as_str()),
    ];
    browser.press("Bedrag uit keuze", &typed).await;
    assert_eq!(browser.value("bedrag"), "121,00");
    let boxes = browser.page.every("input");
    let boxes = boxes.iter().filter_map(|it| it.attribute("value"));
    let boxes: Vec<&str> = boxes.collect();
    assert!(boxes.contains(&open_key.as_str()));
    assert!(!boxes.contains(&paid_key.as_str()) && !boxes.contains(&foreign.as_str()));
}

#[tokio::test]
async fn money_is_booked_on_a_code_and_a_name_becomes_one() {
    let exact = Exact::start().await;
    let before = state(&exact);
    let mut browser = Browser::open(&exact, FORM).await;
    let typed = [("relatie", "amélie"), ("bedrag", "10,00")];
    browser.press("Boeken zonder afpunten", &typed).await;
    assert_eq!(browser.status, 422);
    browser.sees("Ongeldige referentie: Relatie");
    assert_eq!(state(&exact), before);
    browser.press("Posten tonen", &typed).await;
    assert_eq!(browser.value("relatie"), "102");
    // What fits more than one is not chosen between.
    let party = json!({"act": "create_customer", "name": "Amélie Twee"});
    let order: Order = serde_json::from_value(party).unwrap();
    exact.sandbox.order(A, order).unwrap();
    browser.go(FORM).await;
    browser.press("Posten tonen", &typed).await;
    assert_eq!(browser.status, 422);
    browser.sees("Meer dan één relatie heet zo");
    browser.press("Posten tonen", &[("relatie", "zzz")]).await;
    browser.sees("Ongeldige referentie: Relatie");
}
