//! An account is typed by hand, and linked at once where Exact has its number (mission 9).

use domain::{AdministrationId, LedgerAccount};
use office::{Actor, accounts::AccountForm};
use store::params;

use super::link::link_one;
use crate::{Link, LinkError};

/// Saves the account and links it in every administration that some location books in and that has its number.
/// Gives back where it was linked.
///
/// # Errors
/// Those of [`office::accounts::save`].
pub async fn save(
    link: &Link,
    actor: &Actor,
    form: &AccountForm,
) -> Result<(LedgerAccount, Vec<AdministrationId>), LinkError> {
    let account = office::accounts::save(&link.office, actor, form).await?;
    let administrations: Vec<i64> = {
        let mut tx = link.office.db.read().await?;
        tx.all(
            "SELECT id FROM administration WHERE id IN \
             (SELECT administration_id FROM location WHERE administration_id IS NOT NULL) ORDER BY id",
            params![],
        )
        .await?
    };
    let mut linked = Vec::new();
    for id in administrations.into_iter().map(AdministrationId::new) {
        if link_one(link, id, account.id).await? {
            linked.push(id);
        }
    }
    Ok((account, linked))
}
