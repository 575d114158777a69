//! Finds what people name on the command line: a location by name, a journal by code, an account by number.

use anyhow::{Context as _, Result, bail};
use domain::{Journal, LedgerAccount, Location};
use office::accounts::{self, AccountQuery};
use office::{Actor, Office, journals, locations};

/// The location with this name or id; without one, the only location there is.
///
/// # Errors
/// When there is none, or it must be named because there are several.
pub async fn location(office: &Office, actor: &Actor, named: Option<&str>) -> Result<Location> {
    let mut all = locations::list(office, actor).await?;
    let names = all
        .iter()
        .map(|it| it.name.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    let Some(named) = named else {
        return match (all.len(), all.pop()) {
            (1, Some(only)) => Ok(only),
            _ => bail!("say which location with --location: {names}"),
        };
    };
    let is_named =
        |it: &Location| it.name.eq_ignore_ascii_case(named) || it.id.to_string() == named;
    all.into_iter()
        .find(is_named)
        .with_context(|| format!("there is no location {named}: {names}"))
}

/// The journals of a location with these codes; of all locations where none is given.
///
/// # Errors
/// When a code belongs to no journal.
pub async fn journals(
    office: &Office,
    actor: &Actor,
    location: Option<&Location>,
    codes: &[String],
) -> Result<Vec<Journal>> {
    let mut all = journals::list(office, actor).await?;
    let here = |it: &Journal| location.is_none_or(|location| belongs(it, location));
    all.retain(here);
    for code in codes {
        if !all.iter().any(|it| it.code == *code) {
            bail!("there is no journal {code}");
        }
    }
    all.retain(|it| codes.contains(&it.code));
    Ok(all)
}

/// Whether invoices of this location may stand in the journal.
#[must_use]
pub fn belongs(journal: &Journal, location: &Location) -> bool {
    match journal.location {
        Some(id) => id == location.id,
        None => {
            journal.administration.is_none() || journal.administration == location.administration
        }
    }
}

/// Every ledger account.
///
/// # Errors
/// When the database fails.
pub async fn accounts(office: &Office, actor: &Actor) -> Result<Vec<LedgerAccount>> {
    let mut query = AccountQuery::default();
    let mut all = Vec::new();
    loop {
        let page = accounts::list(office, actor, &query).await?;
        all.extend(page.rows);
        query.after = page.next;
        if query.after.is_none() {
            return Ok(all);
        }
    }
}
