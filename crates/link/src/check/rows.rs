//! How mirrored rows are read back.

use domain::{Address, Money, VatRate};
use store::{FromRow, Row, StoreError};

use crate::{
    booking::standing::MirroredLine,
    check::books::{ExactJournal, GlAccount, Period, Relation, VatCode},
    read,
};

/// Columns: `guid, code, name, address_line1, address_line2, address_line3, postcode, city, country, status,
/// blocked, end_date, receivable_account, payment_condition, vat_number`.
pub(crate) struct RelationRow(pub(crate) Relation);

impl FromRow for RelationRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let second: String = row.get(4)?;
        let third: String = row.get(5)?;
        Ok(Self(Relation {
            guid: row.get(0)?,
            code: row.get(1)?,
            name: row.get(2)?,
            address: Address {
                line: row.get(3)?,
                line2: as_one(&second, &third),
                postcode: row.get(6)?,
                city: row.get(7)?,
                country: row.get(8)?,
            },
            status: row.get(9)?,
            blocked: row.get(10)?,
            end_date: row.get(11)?,
            receivable_account: read::guid(row, 12)?,
            payment_condition: row.get(13)?,
            vat_number: row.get(14)?,
        }))
    }
}

/// The second and third line of an address as we have them.
pub(crate) fn as_one(second: &str, third: &str) -> String {
    format!("{second} {third}").trim().to_owned()
}

/// Columns: `guid, code, description, kind, blocked, cost_centre_use`.
pub(crate) struct GlAccountRow(pub(crate) GlAccount);

impl FromRow for GlAccountRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(GlAccount {
            guid: row.get(0)?,
            code: row.get(1)?,
            description: row.get(2)?,
            kind: row.get(3)?,
            blocked: row.get(4)?,
            cost_centre_use: row.get(5)?,
        }))
    }
}

/// Columns: `code, kind, blocked, gl_account`.
pub(crate) struct JournalRow(pub(crate) ExactJournal);

impl FromRow for JournalRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(ExactJournal {
            code: row.get(0)?,
            kind: row.get(1)?,
            blocked: row.get(2)?,
            gl_account: read::guid(row, 3)?,
        }))
    }
}

/// Columns: `code, description, rate, kind, transaction_kind, blocked, charged, eu_listing`.
pub(crate) struct VatCodeRow(pub(crate) VatCode);

impl FromRow for VatCodeRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let as_read: String = row.get(0)?;
        Ok(Self(VatCode {
            code: as_read.trim().to_owned(),
            as_read,
            description: row.get(1)?,
            rate: VatRate::from_hundredths(row.get(2)?).map_err(|_| StoreError::Column {
                index: 2,
                expected: "a VAT rate",
            })?,
            kind: row.get(3)?,
            transaction_kind: row.get(4)?,
            blocked: row.get(5)?,
            charged: row.get(6)?,
            eu_listing: row.get(7)?,
        }))
    }
}

/// Columns: `year, period, start_date, end_date`.
pub(crate) struct PeriodRow(pub(crate) Period);

impl FromRow for PeriodRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(Period {
            year: row.get(0)?,
            period: row.get(1)?,
            start: row.get(2)?,
            end: row.get(3)?,
        }))
    }
}

/// Columns: `entry_id, line_number, entry_number, kind, journal, relation, gl_account, entry_date, due_date,
/// amount, vat_amount, vat_code, vat_kind, currency, status, reference_key`.
pub(crate) struct LineRow {
    pub(crate) line: MirroredLine,
    pub(crate) reference: String,
}

impl FromRow for LineRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            line: MirroredLine {
                entry_id: row.get(0)?,
                line_number: row.get(1)?,
                entry_number: row.get(2)?,
                kind: row.get(3)?,
                journal: row.get(4)?,
                relation: read::guid(row, 5)?,
                gl_account: read::guid(row, 6)?.unwrap_or_default(),
                entry_date: row.get(7)?,
                due_date: row.get(8)?,
                amount: Money::from_cents(row.get(9)?),
                vat_amount: Money::from_cents(row.get(10)?),
                vat_code: row.get::<String>(11)?.trim().to_owned(),
                vat_kind: row.get(12)?,
                currency: row.get(13)?,
                status: row.get(14)?,
            },
            reference: row.get(15)?,
        })
    }
}
