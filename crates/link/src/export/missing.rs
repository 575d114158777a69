//! *Rekeningen Exporteren*, the list: the accounts on the invoices of a filter that Exact lacks.

use std::collections::{BTreeMap, BTreeSet};

use domain::{AdministrationId, LedgerAccountId};
use office::{Actor, Right};
use store::params;

use super::subjects;
use crate::{Filter, Link, LinkError};

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
    office::invoices::fill_number_order(&link.office).await?;
    let mut tx = link.office.db.read().await?;
    missing_in(&mut tx, filter).await
}

/// The same within a transaction.
pub(crate) async fn missing_in(
    tx: &mut store::Tx,
    filter: &Filter,
) -> Result<Vec<MissingAccount>, LinkError> {
    let used = subjects::accounts(tx, filter).await?;
    let places: BTreeSet<AdministrationId> = used.iter().map(|(place, _, _)| *place).collect();
    let mut codes: BTreeMap<AdministrationId, BTreeSet<String>> = BTreeMap::new();
    for place in places {
        let rows: Vec<String> = tx
            .all(
                "SELECT code FROM exact_gl_account WHERE administration_id = $1",
                params![place.get()],
            )
            .await?;
        codes.insert(place, rows.into_iter().collect());
    }
    let mut missing: Vec<MissingAccount> = used
        .into_iter()
        .filter(|(place, _, number)| !codes.get(place).is_some_and(|codes| codes.contains(number)))
        .map(|(administration, account, number)| MissingAccount {
            administration,
            account,
            number,
        })
        .collect();
    missing.sort();
    Ok(missing)
}
