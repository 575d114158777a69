//! An account is typed by hand, and linked at once where Exact has its number (mission 9).

use domain::{AdministrationId, LedgerAccount, LedgerAccountId};
use office::{Actor, accounts::AccountForm};
use store::{Tx, lock, params, transact};

use super::link::link_one;
use crate::{Link, LinkError};

/// Saves the account and links it in every administration that some location books in and that has its number.
/// Gives back where it was linked. An account that got another number is not what it was linked to any more.
///
/// # Errors
/// Those of [`office::accounts::save`].
pub async fn save(
    link: &Link,
    actor: &Actor,
    form: &AccountForm,
) -> Result<(LedgerAccount, Vec<AdministrationId>), LinkError> {
    let before = number(link, form.id).await?;
    let account = office::accounts::save(&link.office, actor, form).await?;
    let renumbered = before.is_some_and(|number| number != account.number.as_str());
    let linked = transact!(link.office.db, |tx| -> Result<
        Vec<AdministrationId>,
        LinkError,
    > {
        lock::take(tx, office::locks::ACCOUNTS).await?;
        if renumbered {
            cut_other_numbers(tx, &account).await?;
        }
        let mut linked = Vec::new();
        for id in administrations(tx).await? {
            if link_one(link, tx, id, account.id).await? {
                linked.push(id);
            }
        }
        Ok(linked)
    })?;
    Ok((account, linked))
}

async fn number(link: &Link, id: Option<LedgerAccountId>) -> Result<Option<String>, LinkError> {
    let Some(id) = id else { return Ok(None) };
    let mut tx = link.office.db.read().await?;
    Ok(tx
        .optional(
            "SELECT number FROM ledger_account WHERE id = $1",
            params![id.get()],
        )
        .await?)
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
