//! What a transaction promises, on both engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail")]

use std::time::Duration;

use store::{Db, Engine, StoreError, Target, params};
use testing::db::TestDb;
use testing_macros::db_test;
use tokio::task::JoinSet;

const INSERT: &str = "INSERT INTO app_option (name, value) VALUES ($1, $2)";
const COUNT: &str = "SELECT COUNT(*) FROM app_option";

async fn count(db: &Db) -> i64 {
    db.read()
        .await
        .unwrap()
        .one(COUNT, params![])
        .await
        .unwrap()
}

#[db_test]
async fn what_is_committed_is_read_and_the_rest_is_not(db: Db) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.execute_one(INSERT, params!["kept", "1"]).await?;
    tx.commit().await?;

    let mut tx = db.begin().await?;
    tx.execute_one(INSERT, params!["dropped", "2"]).await?;
    drop(tx);

    // The connection that rolled back serves the next one.
    for _ in 0..40 {
        let mut tx = db.begin().await?;
        tx.execute(INSERT, params!["dropped", "2"]).await?;
    }
    let names: Vec<String> = db
        .read()
        .await?
        .all("SELECT name FROM app_option ORDER BY name", params![])
        .await?;
    assert_eq!(names, ["kept"]);
    Ok(())
}

#[db_test]
async fn values_come_back_as_they_went(db: Db) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    let row: (i64, String, bool, Option<String>, jiff::Timestamp) = tx
        .one(
            "SELECT CAST($2 AS BIGINT), CAST($1 AS TEXT), CAST($3 AS BOOLEAN), CAST($4 AS TEXT), \
             CAST($5 AS BIGINT)",
            params![
                "é '$1' ☃",
                i64::MIN,
                true,
                None::<&str>,
                jiff::Timestamp::UNIX_EPOCH,
            ],
        )
        .await?;
    assert_eq!(row.0, i64::MIN);
    assert_eq!(row.1, "é '$1' ☃");
    assert!(row.2);
    assert_eq!((row.3, row.4), (None, jiff::Timestamp::UNIX_EPOCH));
    let bytes: Vec<u8> = tx
        .one(
            "INSERT INTO audit (id, at, verb, subject_kind, subject_id, seal) VALUES (1, 1, '', '', '', $1) \
             RETURNING seal",
            params![&[0_u8, 255][..]],
        )
        .await?;
    assert_eq!(bytes, [0, 255]);
    let date: jiff::civil::Date = tx
        .one(
            "SELECT CAST($1 AS TEXT)",
            params![jiff::civil::date(2026, 2, 28)],
        )
        .await?;
    assert_eq!(date, jiff::civil::date(2026, 2, 28));
    Ok(())
}

#[db_test]
async fn keys_and_money_are_stored_as_numbers(db: Db) -> Result<(), StoreError> {
    let written = (domain::CustomerId::new(7), domain::Money::from_cents(-211));
    let mut tx = db.begin().await?;
    let read: (domain::CustomerId, domain::Money) = tx
        .one(
            "SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT)",
            params![written.0, written.1],
        )
        .await?;
    assert_eq!(read, written);
    Ok(())
}

#[db_test]
async fn many_rows_go_in_one_hop_or_not_at_all(db: Db) -> Result<(), StoreError> {
    let rows = |count: i64| (0..count).map(|n| params![n.to_string(), "x"]).collect();
    let mut tx = db.begin().await?;
    assert_eq!(tx.execute_many(INSERT, rows(700)).await?, 700);
    tx.commit().await?;
    assert_eq!(count(&db).await, 700);

    let mut tx = db.begin().await?;
    let error = tx.execute_many(INSERT, rows(701)).await.unwrap_err();
    assert!(error.is_unique_violation(), "{error:?}");
    drop(tx);
    assert_eq!(count(&db).await, 700);
    Ok(())
}

#[db_test]
async fn after_a_failure_nothing_can_be_committed(db: Db) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.execute(INSERT, params!["name", "1"]).await?;
    let error = tx.execute(INSERT, params!["name", "2"]).await.unwrap_err();
    assert!(error.is_unique_violation());
    let error = tx.one::<i64>(COUNT, params![]).await.unwrap_err();
    assert!(matches!(error, StoreError::Aborted { retryable: false }));
    let error = tx.commit().await.unwrap_err();
    assert!(matches!(error, StoreError::Aborted { .. }));
    assert_eq!(count(&db).await, 0);
    Ok(())
}

