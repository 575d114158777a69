//! Three people at two nodes press while lanes run, on PostgreSQL: nobody is answered with an error, and no lane waits
//! for the database. The same as `cargo run -p planmanager --example presses`, smaller.

#[path = "../../examples/presses/crowd.rs"]
mod crowd;

use anyhow::Result;
use store::Target;
use testing::db::TestDb;

#[tokio::test(flavor = "multi_thread")]
async fn twenty_presses_at_two_nodes_are_all_answered() -> Result<()> {
    let database = TestDb::postgres().await?;
    let Target::Postgres(address) = database.target() else {
        anyhow::bail!("no PostgreSQL")
    };
    let data = tempfile::tempdir()?;
    let told = crowd::run(data.path(), address, 20).await;
    database.remove().await?;
    crowd::judge(&told?)
}
