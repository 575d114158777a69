//! Whether an invoice with the number of a file is here already.

use domain::{InvoiceId, InvoiceNumber, JournalId, Place, Printed, Refusal};
use store::{Tx, params};

use crate::{OfficeError, reasons};

/// What is here under the number, case ignored.
#[derive(Debug, Default)]
pub(super) struct Existing {
    /// The invoice of this journal with the same content.
    pub(super) same: Option<InvoiceId>,
    /// Why the file cannot be taken.
    pub(super) refusals: Vec<Refusal>,
    /// What is worth knowing.
    pub(super) notes: Vec<Refusal>,
}

/// Looks for the number in all journals.
pub(super) async fn find(
    tx: &mut Tx,
    journal: JournalId,
    printed: &Printed,
) -> Result<Existing, OfficeError> {
    let Some(number) = &printed.number else {
        return Ok(Existing::default());
    };
    let rows: Vec<(i64, i64, String, String)> = tx
        .all(
            "SELECT invoice.id, invoice.journal_id, invoice.content_hash, journal.name
             FROM invoice JOIN journal ON journal.id = invoice.journal_id
             WHERE invoice.number_key = $1
             ORDER BY invoice.id LIMIT 100",
            params![number.key()],
        )
        .await?;
    let hash = printed.content_hash();
    let mut existing = Existing::default();
    for (id, other_journal, content, name) in rows {
        let invoice = InvoiceId::new(id);
        if other_journal != journal.get() {
            let code = reasons::NUMBER_IN_ANOTHER_JOURNAL;
            existing
                .notes
                .push(about(code, invoice, number).with("journal", name));
        } else if content == hash {
            existing.same = Some(invoice);
        } else {
            let code = reasons::NUMBER_WITH_OTHER_CONTENT;
            existing.refusals.push(about(code, invoice, number));
        }
    }
    Ok(existing)
}

fn about(code: &'static str, invoice: InvoiceId, number: &InvoiceNumber) -> Refusal {
    Refusal::new(code, Place::Invoice(invoice)).with("number", number)
}
