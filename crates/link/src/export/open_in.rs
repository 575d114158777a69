//! Where a run is not done yet.

use std::collections::BTreeSet;

use domain::{AdministrationId, RunId};
use office::{Actor, Right};
use store::params;

use crate::{Link, LinkError};

/// The administrations of which something in the run waits or is unknown; all of the run when its last lane has only to
/// end it.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn open_in(
    link: &Link,
    actor: &Actor,
    run: RunId,
) -> Result<BTreeSet<AdministrationId>, LinkError> {
    actor.require(Right::View)?;
    let mut tx = link.office.db.read().await?;
    let open: Vec<i64> = tx
        .all(
            "SELECT DISTINCT administration_id FROM run_item WHERE run_id = $1 \
             AND outcome IN ('waiting', 'unknown') AND administration_id IS NOT NULL",
            params![run.get()],
        )
        .await?;
    let open = if open.is_empty() {
        tx.all(
            "SELECT DISTINCT administration_id FROM run_item WHERE run_id = $1 AND administration_id IS NOT NULL",
            params![run.get()],
        )
        .await?
    } else {
        open
    };
    Ok(open.into_iter().map(AdministrationId::new).collect())
}
