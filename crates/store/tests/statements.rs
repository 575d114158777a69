//! Every SQL statement of the crates that use the store is prepared on both engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail")]

use std::path::Path;

use rusqlite::Connection;
use store::Target;
use testing::db::TestDb;
use testing::statements::{self, Found};
use testing_macros::db_test;
use tokio::task::JoinSet;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, NoTls};

/// The crates whose statements are looked at.
const CRATES: [&str; 3] = ["store", "office", "link"];
/// What a result may be.
const RESULTS: [Type; 4] = [Type::INT8, Type::TEXT, Type::BYTEA, Type::BOOL];
/// What is not portable, though both engines, or one of them, take it.
const FORBIDDEN: [&str; 5] = ["= ANY", "FOR UPDATE", "JSON_EXTRACT", "COLLATE", "AS BYTEA"];

fn all() -> Vec<Found> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    CRATES
        .iter()
        .flat_map(|name| statements::below(&crates.join(name).join("src")).unwrap())
        .collect()
}

/// What is wrong with the statement on PostgreSQL.
async fn on_postgres(client: &Client, sql: &str) -> Option<String> {
    match client.prepare(sql).await {
        Err(error) => Some(format!("{:?}", error.as_db_error())),
        Ok(statement) => statement
            .columns()
            .iter()
            .find(|column| !RESULTS.contains(column.type_()))
            .map(|column| format!("column {} is {}", column.name(), column.type_())),
    }
}

/// What is wrong with the statement on SQLite.
fn on_sqlite(connection: &Connection, sql: &str) -> Option<String> {
    let prepared = connection.prepare(&sql.replace('$', "?"));
    prepared.err().map(|error| error.to_string())
}

#[db_test]
async fn each_can_be_prepared(test: TestDb) -> anyhow::Result<()> {
    let statements = all();
    let mut problems = Vec::new();
    match test.target() {
        Target::SqliteFile(path) => {
            let connection = Connection::open(path)?;
            for found in &statements {
                problems.extend(on_sqlite(&connection, &found.sql).map(|text| (found, text)));
            }
        }
        Target::Postgres(url) => {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
            let mut answers = JoinSet::new();
            answers.spawn(connection);
            for found in &statements {
                problems.extend(
                    on_postgres(&client, &found.sql)
                        .await
                        .map(|text| (found, text)),
                );
            }
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
    assert!(statements.len() > 25, "the statements were not found");
    Ok(())
}

#[test]
fn none_uses_what_only_one_engine_knows() {
    for found in all() {
        let text = found.sql.to_uppercase();
        for word in FORBIDDEN {
            assert!(
                !text.contains(word),
                "{}: {word} in {}",
                found.file,
                found.sql
            );
        }
    }
}
