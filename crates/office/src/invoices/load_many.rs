//! Reads whole invoices in bulk: four statements for a hundred of them, whatever their number of lines.

use std::collections::HashMap;

use domain::{Invoice, InvoiceId};
use store::Tx;

use super::row::{HeadRow, LineRow, ReferenceRow, VatRow};
use crate::{
    Actor, Office, OfficeError, Right,
    rows::{IDS_AT_ONCE, filled_up},
};

/// The invoices with these ids, in the order of the ids; unknown ids are left out.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::View`].
pub async fn load_many(
    office: &Office,
    actor: &Actor,
    ids: &[InvoiceId],
) -> Result<Vec<Invoice>, OfficeError> {
    actor.require(Right::View)?;
    load_many_in(&mut office.db.read().await?, ids).await
}

/// The same within a transaction, for whoever has checked the right already.
///
/// # Errors
/// When the database fails.
pub async fn load_many_in(tx: &mut Tx, ids: &[InvoiceId]) -> Result<Vec<Invoice>, OfficeError> {
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(IDS_AT_ONCE) {
        let keys: Vec<i64> = chunk.iter().map(|id| id.get()).collect();
        for invoice in load_chunk(tx, &keys).await? {
            found.insert(invoice.id, invoice);
        }
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

async fn load_chunk(tx: &mut Tx, keys: &[i64]) -> Result<Vec<Invoice>, OfficeError> {
    let heads = heads(tx, keys).await?;
    let mut by_id: HashMap<i64, usize> = HashMap::with_capacity(heads.len());
    let mut invoices = Vec::with_capacity(heads.len());
    for HeadRow(invoice) in heads {
        by_id.insert(invoice.id.get(), invoices.len());
        invoices.push(invoice);
    }
    for row in lines(tx, keys).await? {
        if let Some(invoice) = by_id.get(&row.invoice).and_then(|at| invoices.get_mut(*at)) {
            invoice.printed.lines.push(row.line);
            invoice.coding.push(row.coding);
        }
    }
    for row in vat(tx, keys).await? {
        if let Some(invoice) = by_id.get(&row.invoice).and_then(|at| invoices.get_mut(*at)) {
            invoice.printed.vat.push(row.total);
        }
    }
    for row in references(tx, keys).await? {
        if let Some(invoice) = by_id.get(&row.invoice).and_then(|at| invoices.get_mut(*at)) {
            invoice.printed.corrects.push(row.number);
        }
    }
    for invoice in &mut invoices {
        invoice.printed.vat.sort_by_key(|row| row.treatment);
    }
    Ok(invoices)
}

async fn heads(tx: &mut Tx, keys: &[i64]) -> Result<Vec<HeadRow>, OfficeError> {
    let rows = tx
        .all(
            "SELECT id, location_id, journal_id, customer_id, source, kind, number, issue_date, due_date,
                    supply_date, payment_reference, plate, note, buyer, net, vat, total, prepaid
             FROM invoice
             WHERE id IN (
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36,
                $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53,
                $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70,
                $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87,
                $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99, $100)",
            filled_up(keys),
        )
        .await?;
    Ok(rows)
}

async fn lines(tx: &mut Tx, keys: &[i64]) -> Result<Vec<LineRow>, OfficeError> {
    let rows = tx
        .all(
            "SELECT invoice_id, description, quantity, unit, unit_price, net, regime, rate, vat,
                    ledger_account_id, cost_centre
             FROM invoice_line
             WHERE invoice_id IN (
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36,
                $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53,
                $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70,
                $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87,
                $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99, $100)
             ORDER BY invoice_id, position",
            filled_up(keys),
        )
        .await?;
    Ok(rows)
}

async fn vat(tx: &mut Tx, keys: &[i64]) -> Result<Vec<VatRow>, OfficeError> {
    let rows = tx
        .all(
            "SELECT invoice_id, regime, rate, net, vat
             FROM invoice_vat
             WHERE invoice_id IN (
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36,
                $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53,
                $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70,
                $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87,
                $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99, $100)",
            filled_up(keys),
        )
        .await?;
    Ok(rows)
}

async fn references(tx: &mut Tx, keys: &[i64]) -> Result<Vec<ReferenceRow>, OfficeError> {
    let rows = tx
        .all(
            "SELECT credit_note_id, number
             FROM invoice_reference
             WHERE credit_note_id IN (
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36,
                $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53,
                $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70,
                $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87,
                $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99, $100)
             ORDER BY credit_note_id, number",
            filled_up(keys),
        )
        .await?;
    Ok(rows)
}
