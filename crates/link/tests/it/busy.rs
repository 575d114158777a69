//! A lane that meets others in the database is no lane whose Exact is away: it goes on within the second.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use exact_client::{Outgoing, Transport, TransportError};
use futures_util::future::BoxFuture;
use link::{Link, booking::state::BookingState, worker};
use office::{Office, Vault};
use store::{Db, Tx, params};
use testing::{db::TestDb, transport::SandboxTransport};

use crate::shop::Shop;

/// How long the lane waits for the database.
const PATIENCE: Duration = Duration::from_secs(2);

/// Takes the database's one writer for itself when the lane makes its first call.
struct Greedy {
    inner: SandboxTransport,
    db: Db,
    held: Arc<Mutex<Option<Tx>>>,
    calls: Mutex<u32>,
}

impl Transport for Greedy {
    fn send(
        &self,
        outgoing: Outgoing,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let first = {
                let mut calls = self.calls.lock().unwrap();
                *calls += 1;
                *calls == 1
            };
            if first {
                let mut tx = self.db.begin().await.unwrap();
                tx.execute("UPDATE location SET name = name", params![])
                    .await
                    .unwrap();
                *self.held.lock().unwrap() = Some(tx);
            }
            self.inner.send(outgoing).await
        })
    }
}

#[tokio::test]
async fn a_lane_goes_on_within_the_second() {
    let test = TestDb::sqlite().await.unwrap();
    let shop = Shop::open(test.db()).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    shop.press().await;
    let held = Arc::new(Mutex::new(None));
    let greedy = Greedy {
        inner: shop.transport.clone(),
        db: test.db(),
        held: Arc::clone(&held),
        calls: Mutex::new(0),
    };
    let office = &shop.link.office;
    let office = Office::new(
        test.db().with_patience(PATIENCE),
        office.clock.clone(),
        office.ids.clone(),
        Vault::from_key([7; 32], office.ids.clone()),
    );
    let link = Link::new(office, Arc::new(greedy), shop.link.settings().clone()).unwrap();
    let release = async {
        while held.lock().unwrap().is_none() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // Longer than the lane waits for its step, and not so long as to hold up what it does about it.
        tokio::time::sleep(PATIENCE * 3 / 2).await;
        drop(held.lock().unwrap().take());
    };
    let (ran, ()) = tokio::join!(worker::run_until_idle(&link), release);
    ran.unwrap();
    assert_eq!(link.lanes_put_off_by_database(), 1);
    assert_eq!(shop.state(invoice).await.0, BookingState::Queued);

    shop.link.office.clock.advance(Duration::from_secs(1));
    worker::run_until_idle(&link).await.unwrap();
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    assert_eq!(link.lanes_put_off_by_database(), 1);
}
