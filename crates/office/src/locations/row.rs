//! How a location is read.

use domain::{Address, AdministrationId, Location, LocationId};
use store::{FromRow, Row, StoreError};

use crate::rows;

/// A location as a row, in the order `id, name, legal_name, enterprise_number, address_line, postcode, city,
/// country, iban, language, administration_id`.
pub(crate) struct LocationRow(pub(crate) Location);

impl FromRow for LocationRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(Location {
            id: LocationId::new(row.get(0)?),
            name: row.get(1)?,
            legal_name: row.get(2)?,
            enterprise_number: row.get(3)?,
            address: Address {
                line: row.get(4)?,
                line2: String::new(),
                postcode: row.get(5)?,
                city: row.get(6)?,
                country: row.get(7)?,
            },
            iban: row.get(8)?,
            language: rows::word(row, 9)?,
            administration: rows::optional(row, 10, AdministrationId::new)?,
        }))
    }
}
