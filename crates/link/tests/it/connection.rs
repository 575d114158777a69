//! The consent and its tokens.

use std::time::Duration;

use exact_sandbox::{DEMO_CLIENT_ID, DEMO_USER, Fault, FaultKind, When, Where};
use link::{LinkError, booking::state::BookingState, connect::ConnectionState, worker};
use store::Db;

use crate::shop::{DIVISION, HTTPS_REDIRECT, Shop, actor, connect};

fn reason(error: LinkError) -> String {
    let LinkError::Refused(refusals) = error else {
        return error.to_string();
    };
    refusals[0].code.clone()
}

fn user(shop: &Shop) -> uuid::Uuid {
    shop.sandbox.with_books(|books| {
        books
            .users
            .iter()
            .find(|user| user.user_name == DEMO_USER)
            .unwrap()
            .id
    })
}

#[testing_macros::db_test]
async fn a_state_is_good_once_for_ten_minutes_and_for_one_person(db: Db) {
    let shop = Shop::open(db).await;
    let state = async || {
        let url = link::connect::start(&shop.link, &shop.actor).await.unwrap();
        url.query_pairs()
            .find(|(name, _)| name == "state")
            .unwrap()
            .1
            .into_owned()
    };
    let code = || {
        shop.sandbox
            .consent(DEMO_CLIENT_ID, user(&shop), &[DIVISION], HTTPS_REDIRECT)
            .unwrap()
    };
    let finish = async |actor: &office::Actor, state: &str| {
        link::connect::finish(&shop.link, actor, &code(), state).await
    };
    let good = state().await;
    finish(&shop.actor, &good).await.unwrap();
    assert_eq!(
        reason(finish(&shop.actor, &good).await.unwrap_err()),
        "consent-state-unknown"
    );
    let other = office::Actor {
        user: Some(domain::UserId::new(2)),
        ..actor()
    };
    let mine = state().await;
    assert_eq!(
        reason(finish(&other, &mine).await.unwrap_err()),
        "consent-state-unknown"
    );
    let slow = state().await;
    shop.link.office.clock.advance(Duration::from_mins(10));
    assert_eq!(
        reason(finish(&shop.actor, &slow).await.unwrap_err()),
        "consent-expired"
    );
    // The same Exact user has one connection, however often he consents.
    let views = link::connect::status(&shop.link, &shop.actor)
        .await
        .unwrap();
    assert_eq!(views.len(), 1);
    assert_eq!(views[0].administrations, 2);
}

#[testing_macros::db_test]
async fn one_refresh_serves_two_nodes(db: Db) {
    let shop = Shop::open(db).await;
    shop.link.office.clock.advance(Duration::from_secs(595));
    let other = shop.other_node("second");
    let connection = link::connect::status(&shop.link, &shop.actor)
        .await
        .unwrap()[0]
        .id;
    let (one, two) = tokio::join!(
        link::connect::divisions::read(&shop.link, &shop.actor, connection),
        link::connect::divisions::read(&other, &shop.actor, connection),
    );
    one.unwrap();
    two.unwrap();
    assert_eq!(shop.posts("oauth2/token"), 1);
}

#[testing_macros::db_test]
async fn a_lost_chain_needs_a_consent_and_nothing_else_is_lost(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    shop.sandbox
        .fault(Fault {
            kind: FaultKind::Drop,
            place: Where {
                path: Some("oauth2/token".to_owned()),
                ..Default::default()
            },
            when: When::After,
            count: Some(1),
            probability: None,
            seed: 0,
        })
        .unwrap();
    shop.link.office.clock.advance(Duration::from_secs(595));
    shop.export().await;
    shop.later(5).await;
    let status = async || {
        link::connect::status(&shop.link, &shop.actor)
            .await
            .unwrap()[0]
            .state
    };
    assert_eq!(status().await, ConnectionState::ReconnectNeeded);
    assert_eq!(shop.state(invoice).await.0, BookingState::Queued);
    connect(&shop.sandbox, &shop.link, &shop.actor).await;
    assert_eq!(status().await, ConnectionState::Connected);
    worker::run_until_idle(&shop.link).await.unwrap();
    assert_eq!(shop.state(invoice).await.0, BookingState::Booked);
}

#[testing_macros::db_test]
async fn tokens_are_sealed(db: Db) {
    let shop = Shop::open(db).await;
    let mut tx = shop.link.office.db.read().await.unwrap();
    let (access, refresh): (String, String) = tx
        .one(
            "SELECT access_token, refresh_token FROM connection",
            store::params![],
        )
        .await
        .unwrap();
    assert!(access.starts_with("v1.") && refresh.starts_with("v1."));
}
