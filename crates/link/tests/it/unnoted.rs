//! The data folder cannot be written: what was sent could not be noted beside the database, so nothing is sent; and
//! that is certain.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

use link::{Link, booking::state::BookingState, worker};
use office::installation::{self, Beside, Found, Identity, Mark, Standing};
use store::{Db, params};

use crate::shop::Shop;

/// A folder in memory, in which nothing can be noted while it is full; clones share it.
#[derive(Debug, Clone, Default)]
struct Folder(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    identity: Option<Identity>,
    mark: Mark,
    is_full: bool,
}

impl Folder {
    fn with<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn set_full(&self, is_full: bool) {
        self.with(|kept| kept.is_full = is_full);
    }
}

impl Beside for Folder {
    fn look(&self) -> Found {
        self.with(|kept| Found {
            identity: kept.identity.clone(),
            mark: kept.mark,
            file: "1".to_owned(),
            host: "garage".to_owned(),
            place: "garage:/data".to_owned(),
            ..Found::default()
        })
    }

    fn first(&self, identity: &Identity) -> io::Result<Identity> {
        Ok(self.with(|kept| kept.identity.get_or_insert(identity.clone()).clone()))
    }

    fn replace(&self, identity: &Identity) -> io::Result<()> {
        self.with(|kept| kept.identity = Some(identity.clone()));
        Ok(())
    }

    fn note(&self, mark: Mark) -> io::Result<()> {
        self.with(|kept| {
            if kept.is_full {
                return Err(io::ErrorKind::StorageFull.into());
            }
            kept.mark.intent = mark.intent.or(kept.mark.intent);
            kept.mark.audit = mark.audit.or(kept.mark.audit);
            Ok(())
        })
    }
}

#[testing_macros::db_test]
async fn what_could_not_be_noted_is_certainly_not_sent_and_goes_out_later(db: Db) {
    let shop = Shop::open(db).await;
    let folder = Folder::default();
    let office = shop.link.office.clone();
    let office = office.with_beside(Arc::new(folder.clone()));
    let transport = Arc::new(shop.transport.clone());
    let node = Link::new(office, transport, shop.link.settings().clone()).unwrap();
    let settled = installation::settle(&node.office).await.unwrap();
    assert_eq!(settled, Standing::InOrder);
    // One customer is known there, the other has to be made first.
    let known = shop.invoice("A1-1", 0, 10_000).await;
    let unknown = shop.invoice("A1-2", 3, 20_000).await;
    shop.press().await;
    folder.set_full(true);
    worker::run_until_idle(&node).await.unwrap();
    let sent = shop.posts("SalesEntries") + shop.posts("Accounts");
    assert_eq!(sent, 0);
    for invoice in [known, unknown] {
        assert_eq!(shop.state(invoice).await, (BookingState::Queued, None));
    }
    let outcomes: Vec<String> = {
        let mut tx = shop.link.office.db.read().await.unwrap();
        let asked = "SELECT DISTINCT COALESCE(outcome, 'open') FROM call_intent";
        tx.all(asked, params![]).await.unwrap()
    };
    assert_eq!(outcomes, ["not_sent"]);
    folder.set_full(false);
    for _ in 0..3 {
        shop.link
            .office
            .clock
            .advance(std::time::Duration::from_mins(5));
        worker::run_until_idle(&node).await.unwrap();
    }
    for (number, invoice) in [("A1-1", known), ("A1-2", unknown)] {
        assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
        assert_eq!(shop.entries(number).len(), 1);
    }
}
