//! Clocks that are wrong: a node whose clock is off does nothing, and what a wrong clock left holds nothing up.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use domain::InvoiceId;
use exact_client::{Outgoing, Transport, TransportError};
use futures_util::future::BoxFuture;
use http::Response;
use jiff::SignedDuration;
use link::{Link, booking::state::BookingState, worker};
use store::{Clock, Db, Engine};
use testing::transport::{Death, SandboxTransport};

use crate::shop::{Shop, connect, link_over, node_through};

const TWO_DAYS: SignedDuration = SignedDuration::from_hours(48);
const FIVE_MINUTES: SignedDuration = SignedDuration::from_mins(5);

/// The codes of what holds the lanes up, as a page of this node shows it.
async fn held(node: &Link, shop: &Shop) -> Vec<String> {
    let held = link::lane::held(node, &shop.actor).await.unwrap();
    held.into_iter().map(|refusal| refusal.code).collect()
}

async fn three_invoices(shop: &Shop) -> Vec<InvoiceId> {
    let mut invoices = Vec::new();
    for (number, customer) in [(1, 0), (2, 3), (3, 1)] {
        let reference = format!("A1-{number}");
        invoices.push(shop.invoice(&reference, customer, 10_000).await);
    }
    invoices
}

/// Minute by minute, as a server does it.
async fn minutes(shop: &Shop, node: &Link, minutes: u32) {
    for _ in 0..minutes {
        shop.link.office.clock.advance(Duration::from_mins(1));
        worker::run_until_idle(node).await.unwrap();
    }
}

async fn all_is_booked_once(shop: &Shop, invoices: &[InvoiceId]) {
    for (number, invoice) in (1..).zip(invoices) {
        let state = shop.state(*invoice).await;
        assert_eq!(state, (BookingState::Booked, None), "invoice {number}");
        assert_eq!(shop.entries(&format!("A1-{number}")).len(), 1, "{number}");
    }
    let runs = link::export::runs(&shop.link, &shop.actor, None).await;
    for run in runs.unwrap().rows {
        assert!(run.finished_at.is_some(), "a run has not ended");
    }
}

#[testing_macros::db_test]
async fn a_node_whose_clock_is_off_does_nothing_and_goes_on_when_it_is_right(db: Db) {
    let shop = Shop::open(db).await;
    let clock = shop.link.office.clock.of_another_machine();
    let node = shop.node_with_clock("node", &clock);
    let has_server = node.office.db.engine() == Engine::Postgres;
    assert_eq!(worker::run_until_idle(&node).await.unwrap(), 0);
    let invoices = three_invoices(&shop).await;
    shop.press().await;
    for (wrong, by_server) in [
        (FIVE_MINUTES, "clock-ahead"),
        (-FIVE_MINUTES, "clock-behind"),
    ] {
        clock.set_wrong(wrong);
        minutes(&shop, &node, 3).await;
        assert_eq!(shop.sandbox.calls().len(), 0, "{by_server}");
        let said = if has_server { by_server } else { "clock-set" };
        assert_eq!(held(&node, &shop).await, [said]);
        let lane = link::lane::view(&node, &shop.actor, shop.administration).await;
        assert_eq!(lane.unwrap().held.len(), 1);
    }
    if has_server {
        // The pages of another node tell of it.
        assert_eq!(held(&shop.link, &shop).await, ["clock-behind"]);
    }
    clock.set_wrong(SignedDuration::ZERO);
    // Without a server nobody knows at once that it is right now.
    let minutes_watched = if has_server { 1 } else { 9 };
    minutes(&shop, &node, minutes_watched).await;
    assert_eq!(held(&node, &shop).await, Vec::<String>::new());
    assert_eq!(held(&shop.link, &shop).await, Vec::<String>::new());
    all_is_booked_once(&shop, &invoices).await;
}

#[testing_macros::db_test]
async fn a_node_that_is_minutes_ahead_takes_no_living_lane_over(db: Db) {
    let shop = Shop::open(db).await;
    let clock = &shop.link.office.clock;
    let wrong = clock.of_another_machine();
    wrong.set_wrong(FIVE_MINUTES);
    let ahead = shop.node_with_clock("ahead", &wrong);
    assert_eq!(worker::run_until_idle(&ahead).await.unwrap(), 0);
    let invoices = three_invoices(&shop).await;
    shop.press().await;
    // It lives, and waits for an answer.
    let transport = Slow::new(&shop, 13);
    let node = node_through(&shop, clock, Arc::new(transport.clone()), "living");
    clock.advance(Duration::from_secs(6));
    let looks = async {
        transport.waits.notified().await;
        for _ in 0..5 {
            clock.advance(Duration::from_secs(6));
            assert_eq!(worker::run_until_idle(&ahead).await.unwrap(), 0);
        }
        assert_eq!(held(&ahead, &shop).await, ["clock-ahead"]);
        transport.goes_on.notify_one();
    };
    let (done, ()) = tokio::join!(worker::run_until_idle(&node), looks);
    assert_eq!(done.unwrap(), 1);
    minutes(&shop, &node, 2).await;
    all_is_booked_once(&shop, &invoices).await;
}

