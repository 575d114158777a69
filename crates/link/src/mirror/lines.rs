//! Transaction lines of sales entries, by change, and what was deleted.

use std::collections::BTreeMap;

use exact_api::{
    Rowversion, Synced,
    endpoints::{Deleted, TransactionLine, entity_type, transaction_type},
};
use store::{Params, Tx, params, transact};
use uuid::Uuid;

use super::{delta::Reading, touched};
use crate::{
    LinkError,
    booking::standing::reference_key,
    lane::{Lane, LaneError},
    read::guid_text,
};

/// The lines that were read in versions after this one, with their versions: what a delta may tell again.
pub(super) async fn known(
    lane: &Lane<'_>,
    after: Rowversion,
) -> Result<BTreeMap<Uuid, i64>, LinkError> {
    let mut tx = lane.link.office.db.read().await?;
    let rows: Vec<(Uuid, i64)> = tx
        .all(
            "SELECT guid, version FROM exact_line WHERE administration_id = $1 AND version > $2",
            params![lane.administration.get(), after.get()],
        )
        .await?;
    Ok(rows.into_iter().collect())
}

/// Stores one page with its cursor. What is known in the version that is told was told before, and touches nothing.
pub(super) async fn keep(
    lane: &Lane<'_>,
    (rows, known): (&[Synced<TransactionLine>], &BTreeMap<Uuid, i64>),
    reading: &mut Reading,
) -> Result<(), LaneError> {
    if rows.is_empty() {
        return Ok(());
    }
    reading.see(rows.iter().map(|row| (row.timestamp, row.row.modified)));
    let changed: Vec<&Synced<TransactionLine>> = rows
        .iter()
        .filter(|row| known.get(&row.row.id) != Some(&row.timestamp.get()))
        .collect();
    let administration = lane.administration.get();
    let values: Vec<Params> = changed
        .iter()
        .filter_map(|row| line(administration, &row.row, row.timestamp.get()))
        .collect();
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        upsert(tx, values.clone()).await?;
        touched::mark(lane, tx, &changed).await?;
        reading.store(lane, tx).await
    })?;
    Ok(())
}

/// Stores lines as read.
pub(crate) async fn upsert(tx: &mut Tx, values: Vec<Params>) -> Result<(), LinkError> {
    if values.is_empty() {
        return Ok(());
    }
    tx.execute_many(
        "INSERT INTO exact_line (administration_id, guid, entry_id, line_number, entry_number, kind, journal, \
         reference_key, relation, gl_account, entry_date, due_date, amount, vat_amount, vat_base, vat_code, \
         vat_kind, currency, status, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) \
         ON CONFLICT (administration_id, guid) DO UPDATE SET entry_id = excluded.entry_id, \
         line_number = excluded.line_number, entry_number = excluded.entry_number, kind = excluded.kind, \
         journal = excluded.journal, reference_key = excluded.reference_key, relation = excluded.relation, \
         gl_account = excluded.gl_account, entry_date = excluded.entry_date, due_date = excluded.due_date, \
         amount = excluded.amount, vat_amount = excluded.vat_amount, vat_base = excluded.vat_base, \
         vat_code = excluded.vat_code, vat_kind = excluded.vat_kind, currency = excluded.currency, \
         status = excluded.status, version = CASE WHEN excluded.version > exact_line.version \
         THEN excluded.version ELSE exact_line.version END",
        values,
    )
    .await?;
    Ok(())
}

/// A line of a sales entry or credit note as parameters; `None` for any other. Version 0 when no delta told it.
pub(crate) fn line(administration: i64, row: &TransactionLine, version: i64) -> Option<Params> {
    let kind = row.r#type?;
    if !matches!(
        kind,
        transaction_type::SALES | transaction_type::SALES_CREDIT_NOTE
    ) {
        return None;
    }
    let code = |value: &Option<exact_api::Trimmed>| {
        value.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    let cents = |value: Option<exact_api::Amount>| value.map_or(0, exact_api::Amount::cents);
    Some(params![
        administration,
        row.id,
        row.entry_id?,
        i64::from(row.line_number?),
        i64::from(row.entry_number.unwrap_or_default()),
        i64::from(kind),
        code(&row.journal_code),
        reference_key(row.your_ref.as_deref().unwrap_or_default()),
        guid_text(row.account),
        guid_text(row.gl_account),
        row.date?,
        row.due_date,
        cents(row.amount_dc.or(row.amount_fc)),
        cents(row.amount_vat_fc),
        cents(row.amount_vat_base_fc),
        row.vat_code
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        code(&row.vat_type),
        code(&row.currency),
        i64::from(row.status.unwrap_or_default()),
        version,
    ])
}

/// Takes out what Exact deleted, with the cursor.
pub(super) async fn forget(
    lane: &Lane<'_>,
    rows: &[Synced<Deleted>],
    reading: &mut Reading,
) -> Result<(), LaneError> {
    if rows.is_empty() {
        return Ok(());
    }
    reading.see(rows.iter().map(|row| (row.timestamp, row.row.deleted_date)));
    let administration = lane.administration.get();
    let of = |kind: i32| -> Vec<Params> {
        rows.iter()
            .filter(|row| row.row.entity_type == kind)
            .map(|row| params![administration, row.row.entity_key])
            .collect()
    };
    let lines = of(entity_type::TRANSACTION_LINES);
    let gone: Vec<Uuid> = rows
        .iter()
        .filter(|row| row.row.entity_type == entity_type::TRANSACTION_LINES)
        .map(|row| row.row.entity_key)
        .collect();
    let relations = of(entity_type::ACCOUNTS);
    let accounts = of(entity_type::GL_ACCOUNTS);
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        touched::mark_deleted(lane, tx, &gone).await?;
        tx.execute_many(
            "DELETE FROM exact_line WHERE administration_id = $1 AND guid = $2",
            lines.clone(),
        )
        .await?;
        tx.execute_many(
            "DELETE FROM exact_relation WHERE administration_id = $1 AND guid = $2",
            relations.clone(),
        )
        .await?;
        tx.execute_many(
            "DELETE FROM exact_gl_account WHERE administration_id = $1 AND guid = $2",
            accounts.clone(),
        )
        .await?;
        reading.store(lane, tx).await
    })?;
    Ok(())
}
