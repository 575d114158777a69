//! Measures presses under load: two nodes, three people and lanes on one PostgreSQL that it starts itself.
//!
//! `cargo run -p planmanager --example presses -- --presses 200`
#![expect(clippy::print_stdout, reason = "a measurement tells its figures")]

mod crowd;

use anyhow::Result;
use clap::Parser;
use store::Target;
use testing::db::TestDb;

/// What is measured.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many presses in all.
    #[arg(long, default_value_t = 200)]
    presses: usize,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let database = TestDb::postgres().await?;
    let Target::Postgres(address) = database.target() else {
        anyhow::bail!("no PostgreSQL")
    };
    let data = tempfile::tempdir()?;
    let told = crowd::run(data.path(), address, arguments.presses).await;
    database.remove().await?;
    let told = told?;
    println!("presses                       {}", arguments.presses);
    for (status, count) in &told.statuses {
        println!("answers {status} (with their pages)  {count}");
    }
    println!("longest press                 {:.2?}", told.longest);
    println!("middle press                  {:.2?}", told.middle);
    println!("all presses                   {:.1?}", told.all);
    println!("lanes put off by the database {}", told.put_off);
    println!("entries in the other books    {}", told.booked);
    println!("numbers booked twice          {}", told.doubles);
    crowd::judge(&told)
}
