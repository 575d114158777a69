//! One invoice with everything around it.

use domain::{Customer, Invoice, InvoiceId, Journal, LedgerAccount, Location};
use store::{FromRow, Row, StoreError, Tx, params};

use super::{BookingView, booking::may_be_recoded, load_many_in};
use crate::{
    Actor, Office, OfficeError, Right, accounts::row::AccountRow, customers, journals, locations,
    rows,
};

/// An invoice and what a page shows with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceView {
    /// The invoice.
    pub invoice: Invoice,
    /// The customer as known now; what was printed is in the invoice.
    pub customer: Customer,
    /// Its journal.
    pub journal: Journal,
    /// Its location.
    pub location: Location,
    /// The ledger accounts of its lines, by number.
    pub accounts: Vec<LedgerAccount>,
    /// What became of it; `None`: ready.
    pub booking: Option<BookingView>,
    /// The invoices that it corrects.
    pub corrects: Vec<Reference>,
    /// The credit notes that correct it.
    pub corrected_by: Vec<Reference>,
}

impl InvoiceView {
    /// Whether its coding may be mended now, by whoever has the right.
    #[must_use]
    pub fn may_be_recoded(&self) -> bool {
        may_be_recoded(self.booking.as_ref().map(|booking| booking.state.as_str()))
    }
}

/// Another invoice, by its number, and by its id when it is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The number, as printed.
    pub number: String,
    /// The invoice, when it is here.
    pub invoice: Option<InvoiceId>,
}

impl FromRow for Reference {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            number: row.get(0)?,
            invoice: rows::optional(row, 1, InvoiceId::new)?,
        })
    }
}

/// The invoice.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::View`], [`OfficeError::NotFound`].
pub async fn get(
    office: &Office,
    actor: &Actor,
    id: InvoiceId,
) -> Result<InvoiceView, OfficeError> {
    actor.require(Right::View)?;
    let mut tx = office.db.read().await?;
    let tx = &mut tx;
    let invoice = load_many_in(tx, &[id])
        .await?
        .pop()
        .ok_or(OfficeError::NotFound { what: "invoice" })?;
    Ok(InvoiceView {
        customer: customers::load(tx, invoice.customer)
            .await?
            .ok_or(OfficeError::NotFound { what: "customer" })?,
        journal: journals::load(tx, invoice.journal).await?,
        location: locations::load(tx, invoice.location).await?,
        accounts: accounts(tx, id).await?,
        booking: booking(tx, id).await?,
        corrects: corrects(tx, id).await?,
        corrected_by: corrected_by(tx, id).await?,
        invoice,
    })
}

async fn accounts(tx: &mut Tx, id: InvoiceId) -> Result<Vec<LedgerAccount>, OfficeError> {
    let rows: Vec<AccountRow> = tx
        .all(
            "SELECT id, number, name, description, cost_centre
             FROM ledger_account
             WHERE id IN (SELECT ledger_account_id FROM invoice_line WHERE invoice_id = $1)
             ORDER BY number",
            params![id.get()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

async fn booking(tx: &mut Tx, id: InvoiceId) -> Result<Option<BookingView>, OfficeError> {
    let booking = tx
        .optional(
            "SELECT id, state, entry_number, refusal FROM booking WHERE invoice_id = $1",
            params![id.get()],
        )
        .await?;
    Ok(booking)
}

async fn corrects(tx: &mut Tx, id: InvoiceId) -> Result<Vec<Reference>, OfficeError> {
    let rows = tx
        .all(
            "SELECT number, invoice_id FROM invoice_reference WHERE credit_note_id = $1 ORDER BY number",
            params![id.get()],
        )
        .await?;
    Ok(rows)
}

async fn corrected_by(tx: &mut Tx, id: InvoiceId) -> Result<Vec<Reference>, OfficeError> {
    let rows = tx
        .all(
            "SELECT COALESCE(invoice.number, ''), invoice.id
             FROM invoice_reference
             JOIN invoice ON invoice.id = invoice_reference.credit_note_id
             WHERE invoice_reference.invoice_id = $1
             ORDER BY invoice.issue_date, invoice.id LIMIT 100",
            params![id.get()],
        )
        .await?;
    Ok(rows)
}
