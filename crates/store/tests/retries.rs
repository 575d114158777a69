//! Transactions that get into each other's way run again, and lose no update.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use store::{Db, Retryable, StoreError, TRANSACT_PATIENCE, is_busy, lock, params, transact};
use testing::db::TestDb;
use testing_macros::db_test;
use tokio::task::JoinSet;
use tokio::time::Instant;

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

/// Reads, decides and writes, as a verb does: its lock comes first.
async fn add_one(db: &Db) -> Result<i64, Refusal> {
    transact!(db, |tx| {
        lock::take(tx, "n").await?;
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

/// The same by the row itself: it is touched, then read.
#[db_test]
async fn a_row_that_is_touched_first_is_read_as_it_is(test: TestDb) -> anyhow::Result<()> {
    set_up(&test.db()).await?;
    let nodes = [test.db(), Db::open(test.target()).await?];
    let mut tasks = JoinSet::new();
    for task in 0..40 {
        let db = nodes[task % 2].clone();
        tasks.spawn(async move {
            transact!(db, |tx| -> Result<(), Refusal> {
                tx.execute_one(
                    "UPDATE app_option SET name = name WHERE name = 'n'",
                    params![],
                )
                .await?;
                let value: String = tx.one("SELECT value FROM app_option", params![]).await?;
                let next = value.parse::<i64>().map_err(|_| Refusal::No)? + 1;
                tx.execute_one(
                    "UPDATE app_option SET value = $1",
                    params![next.to_string()],
                )
                .await?;
                Ok(())
            })
        });
    }
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    let mut tx = test.db().read().await?;
    let value: String = tx.one("SELECT value FROM app_option", params![]).await?;
    assert_eq!(value, "40");
    Ok(())
}

#[db_test]
async fn of_many_who_make_the_first_of_something_one_does(test: TestDb) -> anyhow::Result<()> {
    let nodes = [test.db(), Db::open(test.target()).await?];
    let mut tasks = JoinSet::new();
    for task in 0..20 {
        let db = nodes[task % 2].clone();
        tasks.spawn(async move {
            transact!(db, |tx| -> Result<bool, Refusal> {
                lock::take(tx, "the first").await?;
                let any: i64 = tx.one("SELECT COUNT(*) FROM app_option", params![]).await?;
                if any == 0 {
                    tx.execute_one(
                        "INSERT INTO app_option (name, value) VALUES ($1, '')",
                        params![task.to_string()],
                    )
                    .await?;
                }
                Ok(any == 0)
            })
        });
    }
    let mut first = 0;
    while let Some(task) = tasks.join_next().await {
        first += usize::from(task??);
    }
    assert_eq!(first, 1);
    Ok(())
}

/// Runs a transaction that is always in somebody's way; how often, how long, and what came of it.
async fn in_the_way(db: &Db) -> (u32, Duration, Option<Refusal>) {
    let (runs, begun) = (AtomicU32::new(0), Instant::now());
    let outcome = transact!(db, |tx| -> Result<(), Refusal> {
        runs.fetch_add(1, Ordering::SeqCst);
        tx.one::<i64>("SELECT COUNT(*) FROM app_option", params![])
            .await?;
        Err(StoreError::Aborted { retryable: true })?
    });
    (runs.load(Ordering::SeqCst), begun.elapsed(), outcome.err())
}

#[db_test]
async fn it_is_busy_after_so_long(db: Db) {
    let patience = Duration::from_millis(700);
    let (runs, took, error) = in_the_way(&db.with_patience(patience)).await;
    let error = error.unwrap();
    assert!(
        matches!(&error, Refusal::Store(error) if error.is_busy()),
        "{error:?}"
    );
    assert!(
        is_busy(&error) && !error.retryable(),
        "nobody tries it again"
    );
    assert!(took < patience + Duration::from_millis(300), "{took:?}");
    assert!((4..40).contains(&runs), "{runs} runs");
}

#[tokio::test(start_paused = true)]
async fn unless_told_otherwise_it_is_patient_for_a_quarter_of_a_minute() {
    let test = TestDb::sqlite().await.unwrap();
    let (runs, took, _) = in_the_way(&test.db()).await;
    assert!(took <= TRANSACT_PATIENCE, "{took:?}");
    assert!(took > TRANSACT_PATIENCE * 9 / 10, "{took:?}");
    assert!(runs < 120, "{runs} runs");
}

/// Another program holds the file: each try takes its second, and all of them together no longer than the patience.
#[tokio::test]
async fn a_file_that_another_program_holds_is_busy_once() {
    let test = TestDb::sqlite().await.unwrap();
    let store::Target::SqliteFile(path) = test.target() else {
        panic!("a file")
    };
    let other = rusqlite::Connection::open(path).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let db = test.db().with_patience(Duration::from_secs(3));
    let begun = Instant::now();
    let (one, two) = tokio::join!(set_up(&db), set_up(&db));
    assert!(one.unwrap_err().is_busy());
    assert!(
        two.unwrap_err().is_busy(),
        "also whoever waits behind the first"
    );
    assert!(
        begun.elapsed() < Duration::from_secs(6),
        "{:?}",
        begun.elapsed()
    );
    other.execute_batch("ROLLBACK").unwrap();
    set_up(&db).await.unwrap();
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
