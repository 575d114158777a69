//! A press fills its run in batches: whatever happens between two of them, nothing is added twice, nothing goes as it
//! was before, and a run does not end while something is still to come.

use std::{collections::BTreeSet, time::Duration};

use domain::{Coding, InvoiceId, RunId};
use link::{
    Limits, LinkError, Parts,
    booking::state::BookingState,
    export::{RunItem, RunView},
    worker,
};
use store::{Db, params};

use crate::shop::{Shop, month};

/// One invoice in each transaction.
fn one_by_one() -> Limits {
    Limits {
        written_at_once: 1,
        ..Limits::default()
    }
}

/// A few in each.
fn few() -> Limits {
    Limits {
        checked_at_once: 5,
        written_at_once: 2,
        lane_bookings: 3,
        ..Limits::default()
    }
}

async fn invoices(shop: &Shop, count: usize) -> Vec<InvoiceId> {
    let mut all = Vec::new();
    for number in 1..=count {
        all.push(shop.invoice(&format!("A1-{number}"), 0, 10_000).await);
    }
    all
}

async fn view(shop: &Shop, run: RunId) -> RunView {
    let view = link::export::run(&shop.link, &shop.actor, run, None).await;
    view.unwrap()
}

async fn lines_of_all_runs(db: &Db) -> i64 {
    let mut tx = db.read().await.unwrap();
    tx.one("SELECT COUNT(*) FROM run_item", params![])
        .await
        .unwrap()
}

/// Presses, and forgets the press as soon as it has taken something up, as a process does that dies.
async fn pressed_half_way(shop: &Shop) {
    let link = shop.limited("dies", one_by_one());
    let filter = month();
    let press = link::export::start(&link, &shop.actor, &filter, Parts::Both);
    let (mut press, db) = (Box::pin(press), shop.link.office.db.clone());
    loop {
        tokio::select! {
            biased;
            done = &mut press => panic!("too fast for this test: {done:?}"),
            () = tokio::time::sleep(Duration::from_millis(1)) => {}
        }
        if lines_of_all_runs(&db).await > 0 {
            return;
        }
    }
}

#[testing_macros::db_test]
async fn many_batches_make_one_run(db: Db) {
    let shop = Shop::open(db).await;
    let all = invoices(&shop, 12).await;
    let link = shop.limited("small", few());
    let run = link::export::start(&link, &shop.actor, &month(), Parts::Both)
        .await
        .unwrap();
    let items = view(&shop, run).await.items.rows;
    let positions: Vec<i64> = items.iter().map(|item| item.position).collect();
    assert_eq!(positions, (1..=12).collect::<Vec<i64>>());
    let labels: Vec<&str> = items.iter().map(|item| item.label.as_str()).collect();
    assert_eq!(labels[..3], ["A1-1", "A1-2", "A1-3"]);
    assert_eq!(
        labels[9..],
        ["A1-10", "A1-11", "A1-12"],
        "as people read them"
    );
    // A lane that takes three at a time comes back for the rest.
    worker::run_to_end(&link, Duration::from_mins(5))
        .await
        .unwrap();
    for invoice in all {
        assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    }
    assert_eq!(shop.posts("SalesEntries"), 12);
    let view = view(&shop, run).await;
    assert!(view.finished_at.is_some() && !view.broken_off);
}

#[testing_macros::db_test]
async fn two_presses_in_batches_at_once_take_each_invoice_up_once(db: Db) {
    let shop = Shop::open(db).await;
    invoices(&shop, 30).await;
    let (one, two) = (shop.limited("one", few()), shop.limited("two", few()));
    let filter = month();
    let (first, second) = tokio::join!(
        link::export::start(&one, &shop.actor, &filter, Parts::Both),
        link::export::start(&two, &shop.actor, &filter, Parts::Both),
    );
    let mut taken: Vec<i64> = Vec::new();
    for run in [first.unwrap(), second.unwrap()] {
        let items = view(&shop, run).await.items.rows;
        taken.extend(
            items
                .iter()
                .filter_map(RunItem::invoice)
                .map(InvoiceId::get),
        );
    }
    assert_eq!(taken.len(), 30);
    assert_eq!(taken.into_iter().collect::<BTreeSet<_>>().len(), 30);
    worker::run_until_idle(&shop.link).await.unwrap();
    assert_eq!(shop.posts("SalesEntries"), 30);
}

