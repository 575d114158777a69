//! What the answer to a write does not tell is as it was sent, or read again.

use std::sync::Arc;

use bytes::Bytes;
use domain::VatRate;
use exact_client::{Outgoing, Transport, TransportError};
use futures_util::future::BoxFuture;
use http::Response;
use link::{Link, Parts, booking::state::BookingState, worker};
use store::{Db, params};
use testing::transport::SandboxTransport;

use crate::shop::{DAY, Shop, line, month, node_through};

/// Asks for no answer that is filled: Exact tells keys and numbers only.
#[derive(Clone)]
struct Mute(SandboxTransport);

impl Transport for Mute {
    fn send(
        &self,
        mut outgoing: Outgoing,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        outgoing.request.headers_mut().remove("prefer");
        self.0.send(outgoing)
    }
}

fn mute(shop: &Shop) -> Link {
    let clock = &shop.link.office.clock;
    node_through(shop, clock, Arc::new(Mute(shop.transport.clone())), "mute")
}

#[testing_macros::db_test]
async fn a_new_account_is_mirrored_with_the_number_that_was_sent(db: Db) {
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
    let glass = line("Ruit", 10_000, VatRate::PERCENT_21);
    let invoice = shop.invoice_of("A1-1", 0, DAY, vec![(glass, coding)]).await;
    let allow = link::administrations::allow_account_creation;
    allow(&shop.link, &shop.actor, shop.administration, true)
        .await
        .unwrap();
    link::export::start(&shop.link, &shop.actor, &month(), Parts::Accounts)
        .await
        .unwrap();
    worker::run_until_idle(&mute(&shop)).await.unwrap();
    assert_eq!(shop.posts("GLAccounts"), 1);
    let made: Vec<(String, String)> = {
        let mut tx = shop.link.office.db.read().await.unwrap();
        tx.all(
            "SELECT g.code, g.description FROM exact_gl_account g JOIN account_link l ON l.guid = g.guid \
             AND l.administration_id = g.administration_id WHERE l.ledger_account_id = $1",
            params![account.id.get()],
        )
        .await
        .unwrap()
    };
    assert_eq!(made, [("704123".to_owned(), "Ruiten".to_owned())]);
    shop.export().await;
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
}

#[testing_macros::db_test]
async fn the_number_of_an_entry_is_read_again_with_its_lines(db: Db) {
    let shop = Shop::open(db).await;
    shop.invoice("A1-1", 0, 10_000).await;
    shop.press().await;
    worker::run_until_idle(&mute(&shop)).await.unwrap();
    shop.sql("UPDATE booking SET entry_number = 0, look_after = changed_at")
        .await;
    shop.export().await;
    let mut tx = shop.link.office.db.read().await.unwrap();
    let number: i64 = tx
        .one("SELECT entry_number FROM booking", params![])
        .await
        .unwrap();
    assert_eq!(number, i64::from(shop.entries("A1-1")[0].number));
    let adopted: i64 = tx
        .one(
            "SELECT COUNT(*) FROM call_intent WHERE outcome = 'adopted'",
            params![],
        )
        .await
        .unwrap();
    assert_eq!(adopted, 0, "it is the entry that was sent");
}
