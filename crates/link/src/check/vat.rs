//! Condition (f): the VAT codes agree with Exact's.

use domain::{Invoice, Place, Refusal, VatTreatment};

use super::books::{Administration, Books, VatCode};
use crate::reasons;

/// The VAT code of a treatment in the invoice's journal, or why there is none to use.
///
/// # Errors
/// The refusal.
pub fn check<'a>(
    books: &'a Books,
    administration: &Administration,
    journal: &str,
    treatment: VatTreatment,
) -> Result<&'a VatCode, Refusal> {
    let place = || Place::VatMapping(administration.id);
    let told = |code: &'static str| {
        Refusal::new(code, place())
            .with("regime", treatment.regime)
            .with("rate", treatment.rate)
            .with("journal", journal)
            .with("administration", &administration.name)
    };
    let Some(mapped) = books.vat_code_for(journal, treatment) else {
        return Err(told(reasons::VAT_NOT_MAPPED));
    };
    let Some(code) = books.vat_codes.get(mapped) else {
        return Err(told(reasons::VAT_CODE_GONE).with("code", mapped));
    };
    match unusable(code, treatment) {
        Some(reason) => Err(told(reason)
            .with("code", mapped)
            .with("exact_rate", code.rate)),
        None => Ok(code),
    }
}

/// Why a code cannot stand for a treatment; `None` when it can.
#[must_use]
pub fn unusable(code: &VatCode, treatment: VatTreatment) -> Option<&'static str> {
    if code.blocked {
        return Some(reasons::VAT_CODE_BLOCKED);
    }
    if !matches!(code.transaction_kind.as_str(), "S" | "B") {
        return Some(reasons::VAT_CODE_NOT_FOR_SALES);
    }
    if code.kind == "I" {
        return Some(reasons::VAT_CODE_INCLUDING);
    }
    // A reversed code carries the percentage that the customer reckons with, and we send no VAT.
    if code.rate != treatment.rate && !(treatment.rate.is_zero() && code.charged) {
        return Some(reasons::VAT_CODE_RATE_DIFFERS);
    }
    None
}

/// Every refusal of the invoice's treatments, once each.
#[must_use]
pub fn check_all(
    books: &Books,
    administration: &Administration,
    invoice: &Invoice,
    journal: &str,
) -> Vec<Refusal> {
    let mut treatments: Vec<VatTreatment> = invoice
        .printed
        .lines
        .iter()
        .filter(|line| line.net.is_some())
        .map(|line| line.treatment)
        .collect();
    treatments.sort_unstable();
    treatments.dedup();
    treatments
        .into_iter()
        .filter_map(|treatment| check(books, administration, journal, treatment).err())
        .collect()
}
