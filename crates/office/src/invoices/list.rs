//! The list of invoices, the newest first.

use domain::{
    CustomerId, CustomerNumber, InvoiceId, InvoiceKind, InvoiceNumber, JournalId, LocationId, Money,
};
use jiff::civil::Date;
use store::{FromRow, Params, Row, StoreError, params};

use super::{booking, booking::BookingView, row::number};
use crate::{
    Actor, Office, OfficeError, Page, Right,
    page::{PAGE_QUERY_ROWS, contains_pattern},
    rows,
};

/// Which invoices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvoiceQuery {
    /// Of one location; `None` for *Alle locaties*.
    pub location: Option<LocationId>,
    /// Of one journal.
    pub journal: Option<JournalId>,
    /// Of one customer.
    pub customer: Option<CustomerId>,
    /// From this date on.
    pub from: Option<Date>,
    /// Up to and including this date.
    pub to: Option<Date>,
    /// From this number on, case ignored.
    pub number_from: Option<String>,
    /// Up to and including this number, case ignored.
    pub number_to: Option<String>,
    /// Part of the number, the customer's name or the number plate; empty for all.
    pub text: String,
    /// In this state of the booking; an invoice without booking is `ready`.
    pub state: Option<String>,
    /// From [`Page::next`].
    pub after: Option<String>,
}

impl InvoiceQuery {
    /// The filter as the first ten parameters of the statements here and in `totals`.
    pub(super) fn params(&self) -> Params {
        let key = |number: &Option<String>| {
            let text = number.as_deref().unwrap_or("").trim().to_lowercase();
            let text = text.replace('\0', "");
            (!text.is_empty()).then_some(text)
        };
        params![
            self.location.map(LocationId::get),
            self.from,
            self.to,
            key(&self.number_from),
            key(&self.number_to),
            contains_pattern(&self.text.to_lowercase()),
            contains_pattern(&self.text),
            self.state.as_deref().map(|state| state.replace('\0', "")),
            self.journal.map(JournalId::get),
            self.customer.map(CustomerId::get),
        ]
    }
}

/// An invoice in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceRow {
    /// Key.
    pub id: InvoiceId,
    /// Invoice or credit note.
    pub kind: InvoiceKind,
    /// Its number; `None` while it is a draft.
    pub number: Option<InvoiceNumber>,
    /// *Factuurdatum*.
    pub issue_date: Date,
    /// *Vervaldatum*.
    pub due_date: Option<Date>,
    /// Net amount.
    pub net: Money,
    /// VAT.
    pub vat: Money,
    /// Both together.
    pub total: Money,
    /// Its location.
    pub location: LocationId,
    /// Its journal.
    pub journal: JournalId,
    /// The code of its journal.
    pub journal_code: String,
    /// Its customer.
    pub customer: CustomerId,
    /// The customer's number.
    pub customer_number: CustomerNumber,
    /// The customer's name today.
    pub customer_name: String,
    /// What became of it; `None`: ready.
    pub booking: Option<BookingView>,
}

impl FromRow for InvoiceRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let money = |index: usize| row.get(index).map(Money::from_cents);
        Ok(Self {
            id: InvoiceId::new(row.get(0)?),
            kind: rows::word(row, 1)?,
            number: number(row, 2)?,
            issue_date: row.get(3)?,
            due_date: row.get(4)?,
            net: money(5)?,
            vat: money(6)?,
            total: money(7)?,
            location: LocationId::new(row.get(8)?),
            journal: JournalId::new(row.get(9)?),
            journal_code: row.get(10)?,
            customer: CustomerId::new(row.get(11)?),
            customer_number: rows::parsed(row, 12)?,
            customer_name: row.get(13)?,
            booking: booking::from_columns(row, 14)?,
        })
    }
}

/// A page of invoices, the newest first.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::View`].
pub async fn list(
    office: &Office,
    actor: &Actor,
    query: &InvoiceQuery,
) -> Result<Page<InvoiceRow>, OfficeError> {
    actor.require(Right::View)?;
    let (date, id) = cursor(query.after.as_deref());
    let mut params = query.params();
    params.extend(params![date, id, PAGE_QUERY_ROWS]);
    let rows: Vec<InvoiceRow> = office
        .db
        .read()
        .await?
        .all(
            "SELECT invoice.id, invoice.kind, invoice.number, invoice.issue_date, invoice.due_date, invoice.net,
                    invoice.vat, invoice.total, invoice.location_id, invoice.journal_id, journal.code,
                    customer.id, customer.number, customer.name, booking.id, booking.state,
                    booking.entry_number, booking.refusal
             FROM invoice
             JOIN journal ON journal.id = invoice.journal_id
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
               AND (CAST($10 AS BIGINT) IS NULL OR invoice.customer_id = $10)
               AND (invoice.issue_date < $11 OR (invoice.issue_date = $11 AND invoice.id < $12))
             ORDER BY invoice.issue_date DESC, invoice.id DESC LIMIT $13",
            params,
        )
        .await?;
    Ok(Page::cut(rows, |row| {
        format!("{}~{}", row.issue_date, row.id)
    }))
}

/// Where a page begins: after this date and id. Anything else than a cursor of ours begins at the newest.
fn cursor(after: Option<&str>) -> (String, i64) {
    let parsed = after
        .and_then(|cursor| cursor.split_once('~'))
        .and_then(|(date, id)| Some((date.parse::<Date>().ok()?, id.parse().ok()?)));
    match parsed {
        Some((date, id)) => (date.to_string(), id),
        None => ("9999-12-31".to_owned(), i64::MAX),
    }
}
