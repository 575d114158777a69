//! What a new credit note may still take from the invoices that it corrects.

use domain::{Invoice, InvoiceId, LocationId, Remaining};
use store::{Tx, params};

use super::load_many_in;
use crate::OfficeError;
use crate::rows::{IDS_AT_ONCE, filled_up};

/// What is left of all corrected invoices together; `None` when one of them is not here, because then
/// nobody can know.
pub(super) async fn remaining(
    tx: &mut Tx,
    location: LocationId,
    corrects: &[String],
) -> Result<Option<Remaining>, OfficeError> {
    let mut ids = Vec::with_capacity(corrects.len());
    for number in corrects.iter().take(IDS_AT_ONCE) {
        match find(tx, location, number).await? {
            Some(id) => ids.push(id),
            None => return Ok(None),
        }
    }
    ids.sort_unstable();
    ids.dedup();
    // Of two credit notes for one invoice at the same moment the second sees what the first took.
    tx.execute_many(
        "UPDATE invoice SET note = note WHERE id = $1",
        ids.iter().map(|id| params![id.get()]).collect(),
    )
    .await?;
    let originals = load_many_in(tx, &ids).await?;
    let Some(together) = together(originals) else {
        return Ok(None);
    };
    let credits = earlier_credits(tx, &ids).await?;
    let credits = load_many_in(tx, &credits).await?;
    let printed = credits.iter().map(|credit| &credit.printed);
    Ok(Some(Remaining::of(&together.printed, printed)))
}

/// The invoice of this location with this number.
async fn find(
    tx: &mut Tx,
    location: LocationId,
    number: &str,
) -> Result<Option<InvoiceId>, OfficeError> {
    let id: Option<i64> = tx
        .one(
            "SELECT MIN(id) FROM invoice WHERE location_id = $1 AND number_key = $2 AND kind = 'invoice'",
            params![location.get(), number.trim().to_lowercase()],
        )
        .await?;
    Ok(id.map(InvoiceId::new))
}

/// One invoice that has the VAT rows of all.
fn together(originals: Vec<Invoice>) -> Option<Invoice> {
    originals.into_iter().reduce(|mut sum, next| {
        for row in next.printed.vat {
            match sum
                .printed
                .vat
                .iter_mut()
                .find(|own| own.treatment == row.treatment)
            {
                Some(own) => {
                    own.net += row.net;
                    own.vat += row.vat;
                }
                None => sum.printed.vat.push(row),
            }
        }
        sum
    })
}

async fn earlier_credits(tx: &mut Tx, ids: &[InvoiceId]) -> Result<Vec<InvoiceId>, OfficeError> {
    let keys: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    let rows: Vec<i64> = tx
        .all(
            "SELECT DISTINCT credit_note_id
             FROM invoice_reference
             WHERE invoice_id IN (
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36,
                $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53,
                $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70,
                $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87,
                $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99, $100)",
            filled_up(&keys),
        )
        .await?;
    Ok(rows.into_iter().map(InvoiceId::new).collect())
}
