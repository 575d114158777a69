//! Named leases on both engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail")]

use std::time::Duration;

use jiff::Timestamp;
use store::{Clock, Db, StoreError, lease, transact};
use testing_macros::db_test;
use tokio::task::JoinSet;

const MINUTE: Duration = Duration::from_secs(60);

fn clock() -> Clock {
    Clock::fixed("2026-11-24T12:00:00Z".parse().unwrap())
}

async fn guarded(db: &Db, held: &lease::Lease, now: Timestamp) -> Result<(), StoreError> {
    transact!(db, |tx| lease::guard(tx, held, now).await)
}

#[db_test]
async fn one_holder_at_a_time_and_each_with_a_greater_fence(db: Db) -> Result<(), StoreError> {
    let clock = clock();
    let first = lease::acquire(&db, "lane 1", "n1", clock.now(), MINUTE)
        .await?
        .unwrap();
    assert_eq!((first.fence, first.until), (1, clock.now() + MINUTE));
    // Not even for its own holder, who may have forgotten that it holds it.
    for holder in ["n1", "n2"] {
        assert_eq!(
            lease::acquire(&db, "lane 1", holder, clock.now(), MINUTE).await?,
            None
        );
    }
    let other = lease::acquire(&db, "lane 2", "n2", clock.now(), MINUTE).await?;
    assert_eq!(other.unwrap().fence, 1);

    lease::release(&db, &first).await?;
    let second = lease::acquire(&db, "lane 1", "n2", clock.now(), MINUTE)
        .await?
        .unwrap();
    assert_eq!((second.fence, second.holder.as_str()), (2, "n2"));
    Ok(())
}

#[db_test]
async fn a_lease_is_renewed_in_time_or_lost(db: Db) -> Result<(), StoreError> {
    let clock = clock();
    let first = lease::acquire(&db, "lane", "n1", clock.now(), MINUTE)
        .await?
        .unwrap();
    clock.advance(Duration::from_secs(59));
    let first = lease::renew(&db, &first, clock.now(), MINUTE)
        .await?
        .unwrap();
    assert_eq!((first.fence, first.until), (1, clock.now() + MINUTE));
    guarded(&db, &first, clock.now()).await?;

    clock.advance(MINUTE);
    assert_eq!(lease::renew(&db, &first, clock.now(), MINUTE).await?, None);
    assert!(matches!(
        guarded(&db, &first, clock.now()).await,
        Err(StoreError::Fenced)
    ));
    Ok(())
}

#[db_test]
async fn after_a_takeover_the_former_holder_can_do_nothing(db: Db) -> Result<(), StoreError> {
    let clock = clock();
    let first = lease::acquire(&db, "lane", "n1", clock.now(), MINUTE)
        .await?
        .unwrap();
    clock.advance(MINUTE);
    let second = lease::acquire(&db, "lane", "n2", clock.now(), MINUTE)
        .await?
        .unwrap();
    assert_eq!(second.fence, 2);
    assert_eq!(lease::renew(&db, &first, clock.now(), MINUTE).await?, None);
    assert!(matches!(
        guarded(&db, &first, clock.now()).await,
        Err(StoreError::Fenced)
    ));
    lease::release(&db, &first).await?;
    guarded(&db, &second, clock.now()).await?;
    Ok(())
}

#[db_test]
async fn of_many_who_ask_at_once_one_gets_it(db: Db) -> anyhow::Result<()> {
    let now = clock().now();
    let mut askers = JoinSet::new();
    for number in 0..8 {
        let db = db.clone();
        askers.spawn(async move {
            lease::acquire(&db, "lane", &format!("n{number}"), now, MINUTE).await
        });
    }
    let mut holders = 0;
    while let Some(asked) = askers.join_next().await {
        holders += usize::from(asked??.is_some());
    }
    assert_eq!(holders, 1);
    Ok(())
}

/// A takeover waits for what is under way under the lease: nothing is committed under a lease that somebody else has.
#[db_test]
async fn a_takeover_waits_until_the_guarded_transaction_has_ended(
    test: testing::db::TestDb,
) -> anyhow::Result<()> {
    let (clock, db) = (clock(), test.db());
    let other = Db::open(test.target()).await?;
    let first = lease::acquire(&db, "lane", "n1", clock.now(), MINUTE)
        .await?
        .unwrap();
    let mut under_way = db.begin().await?;
    lease::guard(&mut under_way, &first, clock.now()).await?;
    clock.advance(MINUTE);
    let now = clock.now();
    let mut takeover = JoinSet::new();
    takeover.spawn(async move { lease::acquire(&other, "lane", "n2", now, MINUTE).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(takeover.try_join_next().is_none(), "it did not wait");
    under_way
        .execute(
            "INSERT INTO app_option (name, value) VALUES ('sent', '')",
            store::params![],
        )
        .await?;
    under_way.commit().await?;
    let taken = takeover.join_next().await.unwrap()??;
    assert_eq!(taken.unwrap().fence, 2);
    assert!(matches!(
        guarded(&db, &first, now).await,
        Err(StoreError::Fenced)
    ));
    Ok(())
}

#[db_test]
async fn a_lease_that_ends_later_than_it_can_is_nobodys(db: Db) -> Result<(), StoreError> {
    let (clock, now) = (clock(), clock().now());
    clock.set_wrong(jiff::SignedDuration::from_hours(48));
    let ahead = lease::acquire(&db, "lane", "n1", clock.now(), MINUTE)
        .await?
        .unwrap();
    guarded(&db, &ahead, clock.now()).await?;
    // Set right: not even its holder believes it.
    assert!(matches!(
        guarded(&db, &ahead, now).await,
        Err(StoreError::Fenced)
    ));
    assert_eq!(lease::renew(&db, &ahead, now, MINUTE).await?, None);
    let after = lease::acquire(&db, "lane", "n2", now, MINUTE).await?;
    assert_eq!(after.unwrap().fence, 2);
    Ok(())
}

#[db_test]
async fn no_lease_is_longer_than_the_longest_that_is_believed(db: Db) -> Result<(), StoreError> {
    let now = clock().now();
    let held = lease::acquire(&db, "lane", "n1", now, MINUTE * 60)
        .await?
        .unwrap();
    assert_eq!(held.until, now + lease::LONGEST);
    guarded(&db, &held, now).await?;
    // A node whose clock is as far behind as it may be believes it.
    guarded(&db, &held, now - store::MAX_CLOCK_SKEW).await?;
    let other = lease::acquire(&db, "lane", "n2", now - store::MAX_CLOCK_SKEW, MINUTE).await?;
    assert_eq!(other, None);
    Ok(())
}

#[db_test]
async fn a_server_tells_its_time_and_a_file_has_none(db: Db) -> Result<(), StoreError> {
    let before = Clock::system().now();
    let told = db.server_time().await?;
    assert_eq!(told.is_some(), db.engine() == store::Engine::Postgres);
    if let Some(told) = told {
        // It is this machine's.
        assert!(told.duration_since(before).abs() < jiff::SignedDuration::from_secs(60));
        assert_eq!(
            db.telling(&clock()).server_time().await?,
            Some(clock().now())
        );
    }
    Ok(())
}
