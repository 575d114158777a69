//! Transactions that get into each other's way run again, and lose no update.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use store::{Db, Retryable, StoreError, TRANSACT_ATTEMPTS, params, transact};
use testing::db::TestDb;
use testing_macros::db_test;
use tokio::task::JoinSet;

/// An error enum as the other crates have them.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("no")]
    No,
    #[error("the store failed")]
    Store(#[from] StoreError),
}

#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct Transparent(#[from] StoreError);

async fn add_one(db: &Db) -> Result<i64, Refusal> {
    transact!(db, |tx| {
        let value: String = tx
            .one("SELECT value FROM app_option WHERE name = 'n'", params![])
            .await?;
        let next = value.parse::<i64>().map_err(|_| Refusal::No)? + 1;
        tokio::task::yield_now().await;
        tx.execute_one(
            "UPDATE app_option SET value = $1 WHERE name = 'n'",
            params![next.to_string()],
        )
        .await?;
        Ok(next)
    })
}

async fn set_up(db: &Db) -> Result<(), StoreError> {
    transact!(db, |tx| {
        tx.execute_one(
            "INSERT INTO app_option (name, value) VALUES ('n', '0')",
            params![],
        )
        .await
    })
}

#[db_test]
async fn no_update_is_lost_between_two_nodes(test: TestDb) -> anyhow::Result<()> {
    set_up(&test.db()).await?;
    let nodes = [test.db(), Db::open(test.target()).await?];
    let mut tasks = JoinSet::new();
    for task in 0..8 {
        let db = nodes[task % 2].clone();
        tasks.spawn(async move {
            for _ in 0..10 {
                add_one(&db).await?;
            }
            Ok::<(), Refusal>(())
        });
    }
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    let mut tx = test.db().read().await?;
    let value: String = tx.one("SELECT value FROM app_option", params![]).await?;
    assert_eq!(value, "80");
    Ok(())
}

#[db_test(paused)]
async fn it_gives_up_after_so_many_runs(db: Db) -> anyhow::Result<()> {
    let runs = AtomicU32::new(0);
    let outcome = transact!(db, |tx| -> Result<(), Refusal> {
        runs.fetch_add(1, Ordering::SeqCst);
        tx.one::<i64>("SELECT COUNT(*) FROM app_option", params![])
            .await?;
        Err(StoreError::Aborted { retryable: true })?
    });
    assert!(matches!(
        outcome,
        Err(Refusal::Store(StoreError::Aborted { .. }))
    ));
    assert_eq!(runs.load(Ordering::SeqCst), TRANSACT_ATTEMPTS);
    Ok(())
}

#[db_test]
async fn a_refusal_rolls_back_and_is_not_repeated(db: Db) -> anyhow::Result<()> {
    set_up(&db).await?;
    let runs = Arc::new(AtomicU32::new(0));
    let outcome: Result<(), Refusal> = transact!(db, |tx| {
        runs.fetch_add(1, Ordering::SeqCst);
        tx.execute("DELETE FROM app_option", params![]).await?;
        Err(Refusal::No)
    });
    assert!(matches!(outcome, Err(Refusal::No)));
    assert_eq!(runs.load(Ordering::SeqCst), 1);
    assert_eq!(add_one(&db).await?, 1);
    Ok(())
}

#[test]
fn the_cause_decides_however_deep_it_is() {
    let busy = || StoreError::Aborted { retryable: true };
    assert!(Refusal::Store(busy()).retryable());
    assert!(!Refusal::Store(StoreError::NotFound).retryable());
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY_SNAPSHOT);
    let driver = StoreError::Sqlite(rusqlite::Error::SqliteFailure(code, None));
    assert!(Transparent(driver).retryable());
}

/// Handlers of a web server need futures that can move between threads.
#[test]
fn a_transaction_is_send() {
    fn send<T: Send>(_: impl Fn(Db) -> T) {}
    send(|db: Db| async move { add_one(&db).await });
}
