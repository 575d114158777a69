//! `backup`: the database in one file, while everything runs.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::json;
use store::{Db, Target, backup as database};

use crate::backup::{self, Draft, FORMAT, Manifest, Packed};
use crate::cli::BackupArgs;
use crate::output::{Ending, Output, SettingsError};
use crate::private_file::Over;
use crate::wiring::Wiring;

pub(super) async fn run(
    wiring: &Wiring,
    arguments: &BackupArgs,
    output: &Output,
) -> Result<Ending> {
    let target: Target = wiring
        .config
        .database
        .parse()
        .unwrap_or_else(|never| match never {});
    let packed = make(wiring, &target, arguments)
        .await
        .context(SettingsError)?;
    output.value(&json!({
        "file": arguments.file,
        "manifest": &packed,
        "holds_secret_key": false,
    }));
    output.line(&format!(
        "{}: {} bytes of database, of {}",
        arguments.file.display(),
        packed.database.bytes,
        packed.made_at
    ));
    output.line(
        "secret.key is not in it: without that file the access to Exact Online in the backup cannot be read, and one \
         new consent makes it again.",
    );
    Ok(Ending::Done)
}

async fn make(wiring: &Wiring, target: &Target, arguments: &BackupArgs) -> Result<Manifest> {
    let over = if arguments.force {
        Over::Anything
    } else {
        Over::Nothing
    };
    if over == Over::Nothing {
        anyhow::ensure!(
            !arguments.file.exists(),
            "{} is there already: name another file, or say --force",
            arguments.file.display()
        );
    }
    let view = link::installation::status(&wiring.link, &wiring.shell()).await?;
    link::installation::backed_up(&wiring.link, &wiring.shell()).await?;
    let draft = Draft::beside(&arguments.file, "database");
    let (engine, name) = copy(target, draft.path()).await?;
    let manifest = Manifest {
        format: FORMAT,
        schema_version: database::schema_version(),
        schema: Db::schema_fingerprint(),
        installation: view.id,
        made_at: wiring.office.clock.now(),
        place: view.place,
        engine: engine.to_owned(),
        database: Packed {
            name: name.to_owned(),
            bytes: 0,
            sha256: String::new(),
        },
    };
    let path = arguments.file.clone();
    tokio::task::spawn_blocking(move || backup::pack(&path, draft.path(), manifest, over)).await?
}

async fn copy(target: &Target, to: &Path) -> Result<(&'static str, &'static str)> {
    match target {
        Target::SqliteFile(path) => {
            database::copy_sqlite(path, to).await?;
            Ok(("sqlite", "database.sqlite"))
        }
        Target::Postgres(url) => {
            let (url, to) = (url.clone(), to.to_owned());
            tokio::task::spawn_blocking(move || backup::dump_postgres(&url, &to)).await??;
            Ok(("postgres", "database.pgdump"))
        }
    }
}
