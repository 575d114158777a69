//! The list of ledger accounts, by number.

use domain::LedgerAccount;
use store::params;

use super::row::AccountRow;
use crate::{
    Actor, Office, OfficeError, Page, Right,
    page::{PAGE_QUERY_ROWS, contains_pattern},
};

/// Which ledger accounts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountQuery {
    /// Part of the number, name or description; empty for all.
    pub text: String,
    /// From [`Page::next`].
    pub after: Option<String>,
}

/// A page of ledger accounts in the order of their numbers.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::View`].
pub async fn list(
    office: &Office,
    actor: &Actor,
    query: &AccountQuery,
) -> Result<Page<LedgerAccount>, OfficeError> {
    actor.require(Right::View)?;
    let rows: Vec<AccountRow> = office
        .db
        .read()
        .await?
        .all(
            "SELECT id, number, name, description, cost_centre
             FROM ledger_account
             WHERE number > $1
               AND (number LIKE $2 ESCAPE '!' OR LOWER(name) LIKE $2 ESCAPE '!'
                    OR LOWER(description) LIKE $2 ESCAPE '!' OR name LIKE $3 ESCAPE '!')
             ORDER BY number LIMIT $4",
            params![
                query.after.as_deref().unwrap_or("").replace('\0', ""),
                contains_pattern(&query.text.to_lowercase()),
                contains_pattern(&query.text),
                PAGE_QUERY_ROWS,
            ],
        )
        .await?;
    let rows = rows.into_iter().map(|row| row.0).collect();
    Ok(Page::cut(rows, |account: &LedgerAccount| {
        account.number.to_string()
    }))
}
