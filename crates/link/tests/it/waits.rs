//! What a lane waits for is stored: why, until when, and whether a person has to do something. Every node reads it.

use std::time::Duration;

use exact_sandbox::{Fault, FaultKind, Reason, Switches};
use jiff::Timestamp;
use link::lane::{Asked, Doing, Wait, waits};
use office::Vault;
use store::{Db, lease};

use crate::shop::Shop;

/// What the lane of the shop does, as a node sees it that has just started.
async fn doing(shop: &Shop, asked: Asked) -> Doing {
    let link = shop.other_node("looks");
    let all = waits(&link, &shop.actor, asked).await.unwrap();
    let ours = all
        .into_iter()
        .find(|it| it.administration == shop.administration);
    ours.unwrap().doing
}

async fn wait(shop: &Shop, asked: Asked) -> Wait {
    let doing = doing(shop, asked).await;
    let wait = match &doing {
        Doing::Waits(wait) => Some(wait.clone()),
        Doing::Nothing | Doing::Works => None,
    };
    assert!(wait.is_some(), "it does not wait: {doing:?}");
    wait.unwrap()
}

/// The reason, whether for a person, and in how many seconds it goes on.
async fn told(shop: &Shop, asked: Asked) -> (String, bool, Option<i64>) {
    let wait = wait(shop, asked).await;
    let now = shop.link.office.clock.now();
    let seconds = |until: Timestamp| until.duration_since(now).as_secs();
    (wait.reason.code, wait.for_person, wait.until.map(seconds))
}

fn fault(kind: FaultKind) -> Fault {
    Fault::new(kind).on("GET", "/api/v1/")
}

#[testing_macros::db_test]
async fn each_put_off_keeps_why_and_until_when(db: Db) {
    let shop = Shop::open(db).await;
    assert_eq!(doing(&shop, Asked::Everything).await, Doing::Nothing);
    shop.invoice("A1-1", 0, 10_000).await;
    shop.press().await;
    assert_eq!(doing(&shop, Asked::Export).await, Doing::Works);
    assert_eq!(doing(&shop, Asked::Reading).await, Doing::Nothing);

    shop.sandbox.fault(fault(FaultKind::Drop)).unwrap();
    shop.later(0).await;
    let unwell = "exact-unwell".to_owned();
    assert_eq!(
        told(&shop, Asked::Export).await,
        (unwell.clone(), false, Some(30))
    );
    // An import waits for the same, and keeps it in its new job too.
    link::accounts::import(&shop.link, &shop.actor, shop.administration)
        .await
        .unwrap();
    shop.later(0).await;
    assert_eq!(told(&shop, Asked::Reading).await, (unwell, false, Some(60)));

    shop.sandbox.clear_faults().unwrap();
    let reason = Reason::NoDivisionAccess;
    shop.sandbox
        .fault(fault(FaultKind::Forbid { reason }))
        .unwrap();
    shop.later(5).await;
    let denied = wait(&shop, Asked::Export).await;
    assert_eq!(denied.reason.code, "exact-denies-access");
    assert_eq!(denied.reason.params["message"], "NoDivisionAccess");
    assert!(denied.for_person && denied.until.is_some(), "{denied:?}");

    // Access is given again: nothing is left.
    shop.sandbox.clear_faults().unwrap();
    shop.later(20).await;
    assert_eq!(doing(&shop, Asked::Everything).await, Doing::Nothing);
}

#[testing_macros::db_test]
async fn the_day_another_node_and_a_look_pass_by_themselves(db: Db) {
    let shop = Shop::open(db).await;
    shop.invoice("A1-1", 0, 10_000).await;
    let (db, clock) = (&shop.link.office.db, &shop.link.office.clock);
    let name = format!("lane:{}", shop.administration);
    let minutes = Duration::from_mins(2);
    let held = lease::acquire(db, &name, "another", clock.now(), minutes).await;
    let held = held.unwrap().unwrap();
    shop.export().await;
    let elsewhere = "lane-elsewhere".to_owned();
    assert_eq!(
        told(&shop, Asked::Export).await,
        (elsewhere, false, Some(5))
    );
    lease::release(db, &held).await.unwrap();

    let day_limit = Switches {
        day_limit: 1,
        ..shop.sandbox.switches()
    };
    let usual = shop.sandbox.switches();
    shop.sandbox.set_switches(day_limit).unwrap();
    shop.later(1).await;
    let (code, for_person, seconds) = told(&shop, Asked::Export).await;
    assert_eq!((code.as_str(), for_person), ("day-exhausted", false));
    assert!(seconds > Some(3_600), "until the day ends: {seconds:?}");
    shop.sandbox.set_switches(usual).unwrap();

    // The answer to the entry is lost: it is looked up when the bounds have passed.
    let cut = Fault::new(FaultKind::Drop).on("POST", "SalesEntries");
    shop.sandbox.fault(cut.after().times(1)).unwrap();
    shop.later(24 * 60).await;
    let (code, for_person, seconds) = told(&shop, Asked::Export).await;
    assert_eq!((code.as_str(), for_person), ("being-looked-up", false));
    assert!(seconds > Some(60), "{seconds:?}");
    shop.later(10).await;
    assert_eq!(shop.entries("A1-1").len(), 1);
}

#[testing_macros::db_test]
async fn a_dead_link_a_pause_and_a_foreign_key_wait_for_a_person(db: Db) {
    let shop = Shop::open(db).await;
    shop.invoice("A1-1", 0, 10_000).await;
    // Another installation's key: no token is used, and nothing is asked of Exact.
    let mut foreign = shop.link.clone();
    foreign.office.vault = Vault::from_key([9; 32], foreign.office.ids.clone());
    shop.press().await;
    link::worker::run_until_idle(&foreign).await.unwrap();
    let key = "secret-key-foreign".to_owned();
    assert_eq!(told(&shop, Asked::Export).await, (key, true, None));
    assert_eq!(shop.sandbox.calls().len(), 0);
    let sealed = link::connect::sealed(&foreign.office.db, &shop.actor).await;
    let sealed = sealed.unwrap();
    assert!(!sealed[0].fits(&foreign.office.vault), "{sealed:?}");
    assert!(sealed[0].fits(&shop.link.office.vault), "{sealed:?}");

    shop.sql("UPDATE administration SET paused = 'lane-paused'")
        .await;
    assert_eq!(told(&shop, Asked::Export).await.0, "lane-paused");
    shop.sql("UPDATE administration SET paused = NULL").await;

    // The key is lost for good: the tokens are given up, and one consent brings everything back.
    let given_up = link::connect::give_up(&foreign, &shop.actor).await.unwrap();
    assert_eq!(given_up, sealed);
    let reconnect = "reconnect-needed".to_owned();
    assert_eq!(told(&shop, Asked::Export).await, (reconnect, true, None));
    let left = link::connect::sealed(&foreign.office.db, &shop.actor).await;
    assert_eq!(left.unwrap(), []);
    shop.press().await;
    link::worker::run_until_idle(&shop.link).await.unwrap();
    assert_eq!(shop.sandbox.calls().len(), 0);
    crate::shop::connect(&shop.sandbox, &foreign, &shop.actor).await;
    link::worker::run_until_idle(&foreign).await.unwrap();
    assert_eq!(shop.entries("A1-1").len(), 1);
}