#[db_test]
async fn absence_and_wrong_counts_are_told_apart(db: Db) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    let absent = "SELECT value FROM app_option WHERE name = $1";
    let error = tx.one::<String>(absent, params!["x"]).await.unwrap_err();
    assert!(matches!(error, StoreError::NotFound));
    assert_eq!(tx.optional::<String>(absent, params!["x"]).await?, None);
    let error = tx
        .execute_one("DELETE FROM app_option", params![])
        .await
        .unwrap_err();
    assert!(matches!(
        error,
        StoreError::RowsAffected {
            expected: 1,
            actual: 0
        }
    ));
    tx.execute_many(INSERT, vec![params!["a", "1"], params!["b", "2"]])
        .await?;
    let error = tx
        .one::<String>("SELECT name FROM app_option", params![])
        .await
        .unwrap_err();
    assert!(matches!(
        error,
        StoreError::RowsAffected {
            expected: 1,
            actual: 2
        }
    ));
    let error = tx.one::<bool>("SELECT name FROM app_option WHERE name = $1", params!["a"]);
    assert!(matches!(
        error.await,
        Err(StoreError::Column { index: 0, .. })
    ));
    tx.commit().await
}

#[db_test]
async fn a_text_with_nul_is_refused_before_it_is_sent(db: Db) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    let error = tx.execute(INSERT, params!["a\0b", "1"]).await.unwrap_err();
    assert!(matches!(error, StoreError::NulInText));
    tx.execute(INSERT, params!["ab", "1"]).await?;
    tx.commit().await
}

#[db_test]
async fn a_reader_cannot_write_and_sees_one_moment(db: Db) -> Result<(), StoreError> {
    let mut reader = db.read().await?;
    assert_eq!(reader.one::<i64>(COUNT, params![]).await?, 0);
    let mut tx = db.begin().await?;
    tx.execute(INSERT, params!["a", "1"]).await?;
    tx.commit().await?;
    assert_eq!(reader.one::<i64>(COUNT, params![]).await?, 0);
    assert!(reader.execute(INSERT, params!["b", "1"]).await.is_err());
    drop(reader);
    assert_eq!(count(&db).await, 1);
    Ok(())
}

#[db_test]
async fn foreign_keys_hold_and_like_minds_capitals(db: Db) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.execute(INSERT, params!["Name", "1"]).await?;
    let like = "SELECT COUNT(*) FROM app_option WHERE name LIKE 'n%'";
    assert_eq!(tx.one::<i64>(like, params![]).await?, 0);
    tx.commit().await?;
    let mut tx = db.begin().await?;
    let orphan = tx
        .execute(
            "INSERT INTO preference (user_id, name, value) VALUES (99, 'a', 'b')",
            params![],
        )
        .await;
    assert!(orphan.is_err());
    Ok(())
}

/// A statement that keeps the database busy for a while.
const SLOW: &str = "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) \
     INSERT INTO app_option (name, value) SELECT 'slow', CAST(COUNT(*) AS TEXT) FROM n";

#[db_test]
async fn a_future_dropped_in_mid_statement_leaves_nothing(db: Db) -> Result<(), StoreError> {
    for _ in 0..3 {
        let mut tx = db.begin().await?;
        tx.execute(INSERT, params!["before", "1"]).await?;
        tokio::select! {
            biased;
            done = tx.execute(SLOW, params![]) => panic!("too fast for this test: {done:?}"),
            () = tokio::time::sleep(Duration::from_millis(20)) => {}
        }
    }
    let mut tx = db.begin().await?;
    assert_eq!(tx.one::<i64>(COUNT, params![]).await?, 0);
    tx.execute(INSERT, params!["after", "1"]).await?;
    tx.commit().await?;
    assert_eq!(count(&db).await, 1);
    Ok(())
}

#[db_test]
async fn a_dropped_commit_leaves_the_database_usable(db: Db) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.execute(INSERT, params!["a", "1"]).await?;
    tokio::select! {
        biased;
        () = std::future::ready(()) => {}
        done = tx.commit() => done?,
    }
    let mut tx = db.begin().await?;
    tx.execute(INSERT, params!["b", "1"]).await?;
    tx.commit().await?;
    assert_eq!(count(&db).await, 1);
    Ok(())
}

#[db_test]
async fn starting_together_is_no_quarrel(test: TestDb) -> anyhow::Result<()> {
    let target = match (test.db().engine(), test.target()) {
        (Engine::Sqlite, Target::SqliteFile(path)) => {
            Target::SqliteFile(path.with_file_name("fresh.sqlite"))
        }
        (_, target) => {
            // An empty database again: the migrations have all to be run.
            let mut tx = test.db().begin().await?;
            tx.execute("DROP SCHEMA public CASCADE", params![]).await?;
            tx.execute("CREATE SCHEMA public", params![]).await?;
            tx.commit().await?;
            target.clone()
        }
    };
    let mut starts = JoinSet::new();
    for _ in 0..8 {
        let target = target.clone();
        starts.spawn(async move { Db::open(&target).await });
    }
    while let Some(start) = starts.join_next().await {
        assert_eq!(count(&start??).await, 0);
    }
    Ok(())
}

#[db_test(paused)]
async fn a_paused_clock_does_not_outrun_a_statement(db: Db) -> Result<(), StoreError> {
    let statement = async { db.begin().await?.one::<i64>(COUNT, params![]).await };
    let within = tokio::time::timeout(Duration::from_secs(60), statement).await;
    assert_eq!(within.unwrap()?, 0);
    Ok(())
}
