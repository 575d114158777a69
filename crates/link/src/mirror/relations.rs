//! Relations and ledger accounts, by change.

use exact_api::{
    Synced,
    endpoints::{Account, GlAccount},
};
use store::{Params, params, transact};

use super::delta::Reading;
use crate::{
    LinkError,
    lane::{Lane, LaneError},
    read::guid_text,
};

/// Stores one page of relations with its cursor.
pub(super) async fn keep(
    lane: &Lane<'_>,
    rows: &[Synced<Account>],
    reading: &mut Reading,
) -> Result<(), LaneError> {
    if rows.is_empty() {
        return Ok(());
    }
    reading.see(rows.iter().map(|row| (row.timestamp, row.row.modified)));
    let administration = lane.administration.get();
    let values: Vec<Params> = rows
        .iter()
        .map(|row| relation(administration, &row.row))
        .collect();
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        upsert_relations(tx, values.clone()).await?;
        reading.store(lane, tx).await
    })?;
    Ok(())
}

/// Stores relations as read.
pub(crate) async fn upsert_relations(
    tx: &mut store::Tx,
    values: Vec<Params>,
) -> Result<(), LinkError> {
    tx.execute_many(
        "INSERT INTO exact_relation (administration_id, guid, code, name, address_line1, address_line2, \
         address_line3, postcode, city, country, status, blocked, end_date, vat_number, receivable_account, \
         payment_condition) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
         ON CONFLICT (administration_id, guid) DO UPDATE SET code = excluded.code, name = excluded.name, \
         address_line1 = excluded.address_line1, address_line2 = excluded.address_line2, \
         address_line3 = excluded.address_line3, postcode = excluded.postcode, city = excluded.city, \
         country = excluded.country, status = excluded.status, blocked = excluded.blocked, \
         end_date = excluded.end_date, vat_number = excluded.vat_number, \
         receivable_account = excluded.receivable_account, payment_condition = excluded.payment_condition",
        values,
    )
    .await?;
    Ok(())
}

/// One relation as parameters, in the order of the columns.
pub(crate) fn relation(administration: i64, row: &Account) -> Params {
    let text = |value: &Option<String>| value.as_deref().unwrap_or_default().trim().to_owned();
    let trimmed = |value: &Option<exact_api::Trimmed>| {
        value.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    params![
        administration,
        row.id,
        row.code
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        text(&row.name),
        text(&row.address_line1),
        text(&row.address_line2),
        text(&row.address_line3),
        text(&row.postcode),
        text(&row.city),
        trimmed(&row.country),
        trimmed(&row.status),
        row.blocked.unwrap_or_default(),
        row.end_date,
        text(&row.vat_number),
        guid_text(row.glar),
        trimmed(&row.payment_condition_sales),
    ]
}

/// Stores one page of ledger accounts with its cursor.
pub(super) async fn keep_gl_accounts(
    lane: &Lane<'_>,
    rows: &[Synced<GlAccount>],
    reading: &mut Reading,
) -> Result<(), LaneError> {
    if rows.is_empty() {
        return Ok(());
    }
    reading.see(rows.iter().map(|row| (row.timestamp, row.row.modified)));
    let administration = lane.administration.get();
    let values: Vec<Params> = rows
        .iter()
        .map(|row| gl_account(administration, &row.row))
        .collect();
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        upsert_gl_accounts(tx, values.clone()).await?;
        reading.store(lane, tx).await
    })?;
    Ok(())
}

/// Stores ledger accounts as read.
pub(crate) async fn upsert_gl_accounts(
    tx: &mut store::Tx,
    values: Vec<Params>,
) -> Result<(), LinkError> {
    tx.execute_many(
        "INSERT INTO exact_gl_account (administration_id, guid, code, description, kind, blocked, cost_centre_use) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (administration_id, guid) DO UPDATE SET \
         code = excluded.code, description = excluded.description, kind = excluded.kind, \
         blocked = excluded.blocked, cost_centre_use = excluded.cost_centre_use",
        values,
    )
    .await?;
    Ok(())
}

/// One ledger account as parameters, in the order of the columns.
pub(crate) fn gl_account(administration: i64, row: &GlAccount) -> Params {
    params![
        administration,
        row.id,
        row.code
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        row.description.as_deref().unwrap_or_default().trim(),
        i64::from(row.r#type.unwrap_or_default()),
        row.is_blocked.unwrap_or_default(),
        i64::from(row.use_costcenter.unwrap_or_default()),
    ]
}
