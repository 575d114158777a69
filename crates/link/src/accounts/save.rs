//! An account is typed by hand, and linked at once where Exact has its number (mission 9).

use domain::{AdministrationId, LedgerAccount};
use office::{
    Actor, Right,
    accounts::{AccountForm, save_in},
};
use store::{Tx, lock, params, transact};

use super::link::link_one;
use crate::{Link, LinkError};

/// Saves the account and links it in every administration that some location books in and that has its number.
/// Gives back where it was linked. An account that got another number is not what it was linked to any more: number and
/// links change together, or a lane could book the new number on the old account.
///
/// # Errors
/// Those of [`office::accounts::save`].
pub async fn save(
    link: &Link,
    actor: &Actor,
    form: &AccountForm,
) -> Result<(LedgerAccount, Vec<AdministrationId>), LinkError> {
    actor.require(Right::EditAccounts)?;
    transact!(link.office.db, |tx| -> Result<
        (LedgerAccount, Vec<AdministrationId>),
        LinkError,
    > {
        lock::take(tx, office::locks::ACCOUNTS).await?;
        let saved = save_in(&link.office, actor, tx, form).await?;
        if saved.renumbered_from.is_some() {
            cut_other_numbers(tx, &saved.account).await?;
        }
        let mut linked = Vec::new();
        for id in administrations(tx).await? {
            if link_one(link, tx, id, saved.account.id).await? {
                linked.push(id);
            }
        }
        Ok((saved.account, linked))
    })
}

/// Cuts the links to accounts that bear another number in Exact. A link whose account is not in the mirror stays: the
/// check says that it is gone.
async fn cut_other_numbers(tx: &mut Tx, account: &LedgerAccount) -> Result<(), LinkError> {
    tx.execute(
        "DELETE FROM account_link WHERE ledger_account_id = $1 AND EXISTS (SELECT 1 FROM exact_gl_account g \
         WHERE g.administration_id = account_link.administration_id AND g.guid = account_link.guid \
         AND g.code <> $2)",
        params![account.id.get(), account.number.as_str()],
    )
    .await?;
    Ok(())
}

/// The administrations that some location books in.
async fn administrations(tx: &mut Tx) -> Result<Vec<AdministrationId>, LinkError> {
    let ids: Vec<i64> = tx
        .all(
            "SELECT id FROM administration WHERE id IN \
             (SELECT administration_id FROM location WHERE administration_id IS NOT NULL) ORDER BY id",
            params![],
        )
        .await?;
    Ok(ids.into_iter().map(AdministrationId::new).collect())
}
