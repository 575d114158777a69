//! How an invoice, its lines and its VAT rows are stored and read.

use domain::{
    Coding, CustomerId, Invoice, InvoiceId, InvoiceNumber, JournalId, LedgerAccountId, Line,
    LocationId, Money, Printed, VatRate, VatTotal, VatTreatment, number_order,
};
use jiff::Timestamp;
use store::{FromRow, Params, Row, StoreError, params};

use crate::{rows, trail::to_json};

/// An invoice without its lines, VAT rows and references. Columns: `id, location_id, journal_id,
/// customer_id, source, kind, number, issue_date, due_date, supply_date, payment_reference, plate, note,
/// buyer, net, vat, total, prepaid`.
pub(crate) struct HeadRow(pub(crate) Invoice);

impl FromRow for HeadRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let money = |index: usize| row.get(index).map(Money::from_cents);
        Ok(Self(Invoice {
            id: InvoiceId::new(row.get(0)?),
            location: LocationId::new(row.get(1)?),
            journal: JournalId::new(row.get(2)?),
            customer: CustomerId::new(row.get(3)?),
            source: rows::word(row, 4)?,
            printed: Printed {
                kind: rows::word(row, 5)?,
                number: number(row, 6)?,
                issue_date: row.get(7)?,
                due_date: row.get(8)?,
                supply_date: row.get(9)?,
                payment_reference: row.get(10)?,
                plate: row.get(11)?,
                note: row.get(12)?,
                buyer: serde_json::from_str(&row.get::<String>(13)?)?,
                lines: Vec::new(),
                vat: Vec::new(),
                net: money(14)?,
                vat_total: money(15)?,
                total: money(16)?,
                prepaid: money(17)?,
                corrects: Vec::new(),
            },
            coding: Vec::new(),
        }))
    }
}

/// An optional column with an invoice number.
pub(crate) fn number(row: &Row, index: usize) -> Result<Option<InvoiceNumber>, StoreError> {
    row.get::<Option<String>>(index)?
        .map(|text| InvoiceNumber::parse(&text))
        .transpose()
        .map_err(|_| StoreError::Column {
            index,
            expected: "an invoice number",
        })
}

/// A line. Columns: `invoice_id, description, quantity, unit, unit_price, net, regime, rate, vat,
/// ledger_account_id, cost_centre`.
pub(crate) struct LineRow {
    pub(crate) invoice: i64,
    pub(crate) line: Line,
    pub(crate) coding: Coding,
}

impl FromRow for LineRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            invoice: row.get(0)?,
            line: Line {
                description: row.get(1)?,
                quantity: row.get(2)?,
                unit: row.get(3)?,
                unit_price: row.get(4)?,
                net: rows::optional(row, 5, Money::from_cents)?,
                treatment: treatment(row, 6)?,
                vat: Money::from_cents(row.get(8)?),
            },
            coding: Coding {
                ledger_account: rows::optional(row, 9, LedgerAccountId::new)?,
                cost_centre: row.get(10)?,
            },
        })
    }
}

/// A VAT row. Columns: `invoice_id, regime, rate, net, vat`.
pub(crate) struct VatRow {
    pub(crate) invoice: i64,
    pub(crate) total: VatTotal,
}

impl FromRow for VatRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            invoice: row.get(0)?,
            total: VatTotal {
                treatment: treatment(row, 1)?,
                net: Money::from_cents(row.get(3)?),
                vat: Money::from_cents(row.get(4)?),
            },
        })
    }
}

/// A reference of a credit note. Columns: `credit_note_id, number`.
pub(crate) struct ReferenceRow {
    pub(crate) invoice: i64,
    pub(crate) number: String,
}

impl FromRow for ReferenceRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            invoice: row.get(0)?,
            number: row.get(1)?,
        })
    }
}

fn treatment(row: &Row, index: usize) -> Result<VatTreatment, StoreError> {
    let rate = VatRate::from_hundredths(row.get(index + 1)?).map_err(|_| StoreError::Column {
        index: index + 1,
        expected: "a VAT rate",
    })?;
    Ok(VatTreatment {
        regime: rows::word(row, index)?,
        rate,
    })
}

/// The columns of an invoice as parameters, in the order of the INSERT in `store_many`.
pub(super) fn head_params(invoice: &Invoice, now: Timestamp) -> Result<Params, StoreError> {
    let printed = &invoice.printed;
    let number = printed.number.as_ref();
    Ok(params![
        invoice.id.get(),
        invoice.location.get(),
        invoice.journal.get(),
        invoice.customer.get(),
        printed.kind.as_str(),
        number.map(InvoiceNumber::as_str),
        number.map(InvoiceNumber::key),
        printed.issue_date,
        printed.due_date,
        printed.supply_date,
        &printed.payment_reference,
        &printed.plate,
        &printed.note,
        to_json(&printed.buyer)?,
        printed.net.cents(),
        printed.vat_total.cents(),
        printed.total.cents(),
        printed.prepaid.cents(),
        invoice.source.as_str(),
        printed.content_hash(),
        now,
        number.map(|_| now),
        number.map(|number| number_order(&number.key())),
    ])
}

/// The columns of each line, with positions from 1.
pub(super) fn line_params(invoice: &Invoice) -> impl Iterator<Item = Params> + '_ {
    let none = Coding::default();
    (1_i64..)
        .zip(&invoice.printed.lines)
        .zip(
            invoice
                .coding
                .clone()
                .into_iter()
                .chain(std::iter::repeat(none)),
        )
        .map(|((position, line), coding)| {
            params![
                invoice.id.get(),
                position,
                &line.description,
                line.quantity,
                &line.unit,
                line.unit_price,
                line.net.map(Money::cents),
                line.treatment.regime.as_str(),
                line.treatment.rate.hundredths(),
                line.vat.cents(),
                coding.ledger_account.map(LedgerAccountId::get),
                coding.cost_centre,
            ]
        })
}

/// The columns of each VAT row.
pub(super) fn vat_params(invoice: &Invoice) -> impl Iterator<Item = Params> + '_ {
    invoice.printed.vat.iter().map(|row| {
        params![
            invoice.id.get(),
            row.treatment.regime.as_str(),
            row.treatment.rate.hundredths(),
            row.net.cents(),
            row.vat.cents(),
        ]
    })
}
