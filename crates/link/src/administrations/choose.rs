//! *Exact Online administraties*: which administration a location books in (mission 19).

use domain::{AdministrationId, LocationId};
use office::{Actor, Right};
use serde_json::json;
use store::{Tx, params, transact};

use crate::{
    Link, LinkError, jobs,
    read::{Deed, record},
};

/// Chooses the administration of a location. The first choice sets its start date to today when it has none, and
/// its master data are read. Invoices that were booked elsewhere stay there.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::EditLocations`]; [`LinkError::NotFound`].
pub async fn choose(
    link: &Link,
    actor: &Actor,
    location: LocationId,
    administration: Option<AdministrationId>,
) -> Result<(), LinkError> {
    actor.require(Right::EditLocations)?;
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        tx.execute(
            "UPDATE location SET name = name WHERE id = $1",
            params![location.get()],
        )
        .await?;
        let before: Option<Option<i64>> = tx
            .optional(
                "SELECT administration_id FROM location WHERE id = $1",
                params![location.get()],
            )
            .await?;
        let before = before.ok_or(LinkError::NotFound { what: "location" })?;
        let after = administration.map(AdministrationId::get);
        if before == after {
            return Ok(());
        }
        if let Some(administration) = administration {
            start_now(link, tx, administration).await?;
        }
        tx.execute_one(
            "UPDATE location SET administration_id = $2 WHERE id = $1",
            params![location.get(), after],
        )
        .await?;
        let deed = Deed {
            verb: "choose_administration",
            kind: "location",
            id: location.get(),
            before: Some(json!({ "administration": before })),
            after: Some(json!({ "administration": after })),
        };
        record(link, actor, tx, deed).await
    })
}

/// The start date is mandatory: today, unless one was set.
async fn start_now(
    link: &Link,
    tx: &mut Tx,
    administration: AdministrationId,
) -> Result<(), LinkError> {
    let today = link.today();
    let touched = tx
        .execute(
            "UPDATE administration SET start_date = COALESCE(start_date, $2) WHERE id = $1",
            params![administration.get(), today],
        )
        .await?;
    if touched != 1 {
        return Err(LinkError::NotFound {
            what: "administration",
        });
    }
    let now = link.office.clock.now();
    jobs::enqueue(link, tx, jobs::REFRESH, administration, now).await?;
    // One that a restored database did not know yet is looked through like the others, without a press on the button.
    if let Some(held) = office::installation::held(tx, administration).await? {
        jobs::enqueue(link, tx, jobs::LANE, administration, now.max(held.after)).await?;
    }
    Ok(())
}
