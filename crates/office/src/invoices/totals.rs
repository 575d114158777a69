//! What the invoices of a list come to.

use domain::Money;
use store::{FromRow, Row, StoreError};

use super::InvoiceQuery;
use crate::{Actor, Office, OfficeError, Right};

/// How many invoices, and their amounts; credit notes count as invoices and subtract.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InvoiceTotals {
    /// How many.
    pub count: i64,
    /// Net amounts together.
    pub net: Money,
    /// VAT together.
    pub vat: Money,
    /// Totals together.
    pub total: Money,
}

impl FromRow for InvoiceTotals {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let money = |index: usize| row.get(index).map(Money::from_cents);
        Ok(Self {
            count: row.get(0)?,
            net: money(1)?,
            vat: money(2)?,
            total: money(3)?,
        })
    }
}

/// What all invoices of the query come to; its cursor does not matter.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::View`].
pub async fn totals(
    office: &Office,
    actor: &Actor,
    query: &InvoiceQuery,
) -> Result<InvoiceTotals, OfficeError> {
    actor.require(Right::View)?;
    let totals = office
        .db
        .read()
        .await?
        .one(
            "SELECT COUNT(*), CAST(COALESCE(SUM(invoice.net), 0) AS BIGINT),
                    CAST(COALESCE(SUM(invoice.vat), 0) AS BIGINT),
                    CAST(COALESCE(SUM(invoice.total), 0) AS BIGINT)
             FROM invoice
             JOIN customer ON customer.id = invoice.customer_id
             LEFT JOIN booking ON booking.invoice_id = invoice.id
             WHERE (CAST($1 AS BIGINT) IS NULL OR invoice.location_id = $1)
               AND (CAST($2 AS TEXT) IS NULL OR invoice.issue_date >= $2)
               AND (CAST($3 AS TEXT) IS NULL OR invoice.issue_date <= $3)
               AND (CAST($4 AS TEXT) IS NULL OR invoice.number_key >= $4)
               AND (CAST($5 AS TEXT) IS NULL OR invoice.number_key <= $5)
               AND (COALESCE(invoice.number_key, '') LIKE $6 ESCAPE '!' OR LOWER(customer.name) LIKE $6 ESCAPE '!'
                    OR LOWER(invoice.plate) LIKE $6 ESCAPE '!' OR customer.name LIKE $7 ESCAPE '!')
               AND (CAST($8 AS TEXT) IS NULL OR COALESCE(booking.state, 'ready') = $8)
               AND (CAST($9 AS BIGINT) IS NULL OR invoice.journal_id = $9)
               AND (CAST($10 AS BIGINT) IS NULL OR invoice.customer_id = $10)",
            query.params(),
        )
        .await?;
    Ok(totals)
}