/// The process dies while it fills a run: what it took up is exported, the run says that it was broken off after a while
/// and not before, and the next press takes up the rest.
#[testing_macros::db_test]
async fn the_run_of_a_dead_press_is_broken_off_and_the_next_takes_up_the_rest(db: Db) {
    let shop = Shop::open(db).await;
    let all = invoices(&shop, 20).await;
    pressed_half_way(&shop).await;
    let runs = link::export::runs(&shop.link, &shop.actor, None)
        .await
        .unwrap();
    let run = runs.rows[0].id;
    worker::run_until_idle(&shop.link).await.unwrap();
    let before = view(&shop, run).await;
    let taken = before.items.rows.len();
    assert!((1..20).contains(&taken), "{taken}");
    assert_eq!(
        before.counts.get("booked").copied(),
        i64::try_from(taken).ok()
    );
    assert!(
        before.finished_at.is_none() && !before.broken_off,
        "its press may live"
    );

    shop.later(3).await;
    let after = view(&shop, run).await;
    assert!(after.finished_at.is_some() && after.broken_off);

    let rest = shop.press().await;
    worker::run_until_idle(&shop.link).await.unwrap();
    let rest = view(&shop, rest).await;
    assert_eq!(rest.items.rows.len(), 20 - taken);
    assert!(rest.finished_at.is_some() && !rest.broken_off);
    for invoice in all {
        assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    }
    assert_eq!(shop.posts("SalesEntries"), 20);
}

/// Presses with one invoice in each transaction, and does something else once the press has taken up its first.
async fn meanwhile(shop: &Shop, act: impl Future<Output = ()>) -> (Result<RunId, LinkError>, i64) {
    let (db, link) = (&shop.link.office.db, shop.limited("presses", one_by_one()));
    let act = async {
        while lines_of_all_runs(db).await == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        act.await;
        lines_of_all_runs(db).await
    };
    let filter = month();
    let press = link::export::start(&link, &shop.actor, &filter, Parts::Both);
    tokio::join!(press, act)
}

/// It was not dead, only slow: it finds out, and adds nothing any more.
#[testing_macros::db_test]
async fn a_press_whose_run_was_broken_off_adds_nothing(db: Db) {
    let shop = Shop::open(db).await;
    invoices(&shop, 60).await;
    let impatient = shop.limited(
        "impatient",
        Limits {
            press_silence: Duration::ZERO,
            ..Limits::default()
        },
    );
    let (run, _) = meanwhile(&shop, async {
        worker::run_until_idle(&impatient).await.unwrap();
    })
    .await;
    let view = view(&shop, run.unwrap()).await;
    assert!(view.broken_off);
    let taken = view.items.rows.len();
    assert!(taken < 60, "{taken}");
    worker::run_until_idle(&shop.link).await.unwrap();
    assert_eq!(shop.posts("SalesEntries"), taken);
}

/// A person codes invoices anew after the press has checked them and before it writes them: they go as they are coded
/// then, or not at all.
#[testing_macros::db_test]
async fn what_is_coded_anew_between_check_and_batch_goes_as_it_is_then(db: Db) {
    let shop = Shop::open(db).await;
    let all = invoices(&shop, 60).await;
    let recode = async |invoice: InvoiceId, coding: Coding| {
        let office = &shop.link.office;
        office::invoices::recode(office, &shop.actor, invoice, 1, &coding)
            .await
            .unwrap();
    };
    let (run, taken) = meanwhile(&shop, async {
        recode(all[59], shop.coding("705000")).await;
        recode(all[58], Coding::default()).await;
    })
    .await;
    run.unwrap();
    assert!(taken < 58, "too fast for this test: {taken}");
    let queued = (BookingState::Queued, None);
    assert_eq!(shop.state(all[58]).await, queued, "as it was checked");
    worker::run_until_idle(&shop.link).await.unwrap();
    let entry = shop.entries("A1-60").remove(0);
    assert_eq!(entry.lines[0].gl_code, "705000");
    let refused = (
        BookingState::Refused,
        Some("line-without-account".to_owned()),
    );
    assert_eq!(shop.state(all[58]).await, refused);
    assert_eq!(shop.entries("A1-59").len(), 0);
    assert_eq!(shop.posts("SalesEntries"), 59);
}
