//! Conditions (b) and (e): every line has a ledger account, linked to one that Exact takes on a sales line.

use domain::{Coding, Invoice, LedgerAccountId, Place, Refusal};
use uuid::Uuid;

use super::books::{Administration, Books, GlAccount};
use crate::reasons;

/// Types that a sales line refuses: receivable and VAT (facts invoicing 3.1).
const REFUSED_TYPES: &[i64] = &[20, 24];

/// The account in Exact of one line, or why it cannot be booked on.
///
/// # Errors
/// The refusal; `position` counts from 1.
pub fn check<'a>(
    books: &'a Books,
    administration: &Administration,
    invoice: &Invoice,
    (position, coding, number): (i64, &Coding, &str),
) -> Result<Option<&'a GlAccount>, Refusal> {
    // A line without an account is refused by the check of the books themselves.
    let Some(account) = coding.ledger_account else {
        return Ok(None);
    };
    let refusal = |code: &'static str, place: Place| {
        Refusal::new(code, place)
            .with("account", number)
            .with("line", position)
            .with("administration", &administration.name)
    };
    let Some(guid) = books.account_links.get(&account) else {
        return Err(refusal(
            reasons::ACCOUNT_NOT_LINKED,
            Place::LedgerAccount(account),
        ));
    };
    let exact = found(books, *guid)
        .ok_or_else(|| refusal(reasons::ACCOUNT_GONE, Place::LedgerAccount(account)))?;
    match unusable(exact, coding) {
        None => Ok(Some(exact)),
        Some(code) => Err(refusal(code, place(code, invoice, account, position))
            .with("type", exact.kind)
            .with("cost_centre", &coding.cost_centre)),
    }
}

fn found(books: &Books, guid: Uuid) -> Option<&GlAccount> {
    books.accounts.get(&guid)
}

fn unusable(exact: &GlAccount, coding: &Coding) -> Option<&'static str> {
    let has_cost_centre = !coding.cost_centre.trim().is_empty();
    if exact.blocked {
        return Some(reasons::ACCOUNT_BLOCKED);
    }
    if REFUSED_TYPES.contains(&exact.kind) {
        return Some(reasons::ACCOUNT_TYPE_REFUSED);
    }
    match exact.cost_centre_use {
        1 if !has_cost_centre => Some(reasons::COST_CENTRE_MISSING),
        2 if has_cost_centre => Some(reasons::COST_CENTRE_NOT_ALLOWED),
        _ => None,
    }
}

/// A cost centre is mended on the line, everything else at the account.
fn place(code: &str, invoice: &Invoice, account: LedgerAccountId, position: i64) -> Place {
    if code == reasons::COST_CENTRE_MISSING || code == reasons::COST_CENTRE_NOT_ALLOWED {
        Place::InvoiceLine(invoice.id, position)
    } else {
        Place::LedgerAccount(account)
    }
}
