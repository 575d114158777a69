//! The request of one entry, and whether what came back is what was sent. Pure.

use exact_api::{
    Amount, Trimmed, VatCode,
    endpoints::{CreateSalesEntry, NewSalesEntryLine, SalesEntry},
};
use uuid::Uuid;

use super::recheck::Work;
use crate::booking::intended::Intended;

/// The request. Text lines are not sent; amounts are the invoice's own, so that Exact computes nothing.
pub(super) fn request(work: &Work, customer: Uuid, entry_id: Option<Uuid>) -> CreateSalesEntry {
    let intended = &work.intended;
    let lines: Vec<NewSalesEntryLine> = intended
        .lines
        .iter()
        .map(|line| {
            let code = work
                .written_codes
                .get(&line.vat_code)
                .unwrap_or(&line.vat_code);
            let mut request =
                NewSalesEntryLine::new(line.account, Amount::from_cents(line.net.cents()))
                    .with_vat_amount_fc(Amount::from_cents(line.vat.cents()))
                    .with_vat_code(VatCode::new(code.clone()))
                    .with_quantity(line.quantity)
                    .with_description(domain::cut(&line.description, LINE_DESCRIPTION_KEPT));
            if !line.cost_centre.is_empty() {
                request = request.with_cost_center(Trimmed::new(&line.cost_centre));
            }
            request
        })
        .collect();
    let mut request = CreateSalesEntry::new(customer, intended.journal.as_str(), lines)
        .with_your_ref(intended.reference.clone())
        .with_entry_date(intended.entry_date)
        .with_currency("EUR")
        .with_description(intended.description.clone())
        .with_payment_reference(intended.payment_reference.clone());
    if let Some(due) = intended.due_date {
        request = request.with_due_date(due);
    }
    if let Some(link) = &intended.link {
        request = request.with_external_link_reference(link.clone());
    }
    if let Some(id) = entry_id {
        request = request.with_entry_id(id);
    }
    request
}

/// The longest text of a line that is sent.
const LINE_DESCRIPTION_KEPT: usize = 60;

/// How the header that came back differs from what was sent; empty when it does not. What Exact did not tell is not
/// compared: the lines are read once more at the end of the run.
pub(super) fn header_differences(meant: &Intended, entry: &SalesEntry) -> Vec<&'static str> {
    let total = meant.total().cents();
    let checks = [
        (
            "total",
            entry.amount_fc.is_none_or(|amount| amount.cents() == total),
        ),
        (
            "vat",
            entry
                .vat_amount_fc
                .is_none_or(|amount| amount.cents() == meant.vat().cents()),
        ),
        (
            "kind",
            entry
                .r#type
                .is_none_or(|kind| i64::from(kind) == meant.kind()),
        ),
        (
            "journal",
            entry
                .journal
                .as_ref()
                .is_none_or(|code| code.as_str() == meant.journal),
        ),
        (
            "customer",
            entry.customer.is_none() || entry.customer == meant.customer,
        ),
        (
            "date",
            entry.entry_date.is_none_or(|date| date == meant.entry_date),
        ),
        (
            "due_date",
            match (meant.due_date, entry.due_date) {
                (Some(ours), Some(theirs)) => ours == theirs,
                _ => true,
            },
        ),
        (
            "reference",
            entry
                .your_ref
                .as_deref()
                .is_none_or(|text| text.trim() == meant.reference),
        ),
    ];
    checks
        .into_iter()
        .filter(|(_, same)| !same)
        .map(|(word, _)| word)
        .collect()
}
