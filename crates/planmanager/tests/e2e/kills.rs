//! Twenty times SIGKILL in the middle of an export: nothing is lost, doubled or a cent off. The example `kill` does the
//! same as often as one likes.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use store::Engine;

use crate::killing::{Orders, kill};

async fn twenty_times(engine: Engine) -> Result<()> {
    let orders = Orders {
        program: PathBuf::from(env!("CARGO_BIN_EXE_planmanager")),
        engine,
        kills: 20,
        seed: 1,
    };
    let tally = kill(&orders).await?;
    ensure!(tally.is_clean(), "{tally}");
    assert_eq!(tally.kills, orders.kills);
    assert!(tally.under_way >= orders.kills / 2, "{tally}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_twenty_times_each_invoice_is_booked_once_on_sqlite() -> Result<()> {
    twenty_times(Engine::Sqlite).await
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_twenty_times_each_invoice_is_booked_once_on_postgresql() -> Result<()> {
    twenty_times(Engine::Postgres).await
}
