//! *Synchroniseer rekeningen*: all accounts of ours are linked to those of the administration, by number.

use domain::{AdministrationId, LedgerAccount, LedgerAccountId};
use office::{Actor, Right};
use serde_json::json;
use store::{Tx, lock, params, transact};
use uuid::Uuid;

use crate::{
    Link, LinkError, jobs,
    lane::{Lane, LaneError},
    package,
    read::{Deed, record, tell},
};

/// Asks the lane to synchronise; gives back the job.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::EditAccounts`]; [`LinkError::Refused`] when Exact Online is not the
/// accounting package.
pub async fn synchronise(
    link: &Link,
    actor: &Actor,
    administration: AdministrationId,
) -> Result<i64, LinkError> {
    actor.require(Right::EditAccounts)?;
    office::installation::require(&link.office).await?;
    transact!(link.office.db, |tx| -> Result<i64, LinkError> {
        package::require(tx).await?;
        jobs::enqueue_for(link, tx, actor, (jobs::SYNCHRONISE, administration)).await
    })
}

/// Our accounts that the administration does not have, or that were not synchronised yet.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn unlinked(
    link: &Link,
    actor: &Actor,
    administration: AdministrationId,
) -> Result<Vec<LedgerAccount>, LinkError> {
    actor.require(Right::View)?;
    let mut tx = link.office.db.read().await?;
    let rows: Vec<(i64, String, String, String, String)> = tx
        .all(
            "SELECT a.id, a.number, a.name, a.description, a.cost_centre FROM ledger_account a \
             WHERE NOT EXISTS (SELECT 1 FROM account_link l WHERE l.ledger_account_id = a.id \
             AND l.administration_id = $1) ORDER BY a.number LIMIT 1000",
            params![administration.get()],
        )
        .await?;
    rows.into_iter()
        .map(|(id, number, name, description, cost_centre)| {
            Ok(LedgerAccount {
                id: LedgerAccountId::new(id),
                number: number.parse().map_err(|_| LinkError::Stored {
                    what: "account number",
                })?,
                name,
                description,
                cost_centre,
            })
        })
        .collect()
}

/// Links all by number from the mirror, which is fresh; a link whose account is gone from Exact is cut.
pub(crate) async fn now(lane: &Lane<'_>, actor: &Actor) -> Result<(), LaneError> {
    let link = lane.link;
    let id = lane.administration.get();
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        lock::take(tx, office::locks::ACCOUNTS).await?;
        tx.execute(
            "DELETE FROM account_link WHERE administration_id = $1 AND guid NOT IN \
             (SELECT guid FROM exact_gl_account WHERE administration_id = $1)",
            params![id],
        )
        .await?;
        let linked = tx
            .execute(
                "INSERT INTO account_link (administration_id, ledger_account_id, guid) \
                 SELECT g.administration_id, a.id, MIN(g.guid) FROM exact_gl_account g \
                 JOIN ledger_account a ON a.number = g.code WHERE g.administration_id = $1 \
                 GROUP BY g.administration_id, a.id \
                 ON CONFLICT (administration_id, ledger_account_id) DO UPDATE SET guid = excluded.guid",
                params![id],
            )
            .await?;
        let missing: i64 = tx
            .one(
                "SELECT COUNT(*) FROM ledger_account a WHERE NOT EXISTS (SELECT 1 FROM account_link l \
                 WHERE l.ledger_account_id = a.id AND l.administration_id = $1)",
                params![id],
            )
            .await?;
        let deed = Deed {
            verb: "synchronise_accounts",
            kind: "administration",
            id,
            before: None,
            after: Some(json!({ "linked": linked, "missing": missing })),
        };
        record(link, actor, tx, deed).await
    })?;
    Ok(())
}

/// Links one account when the mirror of the administration has its number; whether it did.
pub(crate) async fn link_one(
    link: &Link,
    tx: &mut Tx,
    administration: AdministrationId,
    account: LedgerAccountId,
) -> Result<bool, LinkError> {
    let guid: Option<Uuid> = tx
        .optional(
            "SELECT MIN(g.guid) FROM exact_gl_account g JOIN ledger_account a ON a.number = g.code \
             WHERE g.administration_id = $1 AND a.id = $2 HAVING COUNT(*) > 0",
            params![administration.get(), account.get()],
        )
        .await?;
    match guid {
        Some(guid) => link_row(link, tx, administration, (account, guid))
            .await
            .map(|()| true),
        None => Ok(false),
    }
}

/// Remembers which account of Exact stands for ours.
pub(crate) async fn link_row(
    link: &Link,
    tx: &mut Tx,
    administration: AdministrationId,
    (account, guid): (LedgerAccountId, Uuid),
) -> Result<(), LinkError> {
    tx.execute(
        "INSERT INTO account_link (administration_id, ledger_account_id, guid) VALUES ($1, $2, $3) \
         ON CONFLICT (administration_id, ledger_account_id) DO UPDATE SET guid = excluded.guid",
        params![administration.get(), account.get(), guid],
    )
    .await?;
    tell(link, tx, "ledger_account", account.get()).await
}
