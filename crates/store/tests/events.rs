//! Events on both engines: no reader misses one, whatever the order of commits.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail")]

use std::collections::HashSet;

use serde_json::json;
use store::{Clock, Db, Ids, StoreError, events, transact};
use testing::db::TestDb;
use testing_macros::db_test;
use tokio::task::JoinSet;

fn ids() -> Ids {
    Ids::seeded(5, Clock::fixed("2026-11-24T12:00:00Z".parse().unwrap()))
}

async fn tell(db: &Db, ids: &Ids, subject: &str) -> Result<(), StoreError> {
    let payload = json!({"v": 1});
    transact!(db, |tx| events::append(
        tx, ids, "changed", subject, &payload
    )
    .await)
}

#[db_test]
async fn a_cursor_reads_on_where_it_stopped(db: Db) -> Result<(), StoreError> {
    let ids = ids();
    tell(&db, &ids, "old").await?;
    let cursor = events::latest(&db).await?;
    for subject in ["a", "b", "c"] {
        tell(&db, &ids, subject).await?;
    }
    let first = events::read_after(&db, cursor, 2).await?;
    let subjects: Vec<&str> = first.iter().map(|event| event.subject.as_str()).collect();
    assert_eq!(subjects, ["a", "b"]);
    assert_eq!(first[0].payload, json!({"v": 1}));
    assert_eq!(
        (first[0].kind.as_str(), first[0].at),
        ("changed", ids.now())
    );
    let rest = events::read_after(&db, first[1].position, 10).await?;
    assert_eq!(rest.len(), 1);
    assert_eq!(events::read_after(&db, rest[0].position, 10).await?, []);
    Ok(())
}

/// The case for which positions exist: PostgreSQL commits transactions in another order than they began.
#[db_test]
async fn an_event_that_commits_late_is_not_skipped(db: Db) -> Result<(), StoreError> {
    if db.engine() == store::Engine::Sqlite {
        // There is one writer: nothing can commit late.
        return Ok(());
    }
    let ids = ids();
    let mut slow = db.begin().await?;
    events::append(&mut slow, &ids, "changed", "slow", &json!({})).await?;
    tell(&db, &ids, "fast").await?;
    let first = events::read_after(&db, 0, 10).await?;
    assert_eq!((first.len(), first[0].subject.as_str()), (1, "fast"));
    slow.commit().await?;
    let second = events::read_after(&db, first[0].position, 10).await?;
    assert_eq!((second.len(), second[0].subject.as_str()), (1, "slow"));
    Ok(())
}

async fn write(db: Db, ids: Ids, writer: u32) -> Result<(), StoreError> {
    for number in 0..30 {
        tell(&db, &ids, &format!("{writer} {number}")).await?;
    }
    Ok(())
}

async fn read_all(db: Db, expected: usize) -> Result<(), StoreError> {
    let (mut cursor, mut seen) = (0, HashSet::new());
    while seen.len() < expected {
        for event in events::read_after(&db, cursor, 7).await? {
            assert!(event.position > cursor);
            cursor = event.position;
            assert!(seen.insert(event.subject));
        }
    }
    Ok(())
}

#[db_test]
async fn readers_and_writers_at_once_miss_nothing(test: TestDb) -> anyhow::Result<()> {
    let ids = Ids::seeded(5, Clock::system());
    let mut tasks = JoinSet::new();
    for writer in 0..3 {
        tasks.spawn(write(test.db(), ids.clone(), writer));
    }
    for db in [test.db(), Db::open(test.target()).await?] {
        tasks.spawn(read_all(db, 90));
    }
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    Ok(())
}

#[db_test]
async fn forgetting_keeps_the_count(db: Db) -> Result<(), StoreError> {
    let clock = Clock::fixed("2026-11-24T12:00:00Z".parse().unwrap());
    let ids = Ids::seeded(5, clock.clone());
    for subject in ["a", "b", "c"] {
        tell(&db, &ids, subject).await?;
    }
    let last = events::latest(&db).await?;
    clock.advance(std::time::Duration::from_secs(60));
    assert_eq!(events::forget(&db, clock.now()).await?, 2);
    tell(&db, &ids, "d").await?;
    let next = events::read_after(&db, last, 10).await?;
    assert_eq!((next.len(), next[0].position), (1, last + 1));
    Ok(())
}
