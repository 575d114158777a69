//! Steps in the right order: a token before an intent, a consent on disk before it is used, a number with its links, and
//! nothing sent to a package that is not chosen.

use std::{sync::Arc, time::Duration};

use domain::AdministrationId;
use exact_sandbox::{Fault, FaultKind, When, Where};
use link::{LinkError, booking::state::BookingState, connect::ConnectionState, worker};
use office::{accounts::AccountForm, options};
use store::{Clock, Db, params};
use testing::{
    db::TestDb,
    transport::{Death, SandboxTransport},
};

use crate::shop::{DIVISION, Shop, morning, node_through};

fn fault(kind: FaultKind, path: &str, when: When, count: u32) -> Fault {
    Fault {
        kind,
        place: Where {
            path: Some(path.to_owned()),
            ..Where::default()
        },
        when,
        count: Some(count),
        probability: None,
        seed: 0,
    }
}

async fn count(shop: &Shop, sql: &'static str) -> i64 {
    let mut tx = shop.link.office.db.read().await.unwrap();
    tx.one(sql, params![]).await.unwrap()
}

/// So few calls a minute that a token ends in the middle of a run.
const NARROW: u32 = 6;

/// The database lasts as long as the first of the two.
async fn a_refresh_that_fails(kind: FaultKind) -> (TestDb, Shop) {
    let test = TestDb::sqlite().await.unwrap();
    let shop = Shop::open_with(test.db(), Clock::tokio(morning()), NARROW).await;
    for number in 1..=40 {
        shop.invoice(&format!("A1-{number}"), 0, 10_000).await;
    }
    shop.press().await;
    let refused = fault(kind, "oauth2/token", When::Before, 1);
    shop.sandbox.fault(refused).unwrap();
    // Until just after the token has ended, and the first try to refresh it.
    worker::run_to_end(&shop.link, Duration::from_mins(8))
        .await
        .unwrap();
    (test, shop)
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_fails_in_the_middle_of_a_run_makes_nothing_unknown() {
    let (_test, shop) = a_refresh_that_fails(FaultKind::Drop).await;
    let intents = "SELECT COUNT(*) FROM call_intent WHERE outcome IS NULL OR outcome = 'unknown'";
    assert_eq!(count(&shop, intents).await, 0);
    worker::run_to_end(&shop.link, Duration::from_mins(60))
        .await
        .unwrap();
    let unknown = "SELECT COUNT(*) FROM audit WHERE subject_kind = 'booking' AND verb = 'unknown'";
    assert_eq!(
        count(&shop, unknown).await,
        0,
        "no booking was ever unknown"
    );
    assert_eq!(count(&shop, intents).await, 0);
    let open = "SELECT COUNT(*) FROM booking WHERE state NOT IN ('booked', 'queued')";
    assert_eq!(count(&shop, open).await, 0);
}

#[testing_macros::db_test]
async fn a_consent_is_on_disk_before_it_is_used_and_is_finished_when_the_browser_asks_again(
    db: Db,
) {
    let shop = Shop::open(db).await;
    let url = link::connect::start(&shop.link, &shop.actor).await.unwrap();
    let (code, state) = crate::browser::consent(&shop.sandbox, &url, &[DIVISION])
        .await
        .unwrap();
    let lost = fault(FaultKind::Drop, "current/Me", When::After, 1);
    shop.sandbox.fault(lost).unwrap();
    shop.sandbox.forget_calls();
    let finish = || link::connect::finish(&shop.link, &shop.actor, &code, &state);
    assert!(matches!(finish().await, Err(LinkError::Exact(_))));
    let pending = "SELECT COUNT(*) FROM pending_consent WHERE access_token LIKE 'v1.%' AND refresh_token LIKE 'v1.%'";
    assert_eq!(count(&shop, pending).await, 1, "sealed, and not lost");
    // Somebody else has nothing of it.
    let other = office::Actor {
        user: Some(domain::UserId::new(2)),
        ..shop.actor.clone()
    };
    let stolen = link::connect::finish(&shop.link, &other, &code, &state).await;
    assert!(matches!(stolen, Err(LinkError::Refused(_))), "{stolen:?}");
    finish().await.unwrap();
    assert_eq!(shop.posts("oauth2/token"), 1, "the code was used once");
    assert_eq!(count(&shop, pending).await, 0);
    let views = link::connect::status(&shop.link, &shop.actor)
        .await
        .unwrap();
    assert_eq!(views.len(), 1, "the same user, the same connection");
    assert_eq!(views[0].state, ConnectionState::Connected);
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    shop.export().await;
    assert_eq!(shop.state(invoice).await.0, BookingState::Booked);
    // Used up now.
    assert!(matches!(finish().await, Err(LinkError::Refused(_))));
}

#[testing_macros::db_test]
async fn a_consent_that_a_crash_broke_off_is_finished_or_thrown_away(db: Db) {
    let shop = Shop::open(db).await;
    let crashes = async || {
        let url = link::connect::start(&shop.link, &shop.actor).await.unwrap();
        let (code, state) = crate::browser::consent(&shop.sandbox, &url, &[DIVISION])
            .await
            .unwrap();
        let transport = SandboxTransport::dying(&shop.sandbox, Death::Before(2));
        let clock = &shop.link.office.clock;
        let node = node_through(&shop, clock, Arc::new(transport.clone()), "dying");
        tokio::select! {
            done = link::connect::finish(&node, &shop.actor, &code, &state) => panic!("{done:?}"),
            () = transport.died() => {}
        }
        (code, state)
    };
    let pending = "SELECT COUNT(*) FROM pending_consent";
    let (code, state) = crashes().await;
    assert_eq!(count(&shop, pending).await, 1);
    link::connect::finish(&shop.link, &shop.actor, &code, &state)
        .await
        .unwrap();
    assert_eq!(count(&shop, pending).await, 0);
    // Or he begins anew: what he began before is thrown away.
    let (code, state) = crashes().await;
    link::connect::start(&shop.link, &shop.actor).await.unwrap();
    assert_eq!(count(&shop, pending).await, 0);
    let finished = link::connect::finish(&shop.link, &shop.actor, &code, &state).await;
    assert!(
        matches!(finished, Err(LinkError::Refused(_))),
        "{finished:?}"
    );
    crate::shop::connect(&shop.sandbox, &shop.link, &shop.actor).await;
    let views = link::connect::status(&shop.link, &shop.actor)
        .await
        .unwrap();
    assert_eq!(views.len(), 1);
}

#[testing_macros::db_test]
async fn an_account_gets_another_number_with_its_links_or_not_at_all(db: Db) {
    let shop = Shop::open(db).await;
    let form = AccountForm {
        id: Some(shop.accounts["704000"]),
        number: "704999".to_owned(),
        name: "Arbeidsloon".to_owned(),
        ..AccountForm::default()
    };
    let save = || link::accounts::save(&shop.link, &shop.actor, &form);
    // Something breaks down between the number and its links.
    shop.sql("ALTER TABLE account_link RENAME TO account_link_away")
        .await;
    assert!(save().await.is_err());
    shop.sql("ALTER TABLE account_link_away RENAME TO account_link")
        .await;
    let (old, new) = (
        "SELECT COUNT(*) FROM ledger_account WHERE number = '704000'",
        "SELECT COUNT(*) FROM ledger_account WHERE number = '704999'",
    );
    assert_eq!((count(&shop, old).await, count(&shop, new).await), (1, 0));
    let (_, linked) = save().await.unwrap();
    assert_eq!(linked, Vec::<AdministrationId>::new());
    let links = "SELECT COUNT(*) FROM account_link l JOIN ledger_account a ON a.id = l.ledger_account_id \
                 WHERE a.number = '704999'";
    assert_eq!(count(&shop, links).await, 0);
}

async fn choose(shop: &Shop, package: &str) {
    let name = options::ACCOUNTING_PACKAGE.name;
    options::set(&shop.link.office, &shop.actor, name, package)
        .await
        .unwrap();
    link::lane::wake(&shop.link, &shop.actor).await.unwrap();
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, LinkError>) -> String {
    match outcome {
        Err(LinkError::Refused(refusals)) => refusals[0].code.clone(),
        other => format!("{other:?}"),
    }
}

#[testing_macros::db_test]
async fn without_exact_as_the_package_nothing_is_asked_or_sent_and_nothing_is_lost(db: Db) {
    const NONE: &str = "accounting-package-none";
    let shop = Shop::open(db).await;
    let (link, actor, here) = (&shop.link, &shop.actor, shop.administration);
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    shop.press().await;
    choose(&shop, "none").await;
    shop.later(1).await;
    shop.later(30).await;
    assert_eq!(shop.sandbox.calls().len(), 0);
    assert_eq!(shop.state(invoice).await.0, BookingState::Queued);
    let held = link::lane::held(link, actor).await.unwrap();
    assert_eq!(held[0].code, NONE);
    let month = crate::shop::month();
    assert_eq!(
        refused(link::export::start(link, actor, &month, link::Parts::Both).await),
        NONE
    );
    assert_eq!(
        refused(link::accounts::import(link, actor, here).await),
        NONE
    );
    assert_eq!(
        refused(link::accounts::synchronise(link, actor, here).await),
        NONE
    );
    assert_eq!(
        refused(link::journals::import(link, actor, here).await),
        NONE
    );
    choose(&shop, options::EXACT_ONLINE).await;
    worker::run_until_idle(link).await.unwrap();
    assert_eq!(shop.state(invoice).await.0, BookingState::Booked);
}

#[tokio::test]
async fn another_package_that_is_chosen_in_the_middle_of_a_run_stops_it_before_the_next_call() {
    let test = TestDb::sqlite().await.unwrap();
    let shop = Shop::open(test.db()).await;
    for number in 1..=3 {
        shop.invoice(&format!("A1-{number}"), 0, 10_000).await;
    }
    shop.press().await;
    shop.sql(
        "CREATE TRIGGER chosen AFTER UPDATE ON booking WHEN NEW.state = 'booked' BEGIN \
         INSERT INTO app_option (name, value) VALUES ('ACCOUNTING_PACKAGE', 'none') \
         ON CONFLICT (name) DO UPDATE SET value = 'none'; END",
    )
    .await;
    worker::run_until_idle(&shop.link).await.unwrap();
    assert_eq!(shop.posts("SalesEntries"), 1);
    let open = "SELECT COUNT(*) FROM call_intent WHERE outcome IS NULL";
    assert_eq!(count(&shop, open).await, 0);
    shop.sql("DROP TRIGGER chosen").await;
    choose(&shop, options::EXACT_ONLINE).await;
    worker::run_until_idle(&shop.link).await.unwrap();
    assert_eq!(shop.posts("SalesEntries"), 3);
}
