//! Loads what is checked: invoices in bulk, with their customers, journals and locations.

use std::collections::BTreeMap;

use domain::{
    Address, AdministrationId, Customer, CustomerId, CustomerNumber, Invoice, InvoiceId, Journal,
    JournalId, Language, LedgerAccountId, LocationId, NumberSeries,
};
use jiff::Timestamp;
use store::{FromRow, Row, StoreError, Tx, params};

use super::{
    books::Administration,
    mirrored::{AT_ONCE, filled_up},
};
use crate::{LinkError, read};

/// Invoices with everything of ours that the check needs.
#[derive(Debug, Default)]
pub(crate) struct Subjects {
    pub(crate) invoices: Vec<Invoice>,
    pub(crate) customers: BTreeMap<CustomerId, Customer>,
    pub(crate) journals: BTreeMap<JournalId, Journal>,
    pub(crate) locations: BTreeMap<LocationId, (String, Option<AdministrationId>)>,
    pub(crate) account_numbers: BTreeMap<LedgerAccountId, String>,
}

/// Loads them; unknown ids are left out.
pub(crate) async fn load(tx: &mut Tx, ids: &[InvoiceId]) -> Result<Subjects, LinkError> {
    let invoices = office::invoices::load_many_in(tx, ids).await?;
    let mut wanted: Vec<i64> = invoices
        .iter()
        .map(|invoice| invoice.customer.get())
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut subjects = Subjects {
        invoices,
        ..Subjects::default()
    };
    subjects.customers = customers_by_id(tx, &wanted).await?;
    subjects.journals = journals(tx).await?;
    subjects.locations = locations(tx).await?;
    let numbers: Vec<(i64, String)> = tx
        .all("SELECT id, number FROM ledger_account", params![])
        .await?;
    subjects.account_numbers = numbers
        .into_iter()
        .map(|(id, number)| (LedgerAccountId::new(id), number))
        .collect();
    Ok(subjects)
}

/// Customers by key, as they are now.
pub(crate) async fn customers_by_id(
    tx: &mut Tx,
    ids: &[i64],
) -> Result<BTreeMap<CustomerId, Customer>, LinkError> {
    let mut found = BTreeMap::new();
    for chunk in ids.chunks(AT_ONCE) {
        for CustomerRow(customer) in customers(tx, chunk).await? {
            found.insert(customer.id, customer);
        }
    }
    Ok(found)
}

async fn customers(tx: &mut Tx, ids: &[i64]) -> Result<Vec<CustomerRow>, StoreError> {
    // The first place is filled as well, so that the same helper serves.
    let first = ids.first().copied().unwrap_or_default();
    tx.all(
        "SELECT id, number, name, address_line, address_line2, postcode, city, country, vat_number, endpoint, \
         email, language, version FROM customer WHERE id IN ($1, \
         $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
         $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, \
         $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)",
        filled_up(first, ids),
    )
    .await
}

/// All journals; there are tens of them.
pub(crate) async fn journals(tx: &mut Tx) -> Result<BTreeMap<JournalId, Journal>, LinkError> {
    let rows: Vec<JournalRow> = tx
        .all(
            "SELECT id, code, name, kind, administration_id, location_id, internal, credit_notes, \
             numbered_elsewhere, number_prefix, next_number, last_date FROM journal",
            params![],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|JournalRow(journal)| (journal.id, journal))
        .collect())
}

/// All locations: name and administration.
pub(crate) async fn locations(
    tx: &mut Tx,
) -> Result<BTreeMap<LocationId, (String, Option<AdministrationId>)>, LinkError> {
    let rows: Vec<(i64, String, Option<i64>)> = tx
        .all(
            "SELECT id, name, administration_id FROM location",
            params![],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, name, administration)| {
            (
                LocationId::new(id),
                (name, administration.map(AdministrationId::new)),
            )
        })
        .collect())
}

struct CustomerRow(Customer);

impl FromRow for CustomerRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(Customer {
            id: CustomerId::new(row.get(0)?),
            number: CustomerNumber::new(row.get(1)?).map_err(|_| StoreError::Column {
                index: 1,
                expected: "a customer number",
            })?,
            name: row.get(2)?,
            address: Address {
                line: row.get(3)?,
                line2: row.get(4)?,
                postcode: row.get(5)?,
                city: row.get(6)?,
                country: row.get(7)?,
            },
            vat_number: row.get(8)?,
            endpoint: row.get(9)?,
            email: row.get(10)?,
            language: read::word::<Language>(row, 11)?,
            version: row.get(12)?,
        }))
    }
}

struct JournalRow(Journal);

impl FromRow for JournalRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(Journal {
            id: JournalId::new(row.get(0)?),
            code: row.get(1)?,
            name: row.get(2)?,
            kind: read::word(row, 3)?,
            administration: row.get::<Option<i64>>(4)?.map(AdministrationId::new),
            location: row.get::<Option<i64>>(5)?.map(LocationId::new),
            internal: row.get(6)?,
            credit_notes: row.get(7)?,
            numbered_elsewhere: row.get(8)?,
            series: NumberSeries {
                prefix: row.get(9)?,
                next: row.get(10)?,
                last_date: row.get(11)?,
            },
        }))
    }
}

struct AdministrationRow(Administration);

impl FromRow for AdministrationRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let mirrored: Option<Timestamp> = row.get(6)?;
        Ok(Self(Administration {
            id: AdministrationId::new(row.get(0)?),
            division: row.get(1)?,
            name: row.get(2)?,
            currency: row.get(3)?,
            start_date: row.get(4)?,
            vat_filed_up_to: row.get(5)?,
            mirrored: mirrored.is_some(),
        }))
    }
}

/// What the check needs to know about an administration.
pub(crate) async fn administration(
    tx: &mut Tx,
    id: AdministrationId,
) -> Result<Administration, LinkError> {
    let row: Option<AdministrationRow> = tx
        .optional(
            "SELECT id, division, name, currency, start_date, vat_filed_up_to, mirrored_at \
             FROM administration WHERE id = $1",
            params![id.get()],
        )
        .await?;
    Ok(row
        .ok_or(LinkError::NotFound {
            what: "administration",
        })?
        .0)
}