/// A way to Exact on which one call waits until it is told to go on.
#[derive(Clone)]
struct Slow {
    inner: SandboxTransport,
    calls: Arc<AtomicU32>,
    slow: u32,
    waits: Arc<tokio::sync::Notify>,
    goes_on: Arc<tokio::sync::Notify>,
}

impl Slow {
    fn new(shop: &Shop, slow: u32) -> Self {
        Self {
            inner: SandboxTransport::new(&shop.sandbox),
            calls: Arc::default(),
            slow,
            waits: Arc::default(),
            goes_on: Arc::default(),
        }
    }
}

impl Transport for Slow {
    fn send(
        &self,
        outgoing: Outgoing,
    ) -> BoxFuture<'_, Result<Response<bytes::Bytes>, TransportError>> {
        Box::pin(async {
            if self.calls.fetch_add(1, Ordering::SeqCst) + 1 == self.slow {
                self.waits.notify_one();
                self.goes_on.notified().await;
            }
            self.inner.send(outgoing).await
        })
    }
}

/// A way to Exact on which the clock is set while a call is on its way to the wire.
struct Setting {
    inner: SandboxTransport,
    calls: AtomicU32,
    at: u32,
    clock: Clock,
}

impl Transport for Setting {
    fn send(
        &self,
        outgoing: Outgoing,
    ) -> BoxFuture<'_, Result<Response<bytes::Bytes>, TransportError>> {
        if self.calls.fetch_add(1, Ordering::SeqCst) + 1 == self.at {
            self.clock.set_wrong(-TWO_DAYS);
        }
        self.inner.send(outgoing)
    }
}

#[testing_macros::db_test]
async fn a_lane_whose_clock_is_set_stops_before_its_next_write(db: Db) {
    let shop = Shop::open(db).await;
    let clock = shop.link.office.clock.of_another_machine();
    let invoices = three_invoices(&shop).await;
    shop.press().await;
    let setting = Setting {
        inner: SandboxTransport::new(&shop.sandbox),
        calls: AtomicU32::new(0),
        at: 12,
        clock: clock.clone(),
    };
    let node = node_through(&shop, &clock, Arc::new(setting), "node");
    worker::run_until_idle(&node).await.unwrap();
    let sent = shop.posts("SalesEntries") + shop.posts("Accounts");
    assert_eq!(sent, 1, "the second was on its way when the clock was set");
    for invoice in &invoices {
        let state = shop.state(*invoice).await.0;
        assert!(state != BookingState::Unknown && state != BookingState::Sending);
    }
    clock.set_wrong(SignedDuration::ZERO);
    minutes(&shop, &node, 20).await;
    all_is_booked_once(&shop, &invoices).await;
}

/// Two days ahead in the middle of a run, machine and database alike, while everything goes on; then it is set right.
async fn there_and_back(db: Db, deaths: [u32; 2]) {
    let shop = Shop::open(db).await;
    let wrong = shop.link.office.clock.of_another_machine();
    let db = shop.link.office.db.clone().telling(&wrong);
    let invoices = three_invoices(&shop).await;
    shop.press().await;
    // One is booked, of the second nobody knows, and the process has died with its lane.
    dies(&shop, (&db, &wrong), ("before", deaths[0])).await;
    wrong.set_wrong(TWO_DAYS);
    let pressed = link_over(db.clone(), &wrong, &shop.transport, "pressed");
    let month = crate::shop::month();
    link::export::start(&pressed, &shop.actor, &month, link::Parts::Both)
        .await
        .unwrap();
    // It goes on in that time, and dies there.
    dies(&shop, (&db, &wrong), ("ahead", deaths[1])).await;
    shop.sql("UPDATE connection SET token_issued_at = token_issued_at + 172800000000")
        .await;
    shop.sql("UPDATE delta_mark SET seen_at = seen_at + 172800000000")
        .await;
    wrong.set_wrong(SignedDuration::ZERO);
    shop.sandbox.forget_calls();
    let after = link_over(db, &wrong, &shop.transport, "after");
    minutes(&shop, &after, 6).await;
    assert_eq!(
        shop.posts("SalesEntries"),
        0,
        "what is under way may still come"
    );
    minutes(&shop, &after, 54).await;
    all_is_booked_once(&shop, &invoices).await;
    assert_eq!(held(&after, &shop).await, Vec::<String>::new());
}

