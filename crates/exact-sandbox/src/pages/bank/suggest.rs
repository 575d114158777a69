//! Which items a payment seems to pay: by what the payer said, else by the amount. Only a suggestion, as Exact gives it.

use uuid::Uuid;

use super::super::receivables::open_items;
use crate::books::{Company, PaymentTerm};
use crate::money::Money;

/// Items of the relation that are looked at.
const LOOKED_AT: usize = 200;

/// The items that the money seems to pay: those of the reference that it bears, else the one of its amount.
pub(in super::super) fn suggested(company: &Company, money: &PaymentTerm) -> Vec<Uuid> {
    if !money.amount.is_negative() {
        return Vec::new();
    }
    let items: Vec<&PaymentTerm> = open_items(company, money.account, None)
        .take(LOOKED_AT)
        .filter(|term| term.gl_account == money.gl_account && !term.amount.is_negative())
        .collect();
    let meant: Vec<Uuid> = items
        .iter()
        .filter(|term| is_named(money, term))
        .map(|term| term.id)
        .collect();
    if !meant.is_empty() {
        return meant;
    }
    let same = |term: &&&PaymentTerm| term.amount + money.amount == Money::ZERO;
    let mut of_amount = items.iter().filter(same);
    match (of_amount.next(), of_amount.next()) {
        // Of two equal amounts nobody knows which is meant.
        (Some(only), None) => vec![only.id],
        _ => Vec::new(),
    }
}

/// Whether the money says that it is for the item.
fn is_named(money: &PaymentTerm, item: &PaymentTerm) -> bool {
    let said = |a: &str, b: &str| !a.trim().is_empty() && a.trim() == b.trim();
    said(&money.payment_reference, &item.payment_reference)
        || said(&money.your_ref, &item.your_ref)
        || (money.invoice_number.is_some() && money.invoice_number == item.invoice_number)
}
