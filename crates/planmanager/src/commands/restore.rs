//! `restore`: a backup takes the place of the database; the link stands still until someone says which one this is.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use office::installation;
use serde_json::json;
use store::{Clock, Db, Ids, Target, backup as database};

use crate::backup::{self, Draft, Manifest};
use crate::cli::RestoreArgs;
use crate::config::Config;
use crate::folder;
use crate::output::{Ending, Output, SettingsError};
use crate::private_file::{self, Over};

/// What else belongs to a SQLite file.
const SIDE_FILES: [&str; 3] = ["", "-wal", "-shm"];

pub(super) async fn run(
    config: &Config,
    arguments: &RestoreArgs,
    output: &Output,
) -> Result<Ending> {
    let clock = Clock::system();
    let ids = Ids::system(clock);
    let (manifest, kept) = restore(config, arguments, &ids)
        .await
        .context(SettingsError)?;
    output.value(&json!({
        "file": arguments.file,
        "manifest": &manifest,
        "kept": &kept,
        "link": "paused",
    }));
    output.line(&format!(
        "restored {} as it was on {}",
        config.database, manifest.made_at
    ));
    if let Some(kept) = &kept {
        output.line(&format!(
            "what was there before is kept as {}",
            kept.display()
        ));
    }
    output.line(
        "The link stands still: nothing is sent and no invoice gets a number. Say which one this is: \
         planmanager link continue, or planmanager link copy.",
    );
    Ok(Ending::Done)
}

/// Whether the file is a backup that this program can put back.
pub(super) fn look(arguments: &RestoreArgs) -> Result<Manifest> {
    let look = || -> Result<Manifest> {
        let manifest = backup::read_manifest(&arguments.file)?;
        check_schema(&manifest)?;
        Ok(manifest)
    };
    look().context(SettingsError)
}

async fn restore(
    config: &Config,
    arguments: &RestoreArgs,
    ids: &Ids,
) -> Result<(Manifest, Option<PathBuf>)> {
    let _alone = folder::hold_alone(&config.data)?;
    let manifest = look(arguments)?;
    let target: Target = config
        .database
        .parse()
        .unwrap_or_else(|never| match never {});
    let empty = database::is_empty(&target).await?;
    match (&target, manifest.engine.as_str()) {
        (Target::SqliteFile(path), "sqlite") => {
            ensure!(
                empty || arguments.force,
                "{} is not empty: say --force, and it is kept under another name",
                path.display()
            );
            let kept = into_file(path, arguments, &manifest, ids).await?;
            Ok((manifest, kept))
        }
        (Target::Postgres(url), "postgres") => {
            ensure!(
                empty,
                "the database in the settings is not empty: make a new one (createdb), name it in the settings, and \
                 restore into that"
            );
            into_server(url, arguments, &manifest, ids).await?;
            Ok((manifest, None))
        }
        (_, engine) => bail!(
            "the backup is of a database of kind {engine}, and the settings name another kind"
        ),
    }
}

/// Tables of a newer version, or of another program, are not understood.
fn check_schema(manifest: &Manifest) -> Result<()> {
    let (theirs, ours) = (manifest.schema_version, database::schema_version());
    ensure!(
        theirs <= ours,
        "the backup is of a newer version of PlanManager (tables {theirs}, this program knows {ours}): install that one"
    );
    ensure!(
        manifest.schema == database::schema_fingerprint(theirs),
        "the backup is of another build of PlanManager: its tables are not known here"
    );
    Ok(())
}

/// Everything is done to a draft: once it has the database's name it is paused already.
async fn into_file(
    path: &Path,
    arguments: &RestoreArgs,
    manifest: &Manifest,
    ids: &Ids,
) -> Result<Option<PathBuf>> {
    let draft = Draft::beside(path, "restoring");
    backup::unpack(&arguments.file, manifest, draft.path())?;
    let db = Db::open(&Target::SqliteFile(draft.path().to_owned())).await?;
    installation::mark_restored(&db, ids, Some(manifest.made_at)).await?;
    drop(db);
    // One file again, with nothing beside it that would have to come along.
    let whole = Draft::beside(path, "restored");
    database::copy_sqlite(draft.path(), whole.path()).await?;
    let kept = keep_old(path, ids)?;
    private_file::place(whole.path(), path, Over::Anything)?;
    Ok(kept)
}

/// Gives what is there another name, with the day in it.
fn keep_old(path: &Path, ids: &Ids) -> Result<Option<PathBuf>> {
    if !path.exists() {
        return Ok(None);
    }
    let now = ids.now().to_zoned_datetime(jiff::tz::TimeZone::UTC);
    let kept = with_ending(path, &format!(".before-{}", now.strftime("%Y%m%d-%H%M%S")));
    for ending in SIDE_FILES {
        let from = with_ending(path, ending);
        if from.exists() {
            fs::rename(&from, with_ending(&kept, ending))
                .with_context(|| format!("keeping {}", from.display()))?;
        }
    }
    private_file::sync_folder(path)?;
    Ok(Some(kept))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut whole: OsString = path.as_os_str().to_owned();
    whole.push(ending);
    whole.into()
}

async fn into_server(
    url: &str,
    arguments: &RestoreArgs,
    manifest: &Manifest,
    ids: &Ids,
) -> Result<()> {
    let draft = Draft::beside(&arguments.file, "restoring");
    backup::unpack(&arguments.file, manifest, draft.path())?;
    let (address, from) = (url.to_owned(), draft.path().to_owned());
    tokio::task::spawn_blocking(move || backup::restore_postgres(&address, &from)).await??;
    let db = Db::open(&Target::Postgres(url.to_owned())).await?;
    Ok(installation::mark_restored(&db, ids, Some(manifest.made_at)).await?)
}
