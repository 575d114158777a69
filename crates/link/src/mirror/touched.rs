//! What changed in Exact may be ours: bookings whose entries or references were touched are to be compared again.
//!
//! Marked in the transaction that moves the cursor, so that no change is forgotten. Compared only after
//! `MAX_STALENESS`: one edit arrives as deleted lines and as new ones, by two reads.

use std::collections::BTreeSet;

use exact_api::{
    Synced,
    endpoints::{TransactionLine, transaction_type},
};
use store::{Params, Tx, params};
use uuid::Uuid;

use crate::{LinkError, booking::standing::reference_key, lane::Lane};

/// Marks the bookings that the lines of a page may be about.
pub(super) async fn mark(
    lane: &Lane<'_>,
    tx: &mut Tx,
    rows: &[&Synced<TransactionLine>],
) -> Result<(), LinkError> {
    let sales = || {
        rows.iter().map(|row| &row.row).filter(|row| {
            matches!(
                row.r#type,
                Some(transaction_type::SALES | transaction_type::SALES_CREDIT_NOTE)
            )
        })
    };
    let entries: BTreeSet<Uuid> = sales().filter_map(|row| row.entry_id).collect();
    let references: BTreeSet<String> = sales()
        .filter(|row| row.line_number == Some(0))
        .filter_map(|row| row.your_ref.as_deref())
        .map(reference_key)
        .filter(|key| !key.is_empty())
        .collect();
    let (id, at) = (lane.administration.get(), lane.look_again());
    tx.execute_many(
        "UPDATE booking SET look_after = $3 WHERE administration_id = $1 AND entry_id = $2 \
         AND look_after IS NULL AND state IN ('booked', 'conflict')",
        entries
            .into_iter()
            .map(|entry| params![id, entry, at])
            .collect(),
    )
    .await?;
    tx.execute_many(
        "UPDATE booking SET look_after = $3 WHERE administration_id = $1 AND look_after IS NULL \
         AND state IN ('booked', 'conflict') AND invoice_id IN (SELECT id FROM invoice WHERE number_key = $2)",
        references.into_iter().map(|key| params![id, key, at]).collect(),
    )
    .await?;
    Ok(())
}

/// Marks the bookings that lines which are about to be taken out belong to; `lines` are administration and GUID.
pub(super) async fn mark_deleted(
    lane: &Lane<'_>,
    tx: &mut Tx,
    lines: &[Uuid],
) -> Result<(), LinkError> {
    let (id, at) = (lane.administration.get(), lane.look_again());
    let rows: Vec<Params> = lines.iter().map(|guid| params![id, *guid, at]).collect();
    tx.execute_many(
        "UPDATE booking SET look_after = $3 WHERE administration_id = $1 AND look_after IS NULL \
         AND state IN ('booked', 'conflict') AND entry_id = (SELECT entry_id FROM exact_line \
             WHERE administration_id = $1 AND guid = $2)",
        rows.clone(),
    )
    .await?;
    tx.execute_many(
        "UPDATE booking SET look_after = $3 WHERE administration_id = $1 AND look_after IS NULL \
         AND state IN ('booked', 'conflict') AND invoice_id IN (SELECT i.id FROM exact_line l \
             JOIN invoice i ON i.number_key = l.reference_key \
             WHERE l.administration_id = $1 AND l.guid = $2 AND l.line_number = 0)",
        rows,
    )
    .await?;
    Ok(())
}
