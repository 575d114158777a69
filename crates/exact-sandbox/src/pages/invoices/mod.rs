//! Financieel → Facturen: invoices from items, before and after they are printed.

mod invoice;
mod list;

pub(super) use invoice::{act, show};
pub(super) use list::show as list;

use crate::books::InvoiceStatus;

/// What is said of how far an invoice is.
fn status_word(status: InvoiceStatus) -> &'static str {
    match status {
        InvoiceStatus::Concept => "Concept",
        InvoiceStatus::Open => "Te printen",
        InvoiceStatus::Printed => "Geprint",
    }
}