async fn dies(shop: &Shop, (db, clock): (&Db, &Clock), (node, call): (&str, u32)) {
    let transport = SandboxTransport::dying(&shop.sandbox, Death::After(call));
    let node = link_over(db.clone(), clock, &transport, node);
    tokio::select! {
        done = async {
            loop {
                worker::run_until_idle(&node).await.unwrap();
                shop.link.office.clock.advance(Duration::from_secs(20));
                if transport.calls() > 40 { break; }
            }
        } => panic!("it lived: {done:?}"),
        () = transport.died() => {}
    }
}

#[testing_macros::db_test]
async fn a_jump_of_two_days_there_and_back_holds_no_run_up(db: Db) {
    there_and_back(db, [12, 8]).await;
}

#[testing_macros::db_test]
async fn also_when_it_dies_while_it_writes_in_that_time(db: Db) {
    there_and_back(db, [11, 14]).await;
}

#[testing_macros::db_test]
async fn what_a_wrong_clock_left_is_put_right(db: Db) {
    let shop = Shop::open(db).await;
    let invoices = three_invoices(&shop).await;
    shop.press().await;
    let (base, clock) = (shop.link.office.db.clone(), &shop.link.office.clock);
    dies(&shop, (&base, clock), ("dying", 12)).await;
    // As two days ahead would have left it.
    for sql in [
        "UPDATE named_lease SET lease_until = lease_until + 172800000000",
        "UPDATE job SET lease_until = lease_until + 172800000000 WHERE state = 'running'",
        "UPDATE call_intent SET send_not_after = send_not_after + 172800000000 WHERE outcome IS NULL",
        "UPDATE administration SET mirrored_at = mirrored_at + 172800000000",
        "UPDATE delta_mark SET seen_at = seen_at + 172800000000",
        "UPDATE booking SET look_after = look_after + 172800000000",
    ] {
        shop.sql(sql).await;
    }
    let node = shop.other_node("after");
    minutes(&shop, &node, 30).await;
    all_is_booked_once(&shop, &invoices).await;
    // A job that was put off, and a token that nobody knows the age of.
    let one_more = shop.invoice("A1-4", 0, 10_000).await;
    shop.press().await;
    shop.sql("UPDATE job SET run_at = run_at + 172800000000, due = due + 172800000000")
        .await;
    shop.sql("UPDATE connection SET token_issued_at = token_issued_at + 172800000000")
        .await;
    shop.sandbox.forget_calls();
    minutes(&shop, &node, 2).await;
    assert_eq!(shop.state(one_more).await.0, BookingState::Booked);
    assert_eq!(shop.posts("oauth2/token"), 1);
}

#[testing_macros::db_test]
async fn a_node_whose_clock_is_off_refreshes_no_token(db: Db) {
    let shop = Shop::open(db).await;
    let clock = shop.link.office.clock.of_another_machine();
    let node = shop.node_with_clock("node", &clock);
    worker::run_until_idle(&node).await.unwrap();
    clock.set_wrong(SignedDuration::from_hours(1));
    let connection = link::connect::status(&node, &shop.actor).await.unwrap()[0].id;
    let read = link::connect::divisions::read(&node, &shop.actor, connection).await;
    assert!(matches!(read, Err(link::LinkError::Refused(_))), "{read:?}");
    assert_eq!(shop.posts("oauth2/token"), 0);
}

#[testing_macros::db_test]
async fn a_sign_in_that_a_clock_ahead_began_has_ended(db: Db) {
    let shop = Shop::open(db).await;
    let url = link::connect::start(&shop.link, &shop.actor).await.unwrap();
    shop.sql("UPDATE consent_request SET expires_at = expires_at + 172800000000")
        .await;
    let (_, state) = url.query_pairs().find(|(name, _)| name == "state").unwrap();
    let finished = link::connect::finish(&shop.link, &shop.actor, "code", &state).await;
    let Err(link::LinkError::Refused(refusals)) = finished else {
        panic!("{finished:?}");
    };
    assert_eq!(refusals[0].code, "consent-expired");
    connect(&shop.sandbox, &shop.link, &shop.actor).await;
}
