//! How the database is, asked for real: locked, moved, replaced, full, read-only; and how long anybody waits for it.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use rusqlite::Connection;
use store::{Db, Probing, StoreError, Target, Trouble, params, patience, transact};
use testing::db::TestDb;
use testing::disk::SmallDisk;
use testing_macros::db_test;
use tokio::task::JoinSet;
use tokio_postgres::{Client, NoTls};

const INSERT: &str = "INSERT INTO app_option (name, value) VALUES ($1, $2)";
/// Asked anew each time, whatever room there is.
const EACH_TIME: Probing = Probing {
    answer_within: Duration::from_secs(20),
    shared_for: Duration::ZERO,
    room_floor: 0,
};
/// More than any test waits.
const LONG: Duration = Duration::from_hours(1);

async fn open(path: &Path, probing: Probing) -> Db {
    let target = Target::SqliteFile(path.to_owned());
    Db::open(&target).await.unwrap().probed(probing)
}

async fn put(db: &Db, name: &str) -> Result<(), StoreError> {
    transact!(db, |tx| tx.execute_one(INSERT, params![name, "x"]).await)
}

async fn count(db: &Db) -> Result<i64, StoreError> {
    let mut tx = db.read().await?;
    tx.one("SELECT COUNT(*) FROM app_option", params![]).await
}

fn file_of(test: &TestDb) -> Option<PathBuf> {
    match test.target() {
        Target::SqliteFile(path) => Some(path.clone()),
        Target::Postgres(_) => None,
    }
}

#[db_test]
async fn one_that_is_well_says_so(test: TestDb) -> anyhow::Result<()> {
    let db = test.db().probed(EACH_TIME);
    assert_eq!(db.condition().await, Ok(()));
    put(&db, "n").await?;
    assert_eq!(db.condition().await, Ok(()));
    Ok(())
}

