//! *Rekeningen Exporteren*, the list: the accounts on the invoices of a filter that Exact lacks.

use std::collections::{BTreeMap, BTreeSet};

use domain::{AdministrationId, LedgerAccountId};
use office::{Actor, Right};

use super::select;
use crate::{
    Filter, Link, LinkError,
    check::{load, mirrored},
};

/// An account that an administration lacks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct MissingAccount {
    /// Where it lacks.
    pub administration: AdministrationId,
    /// Which account of ours.
    pub account: LedgerAccountId,
    /// Its number.
    pub number: String,
}

/// The accounts on the invoices of the filter that their administrations do not have.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn missing(
    link: &Link,
    actor: &Actor,
    filter: &Filter,
) -> Result<Vec<MissingAccount>, LinkError> {
    actor.require(Right::View)?;
    let mut tx = link.office.db.read().await?;
    missing_in(&mut tx, filter).await
}

/// The same within a transaction.
pub(crate) async fn missing_in(
    tx: &mut store::Tx,
    filter: &Filter,
) -> Result<Vec<MissingAccount>, LinkError> {
    let selected = select::load(tx, filter).await?;
    let ids: Vec<_> = selected.iter().map(|one| one.invoice).collect();
    let subjects = load::load(tx, &ids).await?;
    let mut used: BTreeMap<AdministrationId, BTreeSet<LedgerAccountId>> = BTreeMap::new();
    for invoice in &subjects.invoices {
        let chosen = subjects
            .locations
            .get(&invoice.location)
            .and_then(|(_, chosen)| *chosen);
        let Some(administration) = chosen else {
            continue;
        };
        let accounts = invoice
            .coding
            .iter()
            .filter_map(|coding| coding.ledger_account);
        used.entry(administration).or_default().extend(accounts);
    }
    let mut missing = Vec::new();
    for (administration, accounts) in used {
        let books = mirrored::load(tx, administration, &BTreeMap::new()).await?;
        let codes: BTreeSet<&str> = books
            .accounts
            .values()
            .map(|account| account.code.as_str())
            .collect();
        for account in accounts {
            let Some(number) = subjects.account_numbers.get(&account) else {
                continue;
            };
            if !codes.contains(number.as_str()) {
                missing.push(MissingAccount {
                    administration,
                    account,
                    number: number.clone(),
                });
            }
        }
    }
    missing.sort();
    Ok(missing)
}
