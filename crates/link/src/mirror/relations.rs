//! Relations and ledger accounts, by change.

use domain::{Address, party_key, vat_key};
use exact_api::{
    Synced,
    endpoints::{Account, GlAccount},
};
use store::{Params, Tx, params, transact};

use super::delta::Reading;
use crate::{
    LinkError,
    check::rows::{RelationRow, as_one},
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
         payment_condition, vat_key, party_key) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
         ON CONFLICT (administration_id, guid) DO UPDATE SET code = excluded.code, name = excluded.name, \
         address_line1 = excluded.address_line1, address_line2 = excluded.address_line2, \
         address_line3 = excluded.address_line3, postcode = excluded.postcode, city = excluded.city, \
         country = excluded.country, status = excluded.status, blocked = excluded.blocked, \
         end_date = excluded.end_date, vat_number = excluded.vat_number, \
         receivable_account = excluded.receivable_account, payment_condition = excluded.payment_condition, \
         vat_key = excluded.vat_key, party_key = excluded.party_key",
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
    let (name, vat_number) = (text(&row.name), text(&row.vat_number));
    let lines = [&row.address_line1, &row.address_line2, &row.address_line3].map(text);
    let [line, second, third] = lines;
    let address = Address {
        line,
        line2: as_one(&second, &third),
        postcode: text(&row.postcode),
        city: text(&row.city),
        country: trimmed(&row.country),
    };
    let (vat_key, party_key) = keys(&vat_number, (&name, &address));
    params![
        administration,
        row.id,
        row.code
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        name,
        address.line,
        second,
        third,
        address.postcode,
        address.city,
        address.country,
        trimmed(&row.status),
        row.blocked.unwrap_or_default(),
        row.end_date,
        vat_number,
        guid_text(row.glar),
        trimmed(&row.payment_condition_sales),
        vat_key,
        party_key,
    ]
}

/// By what a relation is recognised; empty texts for what it lacks.
fn keys(vat_number: &str, (name, address): (&str, &Address)) -> (String, String) {
    (
        vat_key(vat_number).unwrap_or_default(),
        party_key(name, address).unwrap_or_default(),
    )
}

/// How many relations get their keys in one transaction.
const KEYS_AT_ONCE: i64 = 500;

/// Reckons the keys of relations that were mirrored before there were any.
pub(super) async fn fill_keys(lane: &Lane<'_>) -> Result<(), LaneError> {
    loop {
        let left = transact!(lane.link.office.db, |tx| -> Result<bool, LinkError> {
            lane.guard(tx).await?;
            fill_some(lane, tx).await
        })?;
        if !left {
            return Ok(());
        }
    }
}

async fn fill_some(lane: &Lane<'_>, tx: &mut Tx) -> Result<bool, LinkError> {
    let id = lane.administration.get();
    let rows: Vec<RelationRow> = tx
        .all(
            "SELECT guid, code, name, address_line1, address_line2, address_line3, postcode, city, country, status, \
             blocked, end_date, receivable_account, payment_condition, vat_number FROM exact_relation \
             WHERE administration_id = $1 AND vat_key IS NULL LIMIT $2",
            params![id, KEYS_AT_ONCE],
        )
        .await?;
    let values: Vec<Params> = rows
        .iter()
        .map(|RelationRow(row)| {
            let (vat_key, party_key) = keys(&row.vat_number, (&row.name, &row.address));
            params![id, row.guid, vat_key, party_key]
        })
        .collect();
    let any = !values.is_empty();
    tx.execute_many(
        "UPDATE exact_relation SET vat_key = $3, party_key = $4 WHERE administration_id = $1 AND guid = $2",
        values,
    )
    .await?;
    Ok(any)
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
