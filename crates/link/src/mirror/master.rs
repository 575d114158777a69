//! The short lists that have no delta: read whole, replaced whole.

use exact_api::{
    endpoints::{
        FinancialPeriod, Journal, JournalStatus, ListFinancialPeriods, ListJournalStatus,
        ListJournals, ListPaymentConditions, ListVatCodes, PaymentCondition, VatCodeRow,
    },
    odata::Filter,
};
use store::{Params, Tx, params, transact};

use crate::{
    LinkError,
    lane::{Lane, LaneError},
    read::guid_text,
};

/// The most pages of sixty of one short list.
const MAX_PAGES: u32 = 50;

/// Reads the five lists and replaces the mirror of each.
pub(super) async fn read(lane: &mut Lane<'_>) -> Result<(), LaneError> {
    let id = lane.administration.get();
    let journals = lane.read_all(ListJournals::new(), MAX_PAGES).await?;
    let journals: Vec<Params> = journals.iter().filter_map(|row| journal(id, row)).collect();
    let codes = lane.read_all(ListVatCodes::new(), MAX_PAGES).await?;
    let codes: Vec<Params> = codes.iter().filter_map(|row| vat_code(id, row)).collect();
    let conditions = lane
        .read_all(ListPaymentConditions::new(), MAX_PAGES)
        .await?;
    let conditions: Vec<Params> = conditions
        .iter()
        .filter_map(|row| condition(id, row))
        .collect();
    let periods = lane
        .read_all(ListFinancialPeriods::new(), MAX_PAGES)
        .await?;
    let periods: Vec<Params> = periods.iter().filter_map(|row| period(id, row)).collect();
    // Only what is closed says anything: no row means open. It also keeps the list short.
    let closed = ListJournalStatus::new().with_filter(Filter::eq("Status", 1));
    let statuses = lane.read_all(closed, MAX_PAGES).await?;
    let statuses: Vec<Params> = statuses.iter().map(|row| status(id, row)).collect();
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        replace_journals(tx, id, journals.clone()).await?;
        replace_vat_codes(tx, id, codes.clone()).await?;
        replace_conditions(tx, id, conditions.clone()).await?;
        replace_periods(tx, id, periods.clone()).await?;
        replace_statuses(tx, id, statuses.clone()).await
    })?;
    Ok(())
}

async fn replace_journals(tx: &mut Tx, id: i64, rows: Vec<Params>) -> Result<(), LinkError> {
    tx.execute(
        "DELETE FROM exact_journal WHERE administration_id = $1",
        params![id],
    )
    .await?;
    tx.execute_many(
        "INSERT INTO exact_journal (administration_id, code, description, kind, blocked, gl_account) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (administration_id, code) DO NOTHING",
        rows,
    )
    .await?;
    Ok(())
}

fn journal(id: i64, row: &Journal) -> Option<Params> {
    Some(params![
        id,
        row.code.as_ref()?.as_str(),
        row.description.as_deref().unwrap_or_default().trim(),
        i64::from(row.r#type.unwrap_or_default()),
        row.is_blocked.unwrap_or_default(),
        guid_text(row.gl_account),
    ])
}

async fn replace_vat_codes(tx: &mut Tx, id: i64, rows: Vec<Params>) -> Result<(), LinkError> {
    tx.execute(
        "DELETE FROM exact_vat_code WHERE administration_id = $1",
        params![id],
    )
    .await?;
    tx.execute_many(
        "INSERT INTO exact_vat_code (administration_id, code, description, rate, kind, transaction_kind, blocked, \
         charged, eu_listing) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (administration_id, code) DO NOTHING",
        rows,
    )
    .await?;
    Ok(())
}

/// The code keeps its blanks: it must be sent back as it was read.
fn vat_code(id: i64, row: &VatCodeRow) -> Option<Params> {
    let text = |value: &Option<exact_api::Trimmed>| {
        value.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    Some(params![
        id,
        row.code.as_ref()?.as_read(),
        row.description.as_deref().unwrap_or_default().trim(),
        row.percentage
            .and_then(exact_api::Fraction::basis_points)
            .unwrap_or_default(),
        text(&row.r#type),
        text(&row.vat_transaction_type),
        row.is_blocked.unwrap_or_default(),
        row.charged.unwrap_or_default(),
        text(&row.eu_sales_listing),
    ])
}

async fn replace_conditions(tx: &mut Tx, id: i64, rows: Vec<Params>) -> Result<(), LinkError> {
    tx.execute(
        "DELETE FROM exact_payment_condition WHERE administration_id = $1",
        params![id],
    )
    .await?;
    tx.execute_many(
        "INSERT INTO exact_payment_condition (administration_id, code, description, days, month_ends) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (administration_id, code) DO NOTHING",
        rows,
    )
    .await?;
    Ok(())
}

fn condition(id: i64, row: &PaymentCondition) -> Option<Params> {
    Some(params![
        id,
        row.code.as_ref()?.as_str(),
        row.description.as_deref().unwrap_or_default().trim(),
        i64::from(row.payment_days.unwrap_or_default()),
        i64::from(row.payment_end_of_months.unwrap_or_default()),
    ])
}

async fn replace_periods(tx: &mut Tx, id: i64, rows: Vec<Params>) -> Result<(), LinkError> {
    tx.execute(
        "DELETE FROM exact_period WHERE administration_id = $1",
        params![id],
    )
    .await?;
    tx.execute_many(
        "INSERT INTO exact_period (administration_id, year, period, start_date, end_date) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (administration_id, year, period) DO NOTHING",
        rows,
    )
    .await?;
    Ok(())
}

fn period(id: i64, row: &FinancialPeriod) -> Option<Params> {
    Some(params![
        id,
        i64::from(row.fin_year?),
        i64::from(row.fin_period?),
        row.start_date?,
        row.end_date?,
    ])
}

async fn replace_statuses(tx: &mut Tx, id: i64, rows: Vec<Params>) -> Result<(), LinkError> {
    tx.execute(
        "DELETE FROM exact_journal_status WHERE administration_id = $1",
        params![id],
    )
    .await?;
    tx.execute_many(
        "INSERT INTO exact_journal_status (administration_id, journal, year, period, closed) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (administration_id, journal, year, period) DO NOTHING",
        rows,
    )
    .await?;
    Ok(())
}

fn status(id: i64, row: &JournalStatus) -> Params {
    params![
        id,
        row.journal.as_str(),
        i64::from(row.year),
        i64::from(row.period),
        row.is_closed(),
    ]
}
