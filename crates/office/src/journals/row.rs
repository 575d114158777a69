//! How a journal is read.

use domain::{AdministrationId, Journal, JournalId, LocationId, NumberSeries};
use store::{FromRow, Row, StoreError};

use crate::rows;

/// A journal as a row, in the order `id, code, name, kind, administration_id, location_id, internal,
/// credit_notes, numbered_elsewhere, number_prefix, next_number, last_date`.
pub(crate) struct JournalRow(pub(crate) Journal);

impl FromRow for JournalRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(Journal {
            id: JournalId::new(row.get(0)?),
            code: row.get(1)?,
            name: row.get(2)?,
            kind: rows::word(row, 3)?,
            administration: rows::optional(row, 4, AdministrationId::new)?,
            location: rows::optional(row, 5, LocationId::new)?,
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
