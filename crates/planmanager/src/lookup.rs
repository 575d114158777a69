//! Finds what people name on the command line: a location by name, a journal by code, an account by number. What is not
//! there is told with what there is.

use anyhow::Result;
use domain::{Journal, LedgerAccount, Location};
use office::accounts::{self, AccountQuery};
use office::users::{self, User};
use office::{Actor, Office, journals, locations};

use crate::reasons;
use crate::stop::Stopped;

/// The location with this name or id; without one, the only location there is.
///
/// # Errors
/// [`Stopped`] when there is none, or it must be named because there are several.
pub async fn location(office: &Office, actor: &Actor, named: Option<&str>) -> Result<Location> {
    let mut all = locations::list(office, actor).await?;
    let names: Vec<String> = all.iter().map(|it| it.name.clone()).collect();
    let known = |stopped: Stopped| stopped.known(names.iter().map(String::as_str));
    let Some(named) = named else {
        return match (all.len(), all.pop()) {
            (1, Some(only)) => Ok(only),
            _ => Err(known(Stopped::typed(reasons::LOCATION_NEEDED)).into()),
        };
    };
    let is_named =
        |it: &Location| it.name.eq_ignore_ascii_case(named) || it.id.to_string() == named;
    let found = all.into_iter().find(is_named);
    let missing = Stopped::typed(reasons::LOCATION_NOT_FOUND).with("name", named);
    found.ok_or_else(|| known(missing).into())
}

/// The journals of a location with these codes; of all locations where none is given.
///
/// # Errors
/// [`Stopped`] when a code belongs to no journal.
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
            return Err(no_journal(code, &all).into());
        }
    }
    all.retain(|it| codes.contains(&it.code));
    Ok(all)
}

/// There is no journal with this code among these.
#[must_use]
pub fn no_journal(code: &str, among: &[Journal]) -> Stopped {
    Stopped::typed(reasons::JOURNAL_NOT_FOUND)
        .with("name", code)
        .known(among.iter().map(|it| it.code.as_str()))
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

/// The ledger account with this number.
///
/// # Errors
/// [`Stopped`] when there is none.
pub async fn account(office: &Office, actor: &Actor, number: &str) -> Result<LedgerAccount> {
    let all = accounts(office, actor).await?;
    let found = all.iter().find(|it| it.number.as_str() == number.trim());
    let missing = || {
        Stopped::typed(reasons::ACCOUNT_NOT_FOUND)
            .with("name", number)
            .known(all.iter().map(|it| it.number.as_str()))
    };
    found.cloned().ok_or_else(|| missing().into())
}

/// The person who signs in so.
///
/// # Errors
/// [`Stopped`] when there is nobody.
pub async fn user(office: &Office, actor: &Actor, login: &str) -> Result<User> {
    let all = users::list(office, actor).await?;
    let wanted = login.trim().to_lowercase();
    let found = all.iter().find(|user| user.login == wanted);
    let missing = || {
        Stopped::typed(reasons::LOGIN_NOT_FOUND)
            .with("name", login)
            .known(all.iter().map(|user| user.login.as_str()))
    };
    found.cloned().ok_or_else(|| missing().into())
}
