//! Stores whole invoices in bulk; what issuing, importing and seeding end in.

use std::collections::BTreeSet;

use domain::Invoice;
use jiff::Timestamp;
use store::{Params, StoreError, Tx, params};

use super::row::{head_params, line_params, vat_params};
use crate::OfficeError;

/// Stores invoices as they are: four statements, each sent once with all its rows. Numbers, totals and audit
/// rows are the caller's, who has also checked the right; only the database's own rules hold here (a number
/// once per journal, ignoring case).
///
/// References of credit notes find their invoice by its number in the same location, also when both are in
/// this batch.
///
/// # Errors
/// When the database refuses a row; then nothing of the transaction may be kept.
pub async fn store_many(
    tx: &mut Tx,
    now: Timestamp,
    invoices: &[Invoice],
) -> Result<(), OfficeError> {
    let heads: Result<Vec<Params>, StoreError> = invoices
        .iter()
        .map(|invoice| head_params(invoice, now))
        .collect();
    tx.execute_many(
        "INSERT INTO invoice (id, location_id, journal_id, customer_id, kind, number, number_key, issue_date,
                              due_date, supply_date, payment_reference, plate, note, buyer, net, vat, total,
                              prepaid, source, content_hash, created_at, issued_at, number_order)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                 $21, $22, $23)",
        heads?,
    )
    .await?;
    tx.execute_many(
        "INSERT INTO invoice_line (invoice_id, position, description, quantity, unit, unit_price, net, regime,
                                   rate, vat, ledger_account_id, cost_centre)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        invoices.iter().flat_map(line_params).collect(),
    )
    .await?;
    tx.execute_many(
        "INSERT INTO invoice_vat (invoice_id, regime, rate, net, vat) VALUES ($1, $2, $3, $4, $5)",
        invoices.iter().flat_map(vat_params).collect(),
    )
    .await?;
    tx.execute_many(
        "INSERT INTO invoice_reference (credit_note_id, number, invoice_id)
         VALUES ($1, $2, (SELECT MIN(id) FROM invoice
                          WHERE location_id = $3 AND number_key = $4 AND kind = 'invoice'))",
        invoices.iter().flat_map(reference_params).collect(),
    )
    .await?;
    Ok(())
}

/// The references of a credit note, each number once.
fn reference_params(invoice: &Invoice) -> Vec<Params> {
    let numbers: BTreeSet<&str> = invoice
        .printed
        .corrects
        .iter()
        .map(String::as_str)
        .collect();
    numbers
        .into_iter()
        .map(|number| {
            params![
                invoice.id.get(),
                number,
                invoice.location.get(),
                number.trim().to_lowercase(),
            ]
        })
        .collect()
}
