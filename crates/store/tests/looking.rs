//! Whoever only looks at a database changes nothing of it, and makes none.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail")]

use std::collections::BTreeMap;
use std::path::Path;

use store::{Db, StoreError, Target, params, transact};
use testing::db::TestDb;
use testing_macros::db_test;

/// Every file of a folder with its bytes; the shared memory of SQLite is no data.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .filter(|(name, _)| !name.ends_with("-shm"))
        .collect()
}

async fn set_option(db: &Db) -> Result<(), StoreError> {
    transact!(db, |tx| -> Result<(), StoreError> {
        tx.execute(
            "INSERT INTO app_option (name, value) VALUES ('looked', 'yes')",
            params![],
        )
        .await?;
        Ok(())
    })
}

async fn options(db: &Db) -> i64 {
    let mut tx = db.read().await.unwrap();
    let query = "SELECT COUNT(*) FROM app_option WHERE name = 'looked'";
    tx.one(query, params![]).await.unwrap()
}

#[db_test]
async fn a_look_reads_everything_and_writes_nothing(test: TestDb) {
    set_option(&test.db()).await.unwrap();
    let (looking, schema) = Db::look(test.target()).await.unwrap();
    assert_eq!(schema.applied, schema.known);
    assert!(schema.known >= 3, "{schema:?}");
    assert_eq!(options(&looking).await, 1);
    assert!(set_option(&looking).await.is_err());
    drop(looking);
    assert_eq!(options(&test.db()).await, 1);
    Db::open_existing(test.target()).await.unwrap();
}

#[tokio::test]
async fn a_log_that_a_dead_program_left_is_read_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::SqliteFile(folder.path().join("books.sqlite"));
    let db = Db::open(&target).await.unwrap();
    set_option(&db).await.unwrap();
    // What a program that was killed leaves: the file, and the log with everything that it had not taken over.
    let left = tempfile::tempdir().unwrap();
    for name in ["books.sqlite", "books.sqlite-wal"] {
        std::fs::copy(folder.path().join(name), left.path().join(name)).unwrap();
    }
    let before = files(left.path());
    assert!(!before["books.sqlite-wal"].is_empty());
    let target = Target::SqliteFile(left.path().join("books.sqlite"));
    let (looking, _) = Db::look(&target).await.unwrap();
    assert_eq!(options(&looking).await, 1);
    drop(looking);
    assert_eq!(files(left.path()), before);
}

#[tokio::test]
async fn a_file_at_rest_keeps_no_trace_of_a_look() {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::SqliteFile(folder.path().join("books.sqlite"));
    drop(Db::open(&target).await.unwrap());
    let names = |folder: &Path| std::fs::read_dir(folder).unwrap().count();
    let (before, count) = (files(folder.path()), names(folder.path()));
    let (looking, _) = Db::look(&target).await.unwrap();
    assert_eq!(options(&looking).await, 0);
    drop(looking);
    assert_eq!(files(folder.path()), before);
    assert_eq!(names(folder.path()), count);
}

#[tokio::test]
async fn where_no_database_is_none_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("books.sqlite");
    let target = Target::SqliteFile(path.clone());
    for opened in [
        Db::look(&target).await.map(drop),
        Db::open_existing(&target).await.map(drop),
    ] {
        assert!(matches!(opened, Err(StoreError::Absent)), "{opened:?}");
        assert!(!path.exists());
    }
    std::fs::write(&path, "").unwrap();
    assert!(matches!(
        Db::open_existing(&target).await,
        Err(StoreError::Absent)
    ));
}
