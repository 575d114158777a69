//! Loads the mirrored books of one administration for the check: all small tables whole, relations and links only
//! of the customers at hand. The number of statements does not grow with the number of lines.

use std::collections::BTreeMap;

use domain::{
    AdministrationId, Customer, CustomerId, LedgerAccountId, VatRate, VatRegime, VatTreatment,
};
use store::{FromRow, Params, Row, StoreError, Tx, Value, params};
use uuid::Uuid;

use super::{
    relations::relations,
    rows::{GlAccountRow, JournalRow, PeriodRow, VatCodeRow},
};
use crate::{LinkError, check::Books, read};

/// How many values one statement takes; fewer are filled up with the last.
pub(crate) const AT_ONCE: usize = 50;

/// The books, with the relations of these customers.
pub(crate) async fn load(
    tx: &mut Tx,
    administration: AdministrationId,
    customers: &BTreeMap<CustomerId, Customer>,
) -> Result<Books, LinkError> {
    let id = administration.get();
    let mut books = Books::default();
    accounts(tx, id, &mut books).await?;
    for JournalRow(row) in tx
        .all::<JournalRow>(
            "SELECT code, kind, blocked, gl_account FROM exact_journal WHERE administration_id = $1",
            params![id],
        )
        .await?
    {
        books.journals.insert(row.code.clone(), row);
    }
    vat(tx, id, &mut books).await?;
    periods(tx, id, &mut books).await?;
    self::customers(tx, id, customers, &mut books).await?;
    Ok(books)
}

/// Adds what Exact has of these customers: links and relations.
pub(crate) async fn customers(
    tx: &mut Tx,
    id: i64,
    customers: &BTreeMap<CustomerId, Customer>,
    books: &mut Books,
) -> Result<(), LinkError> {
    links(tx, id, customers, books).await?;
    relations(tx, id, customers, books).await
}

async fn accounts(tx: &mut Tx, id: i64, books: &mut Books) -> Result<(), LinkError> {
    let rows: Vec<GlAccountRow> = tx
        .all(
            "SELECT guid, code, description, kind, blocked, cost_centre_use FROM exact_gl_account \
             WHERE administration_id = $1",
            params![id],
        )
        .await?;
    books.accounts = rows
        .into_iter()
        .map(|GlAccountRow(row)| (row.guid, row))
        .collect();
    let links: Vec<(i64, Uuid)> = tx
        .all(
            "SELECT ledger_account_id, guid FROM account_link WHERE administration_id = $1",
            params![id],
        )
        .await?;
    books.account_links = links
        .into_iter()
        .map(|(account, guid)| (LedgerAccountId::new(account), guid))
        .collect();
    Ok(())
}

/// The VAT codes of an administration, by trimmed code.
pub(crate) async fn vat_codes(
    tx: &mut Tx,
    id: i64,
) -> Result<BTreeMap<String, crate::check::books::VatCode>, LinkError> {
    let rows: Vec<VatCodeRow> = tx
        .all(
            "SELECT code, description, rate, kind, transaction_kind, blocked, charged, eu_listing \
             FROM exact_vat_code WHERE administration_id = $1 ORDER BY code",
            params![id],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|VatCodeRow(row)| (row.code.clone(), row))
        .collect())
}

async fn vat(tx: &mut Tx, id: i64, books: &mut Books) -> Result<(), LinkError> {
    books.vat_codes = vat_codes(tx, id).await?;
    books.vat_mapping = vat_mapping(tx, id).await?;
    Ok(())
}

/// Which VAT code stands for a treatment in a journal of an administration; an empty journal = every journal.
pub(crate) async fn vat_mapping(
    tx: &mut Tx,
    id: i64,
) -> Result<BTreeMap<(String, VatTreatment), String>, LinkError> {
    let rows: Vec<MappedRow> = tx
        .all(
            "SELECT journal, regime, rate, vat_code FROM vat_mapping WHERE administration_id = $1",
            params![id],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| ((row.journal, row.treatment), row.code))
        .collect())
}

/// Columns: `journal, regime, rate, vat_code`.
pub(crate) struct MappedRow {
    pub(crate) journal: String,
    pub(crate) treatment: VatTreatment,
    pub(crate) code: String,
}

impl FromRow for MappedRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            journal: row.get(0)?,
            treatment: VatTreatment {
                regime: read::word::<VatRegime>(row, 1)?,
                rate: VatRate::from_hundredths(row.get(2)?).map_err(|_| StoreError::Column {
                    index: 2,
                    expected: "a VAT rate",
                })?,
            },
            code: row.get::<String>(3)?.trim().to_owned(),
        })
    }
}

async fn periods(tx: &mut Tx, id: i64, books: &mut Books) -> Result<(), LinkError> {
    let rows: Vec<PeriodRow> = tx
        .all(
            "SELECT year, period, start_date, end_date FROM exact_period WHERE administration_id = $1 \
             ORDER BY start_date",
            params![id],
        )
        .await?;
    books.periods = rows.into_iter().map(|PeriodRow(row)| row).collect();
    let closed: Vec<(String, i64, i64)> = tx
        .all(
            "SELECT journal, year, period FROM exact_journal_status \
             WHERE administration_id = $1 AND closed = TRUE",
            params![id],
        )
        .await?;
    books.closed = closed.into_iter().collect();
    Ok(())
}

async fn links(
    tx: &mut Tx,
    id: i64,
    customers: &BTreeMap<CustomerId, Customer>,
    books: &mut Books,
) -> Result<(), LinkError> {
    let ids: Vec<i64> = customers.keys().map(|customer| customer.get()).collect();
    for chunk in ids.chunks(AT_ONCE) {
        let rows: Vec<(i64, Uuid)> = tx
            .all(
                "SELECT customer_id, guid FROM customer_link WHERE administration_id = $1 AND customer_id IN ( \
                 $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
                 $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, \
                 $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)",
                filled_up(id, chunk),
            )
            .await?;
        for (customer, guid) in rows {
            books.insert_customer_link(CustomerId::new(customer), guid);
        }
    }
    Ok(())
}

/// The first parameter and up to [`AT_ONCE`] more; the last one fills up the rest.
pub(crate) fn filled_up<T: Clone + Into<Value>>(first: i64, values: &[T]) -> Params {
    let last = values.last();
    let rest = values.iter().chain(last.into_iter().cycle()).take(AT_ONCE);
    std::iter::once(Value::from(first))
        .chain(rest.cloned().map(Into::into))
        .collect()
}
