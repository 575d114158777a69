//! `backup`, `restore` and `link` of the real program, on the demo's books; and a copied folder of the demo.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use testing::db::EmptyDatabase;

use crate::support;

/// Runs the program; gives back its exit code and what it said for machines.
async fn told(data: &Path, arguments: &[&str]) -> Result<(i32, Value)> {
    let mut command = support::program(data, arguments);
    command.arg("--json");
    let output = tokio::task::spawn_blocking(move || command.output()).await??;
    let text = String::from_utf8_lossy(&output.stdout);
    let value = serde_json::from_str(text.lines().last().unwrap_or("null"));
    let said = String::from_utf8_lossy(&output.stderr);
    let value = value.with_context(|| format!("{arguments:?}: {text} {said}"))?;
    Ok((output.status.code().unwrap_or(-1), value))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let done = Command::new("cp").arg("-a").args([from, to]).status()?;
    ensure!(done.success(), "cp");
    Ok(())
}

fn code(refused: &Value) -> &str {
    refused["refused"][0]["code"].as_str().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_demo_stands_still_and_a_restored_one_says_of_when_it_is() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (data, copied) = (folder.path().join("data"), folder.path().join("copied"));
    let file = folder.path().join("backup");
    let name = file.to_str().context("a path")?;
    let tour = support::tour(&data).await?;
    let (done, made) = told(&data, &["backup", name]).await?;
    assert_eq!((done, &made["manifest"]["engine"]), (0, &"sqlite".into()));
    assert_eq!(
        told(&data, &["backup", name]).await?.0,
        3,
        "nothing is overwritten"
    );
    assert_eq!(told(&data, &["backup", name, "--force"]).await?.0, 0);
    let (refused, why) = told(&data, &["restore", name, "--force"]).await?;
    assert_eq!(refused, 3, "a program works there: {why}");
    copy(&data, &copied)?;
    let (refused, why) = told(&copied, &["export"]).await?;
    assert_eq!((refused, code(&why)), (1, "installation-differs"));
    let (refused, why) = told(&copied, &["sync"]).await?;
    assert_eq!((refused, code(&why)), (1, "installation-differs"));
    let (look, findings) = told(&copied, &["doctor"]).await?;
    let findings = findings.as_array().context("findings")?.clone();
    let found = findings.iter().find(|one| one["what"] == "installation");
    assert_eq!(
        (look, &found.context("a line")?["well"]),
        (1, &false.into())
    );
    assert_eq!(told(&copied, &["link", "copy"]).await?.0, 0);
    let (refused, why) = told(&copied, &["export"]).await?;
    assert_eq!((refused, code(&why)), (1, "installation-copy"));
    let (well, status) = told(&data, &["link", "status"]).await?;
    assert_eq!(well, 0, "{status}");
    tour.end().await;

    assert_eq!(
        told(&data, &["restore", name]).await?.0,
        3,
        "it is not empty"
    );
    let (done, restored) = told(&data, &["restore", name, "--force"]).await?;
    assert_eq!(done, 0, "{restored}");
    let kept = restored["kept"].as_str().context("the old one")?;
    ensure!(Path::new(kept).exists(), "{kept}");
    let (look, status) = told(&data, &["link", "status"]).await?;
    let told_at = &status["standing"]["paused"]["restored"]["backup_at"];
    assert_eq!((look, told_at), (1, &made_at(&file)?));
    let (refused, why) = told(&data, &["export"]).await?;
    assert_eq!((refused, code(&why)), (1, "installation-restored"));
    assert_eq!(told(&data, &["link", "continue"]).await?.0, 0);
    let (look, status) = told(&data, &["link", "status"]).await?;
    ensure!(status["standing"]["waits"].is_object(), "{status}");
    assert_eq!(look, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_dumped_and_restored_into_an_empty_database_only() -> Result<()> {
    let (one, two) = (EmptyDatabase::make().await?, EmptyDatabase::make().await?);
    let folder = tempfile::tempdir()?;
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    for (data, database) in [(&data, &one), (&other, &two)] {
        std::fs::create_dir(data)?;
        let settings = format!("database = \"{}\"\n", database.url);
        std::fs::write(data.join("planmanager.toml"), settings)?;
    }
    let file = folder.path().join("backup");
    let name = file.to_str().context("a path")?;
    assert_eq!(told(&data, &["user", "add", "an"]).await?.0, 0);
    let (done, made) = told(&data, &["backup", name]).await?;
    assert_eq!((done, &made["manifest"]["engine"]), (0, &"postgres".into()));
    let (refused, why) = told(&data, &["restore", name, "--force"]).await?;
    assert_eq!(refused, 3, "it is not empty: {why}");
    let (done, restored) = told(&other, &["restore", name]).await?;
    assert_eq!(done, 0, "{restored}");
    let (_, people) = told(&other, &["user", "list"]).await?;
    let people = people.as_array().context("people")?;
    ensure!(people.iter().any(|it| it["login"] == "an"), "{people:?}");
    one.remove().await?;
    two.remove().await
}

fn made_at(file: &Path) -> Result<Value> {
    Ok(serde_json::to_value(
        planmanager::backup::read_manifest(file)?.made_at,
    )?)
}