#[tokio::test]
async fn another_program_that_holds_the_lock_is_told_and_our_own_write_is_none() {
    let test = TestDb::sqlite().await.unwrap();
    let db = test.db().probed(EACH_TIME);
    let other = Connection::open(file_of(&test).unwrap()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(db.condition().await, Err(Trouble::Locked));
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(db.condition().await, Ok(()));

    let mut tx = db.begin().await.unwrap();
    tx.execute_one(INSERT, params!["n", "1"]).await.unwrap();
    assert_eq!(db.condition().await, Ok(()), "we hold it, so we can write");
}

#[tokio::test]
async fn an_answer_is_shared_for_a_moment() {
    let test = TestDb::sqlite().await.unwrap();
    let db = test.db().probed(Probing {
        shared_for: LONG,
        ..EACH_TIME
    });
    let other = Connection::open(file_of(&test).unwrap()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut asking = JoinSet::new();
    for _ in 0..100 {
        let db = db.clone();
        asking.spawn(async move { db.condition().await });
    }
    assert_eq!(
        asking.join_next().await.unwrap().unwrap(),
        Err(Trouble::Locked)
    );
    // The lock is gone, but nobody asks the database again.
    other.execute_batch("ROLLBACK").unwrap();
    for answer in asking.join_all().await {
        assert_eq!(answer, Err(Trouble::Locked));
    }
}

#[tokio::test]
async fn a_file_that_was_moved_or_replaced_is_told_and_takes_no_write() {
    let folder = tempfile::tempdir().unwrap();
    let (here, there) = (
        folder.path().join("a.sqlite"),
        folder.path().join("b.sqlite"),
    );
    let db = open(&here, EACH_TIME).await;
    put(&db, "before").await.unwrap();
    assert_eq!(count(&db).await.unwrap(), 1);
    fs::rename(&here, &there).unwrap();
    let moved = |error: StoreError| matches!(error, StoreError::Unavailable(Trouble::Moved));
    assert_eq!(db.condition().await, Err(Trouble::Moved));
    assert!(moved(put(&db, "lost").await.unwrap_err()));
    assert_eq!(
        count(&db).await.unwrap(),
        1,
        "what was read already can be shown"
    );

    fs::copy(&there, &here).unwrap();
    assert_eq!(db.condition().await, Err(Trouble::Moved), "another file");
    assert!(moved(put(&db, "lost").await.unwrap_err()));
    assert!(!folder.path().join("a.sqlite-journal").exists());

    fs::rename(&there, &here).unwrap();
    assert_eq!(db.condition().await, Ok(()));
    put(&db, "after").await.unwrap();
    assert_eq!(count(&db).await.unwrap(), 2);
}

#[tokio::test]
async fn a_disk_with_less_room_than_the_floor_is_full() {
    let test = TestDb::sqlite().await.unwrap();
    let db = test.db().probed(Probing {
        room_floor: u64::MAX,
        ..EACH_TIME
    });
    assert_eq!(db.condition().await, Err(Trouble::Full));
}

#[tokio::test]
async fn a_disk_that_is_full_is_told_and_ends_by_itself() {
    let Some(disk) = SmallDisk::mount(4096).unwrap() else {
        return;
    };
    let db = open(&disk.path().join("db.sqlite"), EACH_TIME).await;
    put(&db, "before").await.unwrap();
    disk.fill().unwrap();
    // The side file has some room left; then nothing goes in any more.
    let mut stored = 1;
    let failed = loop {
        match put(&db, &format!("n{stored}")).await {
            Ok(()) => stored += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(Trouble::of(&failed), Some(Trouble::Full), "{failed:?}");
    assert_eq!(db.condition().await, Err(Trouble::Full));
    assert_eq!(count(&db).await.unwrap(), stored);
    disk.empty().unwrap();
    assert_eq!(db.condition().await, Ok(()));
    put(&db, "after").await.unwrap();
    assert_eq!(count(&db).await.unwrap(), stored + 1);
}

#[test]
fn a_database_that_may_not_grow_is_full() {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch("CREATE TABLE t (filler BYTEA); PRAGMA max_page_count = 3")
        .unwrap();
    let grown = connection.execute("INSERT INTO t VALUES (zeroblob(100000))", []);
    let error = StoreError::Sqlite(grown.unwrap_err());
    assert_eq!(Trouble::of(&error), Some(Trouble::Full));
}

#[db_test]
async fn nobody_waits_longer_for_our_own_writer_than_he_may(test: TestDb) -> anyhow::Result<()> {
    let Some(_sqlite) = file_of(&test) else {
        return Ok(());
    };
    let db = test.db();
    let mut tx = db.begin().await?;
    tx.execute_one(INSERT, params!["n", "1"]).await?;
    let outcome = patience::limited(Duration::from_millis(50), put(&db, "m")).await;
    assert!(matches!(
        outcome,
        Err(StoreError::Unavailable(Trouble::Locked))
    ));
    tx.commit().await?;
    patience::limited(Duration::from_millis(50), put(&db, "m")).await?;
    Ok(())
}

#[db_test]
async fn nobody_waits_longer_for_another_programs_lock_than_he_may(
    test: TestDb,
) -> anyhow::Result<()> {
    let db = test.db();
    let lock = Lock::take(&test).await;
    let tries = AtomicU32::new(0);
    let outcome = patience::limited(Duration::from_millis(300), async {
        transact!(db, |tx| -> Result<(), StoreError> {
            tries.fetch_add(1, Ordering::SeqCst);
            tx.execute_one(INSERT, params!["n", "x"]).await
        })
    })
    .await;
    let error = outcome.unwrap_err();
    assert_eq!(Trouble::of(&error), Some(Trouble::Locked), "{error:?}");
    assert_eq!(
        tries.load(Ordering::SeqCst),
        1,
        "no time was left for another"
    );
    lock.give_back().await;
    patience::limited(LONG, put(&db, "n")).await?;
    Ok(())
}

/// What another program does to the database.
enum Lock {
    Sqlite(Connection),
    Postgres(Client),
}

impl Lock {
    async fn take(test: &TestDb) -> Self {
        match test.target() {
            Target::SqliteFile(path) => {
                let other = Connection::open(path).unwrap();
                other.execute_batch("BEGIN IMMEDIATE").unwrap();
                Self::Sqlite(other)
            }
            Target::Postgres(url) => {
                let client = connect(url).await;
                let lock = "BEGIN; LOCK TABLE app_option IN ACCESS EXCLUSIVE MODE";
                client.batch_execute(lock).await.unwrap();
                Self::Postgres(client)
            }
        }
    }

    async fn give_back(self) {
        match self {
            Self::Sqlite(other) => other.execute_batch("ROLLBACK").unwrap(),
            Self::Postgres(client) => client.batch_execute("ROLLBACK").await.unwrap(),
        }
    }
}

/// A connection that ends with the test's runtime.
#[expect(
    clippy::disallowed_methods,
    reason = "it ends with the runtime of the test"
)]
async fn connect(url: &str) -> Client {
    let (client, answers) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(answers);
    client
}

#[db_test]
async fn a_server_that_only_reads_is_told(test: TestDb) -> anyhow::Result<()> {
    let Target::Postgres(url) = test.target() else {
        return Ok(());
    };
    let db = test.db().probed(EACH_TIME);
    assert_eq!(db.condition().await, Ok(()));
    let client = connect(url).await;
    let name: String = client
        .query_one("SELECT current_database()::text", &[])
        .await?
        .get(0);
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    for (setting, condition) in [("on", Err(Trouble::ReadOnly)), ("off", Ok(()))] {
        let alter = format!("ALTER DATABASE {name} SET default_transaction_read_only = {setting}");
        client
            .batch_execute(&format!("BEGIN READ WRITE; {alter}; COMMIT"))
            .await?;
        client.batch_execute(end).await?;
        // A connection that was ended is noticed at the latest when it is used.
        let mut answer = db.condition().await;
        for _ in 0..10 {
            if answer == condition {
                break;
            }
            answer = db.condition().await;
        }
        assert_eq!(answer, condition, "{setting}");
        let error = put(&db, setting).await.err();
        let told = error.and_then(|error| Trouble::of(&error));
        assert_eq!(told, condition.err());
    }
    Ok(())
}

#[db_test]
async fn a_server_whose_disk_is_full_is_told_and_ends_by_itself(
    test: TestDb,
) -> anyhow::Result<()> {
    let Target::Postgres(url) = test.target() else {
        return Ok(());
    };
    let Some(disk) = SmallDisk::mount(1024)? else {
        return Ok(());
    };
    disk.give_to("postgres")?;
    let db = test.db().probed(EACH_TIME);
    let client = connect(url).await;
    let name: String = client
        .query_one("SELECT current_database()::text", &[])
        .await?
        .get(0);
    let folder = disk.path().display();
    client
        .batch_execute(&format!("CREATE TABLESPACE {name} LOCATION '{folder}'"))
        .await?;
    for table in ["app_option", "write_probe"] {
        let alter = format!("ALTER TABLE {table} SET TABLESPACE {name}");
        client.batch_execute(&alter).await?;
    }
    disk.fill()?;
    let mut stored = 0;
    let failed = loop {
        match put(&db, &format!("{stored:0>1000}")).await {
            Ok(()) => stored += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(Trouble::of(&failed), Some(Trouble::Full), "{failed:?}");
    assert_eq!(db.condition().await, Err(Trouble::Full));
    disk.empty()?;
    assert_eq!(db.condition().await, Ok(()));
    assert_eq!(count(&db).await?, stored);
    // The tablespace goes before its disk does.
    for table in ["app_option", "write_probe"] {
        let alter = format!("ALTER TABLE {table} SET TABLESPACE pg_default");
        client.batch_execute(&alter).await?;
    }
    client
        .batch_execute(&format!("DROP TABLESPACE {name}"))
        .await?;
    Ok(())
}
