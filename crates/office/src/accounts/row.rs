//! How a ledger account is read.

use domain::{AccountNumber, LedgerAccount, LedgerAccountId};
use store::{FromRow, Row, StoreError};

/// An account as a row, in the order `id, number, name, description, cost_centre`.
pub(crate) struct AccountRow(pub(crate) LedgerAccount);

impl FromRow for AccountRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let number = AccountNumber::parse(&row.get::<String>(1)?);
        Ok(Self(LedgerAccount {
            id: LedgerAccountId::new(row.get(0)?),
            number: number.map_err(|_| StoreError::Column {
                index: 1,
                expected: "an account number",
            })?,
            name: row.get(2)?,
            description: row.get(3)?,
            cost_centre: row.get(4)?,
        }))
    }
}
