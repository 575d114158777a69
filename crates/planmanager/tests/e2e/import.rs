//! `planmanager import ubl`, as a process: samples, the same again, and every kind of bad input.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use office::accounts::AccountForm;
use office::journals::{JournalForm, Marks};
use office::locations::LocationForm;
use office::{Actor, invoices, journals, locations};
use planmanager::config::{Config, Environment};
use planmanager::wiring::Wiring;
use serde_json::Value;

use crate::support;

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../ubl/samples")
        .join(name)
}

/// A shop that is the samples' seller, with a journal that is numbered elsewhere.
pub(crate) async fn shop(data: &Path) -> Result<Wiring> {
    let wiring = Wiring::open(&Config::load(data, None, &Environment::default())?).await?;
    let (office, actor) = (&wiring.office, Actor::system("test"));
    let location = LocationForm {
        name: "Bodystop A".to_owned(),
        enterprise_number: SELLER.to_owned(),
        ..LocationForm::default()
    };
    let location = locations::save(office, &actor, &location).await?.id;
    let marks = Marks {
        location: Some(location),
        numbered_elsewhere: true,
        ..Marks::default()
    };
    let journal = JournalForm {
        code: "707".to_owned(),
        name: "Overgenomen".to_owned(),
        administration: None,
        marks,
    };
    journals::create(office, &actor, &journal).await?;
    let account = AccountForm {
        number: "700000".to_owned(),
        name: "Verkopen".to_owned(),
        ..AccountForm::default()
    };
    office::accounts::save(office, &actor, &account).await?;
    Ok(wiring)
}

/// The enterprise number of the samples' seller.
const SELLER: &str = "BE0001010085";

/// Imports files; the exit code, and what became of each.
fn import(data: &Path, files: &[&Path], more: &[&str]) -> Result<(Option<i32>, Vec<Value>)> {
    let files: Vec<&str> = files
        .iter()
        .map(|file| file.to_str().context("a path"))
        .collect::<Result<_>>()?;
    let arguments = [
        &["import", "ubl", "--json", "--account", "700000"][..],
        more,
        &files,
    ]
    .concat();
    let output = support::run(data, &arguments)?;
    let text = String::from_utf8_lossy(&output.stdout);
    let told = serde_json::from_str(&text)
        .with_context(|| format!("{text}{}", String::from_utf8_lossy(&output.stderr)))?;
    Ok((output.status.code(), told))
}

async fn count(wiring: &Wiring) -> Result<usize> {
    let page = invoices::list(
        &wiring.office,
        &Actor::system("test"),
        &invoices::InvoiceQuery::default(),
    )
    .await?;
    Ok(page.rows.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_comes_in_once() -> Result<()> {
    let data = tempfile::tempdir()?;
    let wiring = shop(data.path()).await?;
    let file = sample("invoice.xml");
    let (code, told) = import(data.path(), &[&file], &["--dry-run"])?;
    assert_eq!(
        (code, &told[0]["outcome"]),
        (Some(0), &Value::from("would be imported")),
        "{told:?}"
    );
    assert_eq!(count(&wiring).await?, 0, "a dry run stores nothing");
    let (code, told) = import(data.path(), &[&file], &[])?;
    assert_eq!(
        (code, &told[0]["outcome"]),
        (Some(0), &Value::from("imported")),
        "{told:?}"
    );
    let (code, told) = import(data.path(), &[&file], &[])?;
    assert_eq!(
        (code, &told[0]["outcome"]),
        (Some(0), &Value::from("already imported")),
        "{told:?}"
    );
    assert_eq!(count(&wiring).await?, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_refused_by_its_reason_and_leaves_nothing() -> Result<()> {
    let data = tempfile::tempdir()?;
    let wiring = shop(data.path()).await?;
    let good = fs::read_to_string(sample("invoice.xml"))?;
    let number = good
        .split("<cbc:ID>")
        .nth(1)
        .and_then(|rest| rest.split('<').next())
        .context("no number")?;
    let long = "A1-2026-".to_owned() + &"0".repeat(23);
    let doctype = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>";
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>";
    let body = good
        .split_once("?>")
        .map_or(good.as_str(), |(_, body)| body);
    let cases: [(&str, String, &str); 7] = [
        ("broken", good.replace("</Invoice>", ""), "not-xml"),
        ("wrong root", "<Order/>".to_owned(), "wrong-root"),
        (
            "external entity",
            format!("{doctype}{body}"),
            "xml-with-dtd",
        ),
        ("entity expansion", format!("{bomb}{body}"), "xml-with-dtd"),
        (
            "long number",
            good.replacen(number, &long, 1),
            "number-too-long",
        ),
        (
            "no number",
            good.replacen(number, "", 1),
            "no-invoice-number",
        ),
        (
            "10 MB",
            good.clone() + &" ".repeat(10_000_001),
            "file-too-large",
        ),
    ];
    for (what, text, code) in cases {
        let file = data.path().join("bad.xml");
        fs::write(&file, text)?;
        let (exit, told) = import(data.path(), &[&file], &[])?;
        let codes: Vec<&str> = told[0]["reasons"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|reason| reason["code"].as_str())
            .collect();
        assert_eq!(exit, Some(1), "{what}: {told:?}");
        assert!(codes.contains(&code), "{what}: {codes:?}");
    }
    assert_eq!(count(&wiring).await?, 0, "nothing was stored");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_says_what_stops_it() -> Result<()> {
    let data = tempfile::tempdir()?;
    drop(shop(data.path()).await?);
    let missing = support::run(data.path(), &["import", "ubl", "nowhere.xml"])?;
    assert_eq!(missing.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("nowhere.xml"));
    fs::write(data.path().join("planmanager.toml"), "databse = 'x'")?;
    let settings = support::run(data.path(), &["user", "list"])?;
    assert_eq!(settings.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&settings.stderr).contains("databse"));
    let typed = support::run(data.path(), &["fly"])?;
    assert_eq!(typed.status.code(), Some(2));
    Ok(())
}
