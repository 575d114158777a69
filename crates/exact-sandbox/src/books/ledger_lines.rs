//! The ledger lines of a sales entry: the receivable and the revenue. Lines of VAT are summed per code in `booking`.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;
use uuid::Uuid;

use super::entry::{SalesEntry, SalesLine};
use super::table::Stamp;
use super::transaction::TransactionLine;
use crate::derived::derived_key;

/// A key that follows from the entry's key, so that an act needs to carry only that one.
pub(super) fn derived(entry: Uuid, part: &str) -> Uuid {
    derived_key(&[entry.as_bytes(), part.as_bytes()])
}

/// The texts of an entry's ledger lines: most of them have the same ones.
#[derive(Default)]
pub(super) struct Texts(BTreeSet<Arc<str>>);

impl Texts {
    /// The text, shared with those that have it already.
    pub(super) fn of(&mut self, text: &str) -> Arc<str> {
        if text.is_empty() {
            return Arc::default();
        }
        if let Some(known) = self.0.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = text.into();
        self.0.insert(Arc::clone(&new));
        new
    }
}

/// Line 0: the receivable.
pub(super) fn header_line(
    entry: &SalesEntry,
    receivable: Uuid,
    texts: &mut Texts,
) -> TransactionLine {
    let draft = &entry.draft;
    TransactionLine {
        id: derived(entry.id, "header"),
        entry: entry.id,
        entry_number: entry.number,
        number: 0,
        kind: entry.kind(),
        invoice_number: Some(entry.number),
        journal: texts.of(&entry.journal),
        account: entry.customer,
        gl_account: receivable,
        amount: entry.total(),
        vat_base: entry.net(),
        vat_amount: entry.vat(),
        vat_code: Arc::default(),
        vat_percentage: Decimal::ZERO,
        vat_type: None,
        date: entry.date,
        due_date: Some(entry.due_date),
        year: entry.year,
        period: entry.period,
        description: texts.of(&draft.description),
        notes: Arc::default(),
        your_ref: texts.of(&draft.your_ref),
        payment_reference: texts.of(&draft.payment_reference),
        external_link: texts.of(&draft.external_link),
        currency: texts.of(&entry.currency),
        cost_centre: Arc::default(),
        cost_unit: Arc::default(),
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
        your_ref: Arc::default(),
        payment_reference: Arc::default(),
        external_link: Arc::default(),
        offset: header.id,
        ..header.clone()
    }
}

/// Lines 1 to n: the revenue.
pub(super) fn revenue_line(
    entry: &SalesEntry,
    line: &SalesLine,
    header: &TransactionLine,
    texts: &mut Texts,
) -> TransactionLine {
    let draft = &line.draft;
    let mut code = |code: &Option<String>| texts.of(code.as_deref().unwrap_or_default());
    TransactionLine {
        id: draft.id,
        number: line.number,
        gl_account: line.gl_account,
        amount: -line.net,
        vat_base: line.net,
        vat_amount: line.vat,
        cost_centre: code(&draft.cost_centre),
        cost_unit: code(&draft.cost_unit),
        vat_code: texts.of(&line.vat_code),
        vat_percentage: line.vat_percentage,
        vat_type: match (line.vat_code.is_empty(), entry.kind()) {
            (true, _) => Some('S'),
            (false, 21) => Some('X'),
            (false, _) => Some('V'),
        },
        description: texts.of(&draft.description),
        notes: texts.of(&draft.notes),
        quantity: draft.quantity,
        ..counter_line(header)
    }
}
