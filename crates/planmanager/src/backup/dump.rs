//! PostgreSQL's own programs make and read a dump; without them it is said what to type.

use std::io;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use percent_encoding::percent_decode_str;

/// Dumps the database into a file, in PostgreSQL's own format.
///
/// # Errors
/// When `pg_dump` is not installed or does not succeed.
pub fn dump_postgres(url: &str, to: &Path) -> Result<()> {
    let (url, password) = without_password(url);
    let mut command = Command::new("pg_dump");
    command
        .args(["--format=custom", "--no-owner", "--no-privileges", "--file"])
        .arg(to)
        .arg(format!("--dbname={url}"));
    run(command, password, || {
        format!(
            "pg_dump is not installed: install it, or run where it is: pg_dump --format=custom --file=FILE '{url}'"
        )
    })
}

/// Reads a dump into an empty database, whole or not at all.
///
/// # Errors
/// When `pg_restore` is not installed or does not succeed.
pub fn restore_postgres(url: &str, from: &Path) -> Result<()> {
    let (url, password) = without_password(url);
    let mut command = Command::new("pg_restore");
    command
        .args([
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            "--exit-on-error",
        ])
        .arg(format!("--dbname={url}"))
        .arg(from);
    run(command, password, || {
        "pg_restore is not installed: it comes with PostgreSQL's client programs".to_owned()
    })
}

fn run(
    mut command: Command,
    password: Option<String>,
    absent: impl FnOnce() -> String,
) -> Result<()> {
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    let output = match command.output() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => bail!(absent()),
        output => output.context("starting PostgreSQL's program")?,
    };
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("PostgreSQL's program says: {}", said.trim());
    }
    Ok(())
}

/// An address without its password, which anyone could read in the list of processes.
fn without_password(url: &str) -> (String, Option<String>) {
    let Some((scheme, rest)) = url.split_once("://") else {
        return (url.to_owned(), None);
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at(end);
    let Some((user, host)) = authority.rsplit_once('@') else {
        return (url.to_owned(), None);
    };
    let Some((name, password)) = user.split_once(':') else {
        return (url.to_owned(), None);
    };
    let password = percent_decode_str(password)
        .decode_utf8_lossy()
        .into_owned();
    (format!("{scheme}://{name}@{host}{after}"), Some(password))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown_in_the_list_of_processes() {
        let bare = |url| without_password(url);
        assert_eq!(
            bare("postgres://shop:p%40ss@db.example:5432/books?sslmode=require"),
            (
                "postgres://shop@db.example:5432/books?sslmode=require".to_owned(),
                Some("p@ss".to_owned())
            )
        );
        for plain in ["postgres://shop@/books?host=/run", "postgres://db/books"] {
            assert_eq!(bare(plain), (plain.to_owned(), None));
        }
    }
}
