//! The disk of the database is full: nothing is sent that could not be remembered, what was sent comes to rest when
//! there is room again, and nothing is lost or doubled.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use exact_client::{Outgoing, Transport, TransportError};
use futures_util::future::BoxFuture;
use http::Response;
use link::{Link, booking::state::BookingState, worker};
use store::{Clock, Db, Probing, Target, Trouble};
use testing::{disk::SmallDisk, transport::SandboxTransport};
use tokio::{sync::watch, task::JoinSet};

use crate::shop::{Shop, link_through, morning};

/// The disk, in kilobytes: the database of a shop needs three megabytes.
const DISK: u32 = 16 * 1024;
/// Room that the outcome of a call needs, and more.
const FLOOR: Probing = Probing {
    answer_within: Duration::from_secs(20),
    shared_for: Duration::ZERO,
    room_floor: 512 * 1024,
};

struct Place {
    disk: Arc<SmallDisk>,
    db: Db,
    target: Target,
}

impl Place {
    async fn open() -> Option<Self> {
        let disk = Arc::new(SmallDisk::mount(DISK).unwrap()?);
        let target = Target::SqliteFile(disk.path().join("db.sqlite"));
        let db = Db::open(&target).await.unwrap().probed(FLOOR);
        Some(Self { disk, db, target })
    }

    /// Fills the disk to the last byte, the room that side files had kept included.
    fn fill(disk: &SmallDisk, target: &Target) {
        let Target::SqliteFile(path) = target else {
            return;
        };
        let other = rusqlite::Connection::open(path).unwrap();
        let empty = "PRAGMA wal_checkpoint(TRUNCATE)";
        other.query_row(empty, [], |_| Ok(())).unwrap();
        disk.fill().unwrap();
    }
}

/// Fills the disk after a call has taken effect, before its outcome is stored.
#[derive(Clone)]
struct Filling {
    inner: SandboxTransport,
    disk: Arc<SmallDisk>,
    target: Target,
    after: u32,
}

impl Transport for Filling {
    fn send(&self, outgoing: Outgoing) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let answer = self.inner.send(outgoing).await;
            if self.inner.calls() == self.after {
                Place::fill(&self.disk, &self.target);
            }
            answer
        })
    }
}

async fn three(shop: &Shop) -> Vec<domain::InvoiceId> {
    let mut invoices = Vec::new();
    for number in 1..=3 {
        invoices.push(shop.invoice(&format!("A1-{number}"), 0, 10_000).await);
    }
    shop.press().await;
    invoices
}

async fn all_booked_once(shop: &Shop, invoices: &[domain::InvoiceId]) {
    for (number, invoice) in (1..).zip(invoices) {
        assert_eq!(shop.state(*invoice).await, (BookingState::Booked, None));
        assert_eq!(shop.entries(&format!("A1-{number}")).len(), 1);
    }
    let runs = link::export::runs(&shop.link, &shop.actor, None)
        .await
        .unwrap();
    assert!(runs.rows[0].finished_at.is_some());
}

/// A node at work.
fn at_work(link: &Link) -> (watch::Sender<bool>, JoinSet<()>) {
    let (tell, told) = watch::channel(false);
    let link = link.clone();
    let mut node = JoinSet::new();
    node.spawn(async move { worker::run(&link, told).await.unwrap() });
    (tell, node)
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_while_there_is_little_room_and_all_of_it_afterwards() {
    let Some(place) = Place::open().await else {
        return;
    };
    let shop = Shop::open_with(place.db.clone(), Clock::tokio(morning()), 5_000).await;
    let invoices = three(&shop).await;
    Place::fill(&place.disk, &place.target);
    // Less than a lane wants before it begins anything, but it could.
    place.disk.leave(FLOOR.room_floor / 1024 - 64).unwrap();
    let before = shop.transport.calls();
    let (tell, node) = at_work(&shop.link);
    tokio::time::sleep(Duration::from_mins(30)).await;
    assert_eq!(
        shop.transport.calls(),
        before,
        "nothing was asked, nothing was sent"
    );
    for invoice in &invoices {
        assert_eq!(shop.state(*invoice).await, (BookingState::Queued, None));
    }
    assert_eq!(place.db.condition().await, Err(Trouble::Full));
    place.disk.empty().unwrap();
    tokio::time::sleep(Duration::from_mins(30)).await;
    tell.send(true).unwrap();
    node.join_all().await;
    all_booked_once(&shop, &invoices).await;
}

#[tokio::test(start_paused = true)]
async fn an_outcome_that_found_no_room_comes_to_rest_when_there_is_some() {
    let Some(place) = Place::open().await else {
        return;
    };
    let shop = Shop::open_with(place.db.clone(), Clock::tokio(morning()), 5_000).await;
    let invoices = three(&shop).await;
    let filling = Filling {
        inner: SandboxTransport::new(&shop.sandbox),
        disk: Arc::clone(&place.disk),
        target: place.target.clone(),
        // Ten calls for the master data, the first invoice, and the second.
        after: 12,
    };
    let link = link_through(
        place.db.clone(),
        &shop.link.office.clock,
        filling.clone(),
        "full",
    );
    let (tell, node) = at_work(&link);
    tokio::time::sleep(Duration::from_mins(30)).await;
    assert_eq!(shop.posts("SalesEntries"), 2, "the third was not sent");
    assert_eq!(filling.inner.calls(), 12, "and nothing else either");
    // Its intent is open: nobody knows yet.
    assert_eq!(shop.state(invoices[1]).await, (BookingState::Sending, None));
    place.disk.empty().unwrap();
    tokio::time::sleep(Duration::from_mins(60)).await;
    tell.send(true).unwrap();
    node.join_all().await;
    assert_eq!(shop.posts("SalesEntries"), 3);
    all_booked_once(&shop, &invoices).await;
}
