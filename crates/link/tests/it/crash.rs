//! The power goes: at every call, before and after it, and at any await. A fresh start loses and doubles nothing.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use domain::InvoiceId;
use link::{booking::state::BookingState, worker};
use testing::{
    db::TestDb,
    transport::{Death, SandboxTransport},
};

use crate::shop::{Shop, link_over};

/// A shop with three invoices queued, one of a customer to be made.
async fn queued(test: &TestDb) -> (Shop, Vec<InvoiceId>) {
    let shop = Shop::open(test.db()).await;
    let mut invoices = Vec::new();
    for (number, customer) in [(1, 0), (2, 3), (3, 1)] {
        invoices.push(
            shop.invoice(&format!("A1-{number}"), customer, 10_000)
                .await,
        );
    }
    shop.press().await;
    (shop, invoices)
}

/// A fresh start, ten minutes later, and everything that follows.
async fn recovered(shop: &Shop, invoices: &[InvoiceId], what: &str) {
    let fresh = shop.other_node("fresh");
    for _ in 0..6 {
        shop.link.office.clock.advance(Duration::from_mins(10));
        worker::run_until_idle(&fresh).await.unwrap();
    }
    for (number, invoice) in (1..).zip(invoices) {
        let state = shop.state(*invoice).await;
        assert_eq!(
            state,
            (BookingState::Booked, None),
            "{what}, invoice {number}"
        );
        assert_eq!(
            shop.entries(&format!("A1-{number}")).len(),
            1,
            "{what}, invoice {number}"
        );
    }
    let books = shop.sandbox.books(crate::shop::DIVISION).unwrap();
    let made = books
        .accounts
        .iter()
        .filter(|account| account.code.trim() == "900")
        .count();
    assert_eq!(made, 1, "{what}");
    let runs = link::export::runs(&shop.link, &shop.actor, None)
        .await
        .unwrap();
    assert!(runs.rows[0].finished_at.is_some(), "{what}");
}

/// Runs the lane on a node that dies there; false when it lived to the end.
async fn dies(shop: &Shop, death: Death) -> bool {
    let transport = SandboxTransport::dying(&shop.sandbox, death);
    let clock = &shop.link.office.clock;
    let node = link_over(shop.link.office.db.clone(), clock, &transport, "dying");
    tokio::select! {
        done = worker::run_until_idle(&node) => {
            done.unwrap();
            false
        }
        () = transport.died() => true,
    }
}

async fn every_call(postgres: bool, before: bool) {
    for call in 1.. {
        let test = if postgres {
            TestDb::postgres().await
        } else {
            TestDb::sqlite().await
        };
        let test = test.unwrap();
        let (shop, invoices) = queued(&test).await;
        let death = if before {
            Death::Before(call)
        } else {
            Death::After(call)
        };
        let died = dies(&shop, death).await;
        recovered(&shop, &invoices, &format!("{death:?}")).await;
        drop(shop);
        test.remove().await.unwrap();
        if !died {
            assert!(call > 12, "only {call} calls were made");
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn before_each_call_sqlite() {
    every_call(false, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_each_call_sqlite() {
    every_call(false, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn before_each_call_postgres() {
    every_call(true, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_each_call_postgres() {
    every_call(true, false).await;
}

/// Ends with `None` after so many polls, wherever the future is.
struct Polls<F> {
    future: Pin<Box<F>>,
    left: u32,
}

impl<F: Future> Future for Polls<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        match self.future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if self.left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// How many polls lie between two deaths: every seventh await, with another offset than any step has statements.
const STRIDE: usize = 7;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_any_await() {
    for left in (1_u32..).step_by(STRIDE) {
        let test = TestDb::sqlite().await.unwrap();
        let (shop, invoices) = queued(&test).await;
        let node = shop.other_node("dying");
        let future = Box::pin(async {
            while worker::run_one(&node).await? {}
            Ok::<(), link::LinkError>(())
        });
        let ended = Polls { future, left }.await;
        recovered(&shop, &invoices, &format!("after {left} polls")).await;
        if ended.is_some() {
            assert!(left > 50, "only {left} polls");
            return;
        }
    }
}
