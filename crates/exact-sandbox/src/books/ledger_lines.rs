//! The ledger lines of a sales entry: the receivable and the revenue. Lines of VAT are summed per code in `booking`.

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::entry::{SalesEntry, SalesLine};
use super::table::Stamp;
use super::transaction::TransactionLine;

/// A key that follows from the entry's key, so that an act needs to carry only that one.
pub(super) fn derived(entry: Uuid, part: &str) -> Uuid {
    let digest = Sha256::new()
        .chain_update(entry.as_bytes())
        .chain_update(part)
        .finalize();
    let mut bytes = [0_u8; 16];
    bytes
        .iter_mut()
        .zip(digest)
        .for_each(|(to, from)| *to = from);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// Line 0: the receivable.
pub(super) fn header_line(entry: &SalesEntry, receivable: Uuid) -> TransactionLine {
    let draft = &entry.draft;
    TransactionLine {
        id: derived(entry.id, "header"),
        entry: entry.id,
        entry_number: entry.number,
        number: 0,
        kind: entry.kind(),
        invoice_number: Some(entry.number),
        journal: entry.journal.clone(),
        account: entry.customer,
        gl_account: receivable,
        amount: entry.total(),
        vat_base: entry.net(),
        vat_amount: entry.vat(),
        vat_code: String::new(),
        vat_percentage: Decimal::ZERO,
        vat_type: String::new(),
        date: entry.date,
        due_date: Some(entry.due_date),
        year: entry.year,
        period: entry.period,
        description: draft.description.clone(),
        notes: String::new(),
        your_ref: draft.your_ref.clone(),
        payment_reference: draft.payment_reference.clone(),
        external_link: draft.external_link.clone(),
        currency: entry.currency.clone(),
        cost_centre: String::new(),
        cost_unit: String::new(),
        quantity: None,
        order_number: draft.order_number,
        document: draft.document,
        offset: Uuid::nil(),
        status: entry.status,
        stamp: Stamp::default(),
    }
}

/// A line against the header line, still without an amount.
pub(super) fn counter_line(header: &TransactionLine) -> TransactionLine {
    TransactionLine {
        due_date: None,
        your_ref: String::new(),
        payment_reference: String::new(),
        external_link: String::new(),
        offset: header.id,
        ..header.clone()
    }
}

/// Lines 1 to n: the revenue.
pub(super) fn revenue_line(
    entry: &SalesEntry,
    line: &SalesLine,
    header: &TransactionLine,
) -> TransactionLine {
    let draft = &line.draft;
    TransactionLine {
        id: draft.id,
        number: line.number,
        gl_account: line.gl_account,
        amount: -line.net,
        vat_base: line.net,
        vat_amount: line.vat,
        vat_code: line.vat_code.clone(),
        vat_percentage: line.vat_percentage,
        vat_type: match (line.vat_code.is_empty(), entry.kind()) {
            (true, _) => "S",
            (false, 21) => "X",
            (false, _) => "V",
        }
        .to_owned(),
        description: draft.description.clone(),
        notes: draft.notes.clone(),
        cost_centre: draft.cost_centre.clone().unwrap_or_default(),
        cost_unit: draft.cost_unit.clone().unwrap_or_default(),
        quantity: draft.quantity,
        ..counter_line(header)
    }
}
