//! The part of *controleren* that needs no accounting package: is this invoice fit to be booked?
//!
//! What depends on the other side (journals, accounts and VAT codes that exist there, customers
//! that agree) is checked by the link.

use crate::address::Address;
use crate::invoice::{Invoice, InvoiceKind, Printed};
use crate::money::Money;
use crate::party::Customer;
use crate::reasons;
use crate::refusal::{Place, Refusal};

/// Everything that keeps this invoice of this customer from being booked; empty when nothing does.
///
/// Checks that it has a number, its customer a name and an address, every line with an amount a
/// ledger account; that the total is not zero, its sign fits its kind, and its amounts add up.
#[must_use]
pub fn check_invoice(invoice: &Invoice, customer: &Customer) -> Vec<Refusal> {
    let printed = &invoice.printed;
    let place = || Place::Invoice(invoice.id);
    let mut refused = Vec::new();
    if printed.number.is_none() {
        refused.push(Refusal::new(reasons::INVOICE_WITHOUT_NUMBER, place()));
    }
    refused.extend(check_customer(customer));
    refused.extend(check_coding(invoice));
    refused.extend(check_sign(printed, &place()));
    refused.extend(check_sums(printed, &place()));
    refused
}

/// Name and address of the customer.
fn check_customer(customer: &Customer) -> Vec<Refusal> {
    let tell =
        |code| Refusal::new(code, Place::Customer(customer.id)).with("customer", customer.number);
    let mut refused = Vec::new();
    if customer.name.trim().is_empty() {
        refused.push(tell(reasons::CUSTOMER_WITHOUT_NAME));
    }
    if !Address::is_complete(&customer.address) {
        refused.push(tell(reasons::CUSTOMER_WITHOUT_ADDRESS).with("name", &customer.name));
    }
    refused
}

/// A ledger account per line with an amount; a line of zero euro is booked as well.
fn check_coding(invoice: &Invoice) -> Vec<Refusal> {
    let lines = &invoice.printed.lines;
    if lines.iter().all(|line| line.net.is_none()) {
        let place = Place::Invoice(invoice.id);
        return vec![Refusal::new(reasons::INVOICE_WITHOUT_LINES, place)];
    }
    let account = |index: usize| {
        invoice
            .coding
            .get(index)
            .and_then(|coding| coding.ledger_account)
    };
    (1..)
        .zip(lines)
        .enumerate()
        .filter(|(index, (_, line))| line.net.is_some() && account(*index).is_none())
        .map(|(_, (position, line))| {
            Refusal::new(
                reasons::LINE_WITHOUT_ACCOUNT,
                Place::InvoiceLine(invoice.id, position),
            )
            .with("line", position)
            .with("description", &line.description)
        })
        .collect()
}

/// A total of zero or of the wrong sign is asked about, not guessed.
fn check_sign(printed: &Printed, place: &Place) -> Option<Refusal> {
    if printed.total.is_zero() {
        return Some(Refusal::new(reasons::TOTAL_ZERO, place.clone()));
    }
    if printed.total.is_negative() == (printed.kind == InvoiceKind::CreditNote) {
        return None;
    }
    Some(
        Refusal::new(reasons::SIGN_CONTRADICTS_KIND, place.clone())
            .with("kind", printed.kind)
            .with("total", printed.total),
    )
}

/// Lines, VAT table and totals agree; they do unless the stored rows were damaged.
fn check_sums(printed: &Printed, place: &Place) -> Vec<Refusal> {
    let line_net: Money = printed.lines.iter().filter_map(|line| line.net).sum();
    let line_vat: Money = printed.lines.iter().map(|line| line.vat).sum();
    let table_net: Money = printed.vat.iter().map(|row| row.net).sum();
    let table_vat: Money = printed.vat.iter().map(|row| row.vat).sum();
    [
        ("net", line_net, printed.net),
        ("vat-base", line_net, table_net),
        ("vat", table_vat, printed.vat_total),
        ("line-vat", line_vat, printed.vat_total),
        ("total", printed.net + printed.vat_total, printed.total),
    ]
    .into_iter()
    .filter(|(_, expected, found)| expected != found)
    .map(|(what, expected, found)| {
        Refusal::new(reasons::AMOUNTS_DO_NOT_ADD_UP, place.clone())
            .with("what", what)
            .with("expected", expected)
            .with("found", found)
    })
    .collect()
}
