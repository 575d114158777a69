//! *Importeren vanuit Exact*: all revenue accounts (type 110) come; one that exists here is linked, not overwritten.

use domain::{AccountNumber, AdministrationId, LedgerAccountId};
use office::{Actor, Right};
use serde_json::json;
use store::{Tx, lock, params, transact};
use uuid::Uuid;

use super::link::link_row;
use crate::{
    Link, LinkError, jobs,
    lane::{Lane, LaneError},
    package,
    read::{Deed, record},
};

/// Exact's type of a revenue account.
const REVENUE: i64 = 110;

/// Asks the lane to import; gives back the job.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::EditAccounts`]; [`LinkError::Refused`] when Exact Online is not the
/// accounting package.
pub async fn import(
    link: &Link,
    actor: &Actor,
    administration: AdministrationId,
) -> Result<i64, LinkError> {
    actor.require(Right::EditAccounts)?;
    office::installation::require(&link.office).await?;
    transact!(link.office.db, |tx| -> Result<i64, LinkError> {
        package::require(tx).await?;
        jobs::enqueue_for(link, tx, actor, (jobs::IMPORT_ACCOUNTS, administration)).await
    })
}

/// Imports from the mirror, which is fresh.
pub(crate) async fn now(lane: &Lane<'_>, actor: &Actor) -> Result<(), LaneError> {
    let link = lane.link;
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        lock::take(tx, office::locks::ACCOUNTS).await?;
        let rows: Vec<(Uuid, String, String)> = tx
            .all(
                "SELECT guid, code, description FROM exact_gl_account \
                 WHERE administration_id = $1 AND kind = $2 AND blocked = FALSE ORDER BY code",
                params![lane.administration.get(), REVENUE],
            )
            .await?;
        let (mut made, mut linked) = (0, 0);
        for (guid, code, description) in &rows {
            let Ok(number) = AccountNumber::parse(code) else {
                continue;
            };
            let (id, new) = find_or_make(link, tx, &number, description).await?;
            made += i64::from(new);
            linked += 1;
            link_row(link, tx, lane.administration, (id, *guid)).await?;
        }
        let deed = Deed {
            verb: "import_accounts",
            kind: "administration",
            id: lane.administration.get(),
            before: None,
            after: Some(json!({ "made": made, "linked": linked })),
        };
        record(link, actor, tx, deed).await
    })?;
    Ok(())
}

/// Exact's description lands in *Naam* (mission 6).
async fn find_or_make(
    link: &Link,
    tx: &mut Tx,
    number: &AccountNumber,
    description: &str,
) -> Result<(LedgerAccountId, bool), LinkError> {
    let known: Option<i64> = tx
        .optional(
            "SELECT id FROM ledger_account WHERE number = $1",
            params![number.as_str()],
        )
        .await?;
    if let Some(id) = known {
        return Ok((LedgerAccountId::new(id), false));
    }
    let id = link.office.ids.next();
    tx.execute_one(
        "INSERT INTO ledger_account (id, number, name, description, cost_centre) VALUES ($1, $2, $3, '', '')",
        params![id, number.as_str(), description.trim()],
    )
    .await?;
    Ok((LedgerAccountId::new(id), true))
}
