//! Whether the administration is still there, and whether it moved to another database: then every row version
//! starts again, and the mirror is read anew.

use exact_api::{endpoints::ListDivisions, odata::Filter};
use store::{Tx, params, transact};

use crate::{
    LinkError,
    lane::{Lane, LaneError},
    reasons,
};

/// Reads the row of the administration and compares the date of its last move.
///
/// # Errors
/// [`LaneError::Wait`] when the consent does not reach it any more; else when the call fails.
pub(super) async fn check(lane: &mut Lane<'_>) -> Result<(), LaneError> {
    let filter = Filter::eq("Code", lane.division.get());
    let rows = lane
        .read_all(ListDivisions::new().with_filter(filter), 1)
        .await?;
    let Some(row) = rows.into_iter().find(|row| row.code == lane.division.get()) else {
        return Err(lane.paused_for(reasons::EXACT_DENIES_ACCESS));
    };
    let moved_on = row.division_move_date.map(|at| at.to_string());
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        let known: Option<String> = tx
            .one(
                "SELECT moved_on FROM administration WHERE id = $1",
                params![lane.administration.get()],
            )
            .await?;
        if known != moved_on {
            start_again(lane, tx, moved_on.as_deref()).await?;
        }
        Ok(())
    })?;
    Ok(())
}

async fn start_again(
    lane: &Lane<'_>,
    tx: &mut Tx,
    moved_on: Option<&str>,
) -> Result<(), LinkError> {
    let id = lane.administration.get();
    tx.execute_one(
        "UPDATE administration SET accounts_cursor = 0, ledger_cursor = 0, lines_cursor = 0, \
         deleted_cursor = 0, mirrored_at = NULL, moved_on = $2 WHERE id = $1",
        params![id, moved_on],
    )
    .await?;
    tx.execute(
        "DELETE FROM delta_mark WHERE administration_id = $1",
        params![id],
    )
    .await?;
    tx.execute(
        "DELETE FROM exact_relation WHERE administration_id = $1",
        params![id],
    )
    .await?;
    tx.execute(
        "DELETE FROM exact_gl_account WHERE administration_id = $1",
        params![id],
    )
    .await?;
    tx.execute(
        "DELETE FROM exact_line WHERE administration_id = $1",
        params![id],
    )
    .await?;
    Ok(())
}
