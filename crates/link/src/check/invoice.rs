//! The check of one invoice: every condition, and what the entry would be when all hold.

use domain::{Customer, Invoice, Journal, LedgerAccountId, Refusal, check_invoice};

use super::{
    account,
    books::{Administration, Books, ExactJournal},
    customer::{self, Stand},
    journal, period, vat,
};
use crate::booking::intended::{Intended, IntendedLine, description};

/// Everything about one invoice that the check needs.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The invoice.
    pub invoice: &'a Invoice,
    /// Its customer, as he is now.
    pub customer: &'a Customer,
    /// Its journal.
    pub journal: &'a Journal,
    /// The address of our invoice for the world, when it can reach us.
    pub link: Option<&'a str>,
    /// The number of a ledger account, for telling.
    pub account_number: &'a dyn AccountNumbers,
}

/// Tells the numbers of our ledger accounts.
pub trait AccountNumbers: std::fmt::Debug {
    /// The number, or an empty text when it is not known.
    fn number(&self, account: LedgerAccountId) -> &str;
}

impl AccountNumbers for std::collections::BTreeMap<LedgerAccountId, String> {
    fn number(&self, account: LedgerAccountId) -> &str {
        self.get(&account).map_or("", String::as_str)
    }
}

/// What the check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Why it cannot be booked; empty when it can.
    pub refusals: Vec<Refusal>,
    /// A person must choose first; only asked when nothing is refused.
    pub parked: Option<Refusal>,
    /// Where the customer stands.
    pub customer: Option<Stand>,
    /// The entry, when nothing is refused.
    pub intended: Option<Intended>,
}

/// Checks one invoice against the mirrored books of its administration.
#[must_use]
pub fn check(books: &Books, administration: &Administration, subject: &Subject<'_>) -> Checked {
    let mut refusals = check_invoice(subject.invoice, subject.customer);
    if administration.currency.trim() != "EUR" {
        refusals.push(
            Refusal::new(
                crate::reasons::ADMINISTRATION_NOT_EURO,
                domain::Place::Location(subject.invoice.location),
            )
            .with("administration", &administration.name)
            .with("currency", &administration.currency),
        );
    }
    refusals.extend(period::check(
        books,
        administration,
        subject.invoice,
        subject.journal,
    ));
    let exact_journal = match journal::check(books, administration, subject.journal) {
        Ok(found) => Some(found),
        Err(refusal) => {
            refusals.push(refusal);
            None
        }
    };
    let code = subject.journal.code.trim();
    refusals.extend(vat::check_all(books, administration, subject.invoice, code));
    let lines = lines(books, administration, subject, &mut refusals);
    let stand = exact_journal.and_then(|found| stand(books, subject, found, &mut refusals));
    if !refusals.is_empty() {
        return Checked {
            refusals,
            parked: None,
            customer: stand,
            intended: None,
        };
    }
    let has_condition = |guid| {
        books
            .relations
            .get(&guid)
            .is_some_and(|relation| !relation.payment_condition.trim().is_empty())
    };
    let guid = match stand {
        Some(Stand::Linked(guid) | Stand::LinkNow(guid)) => Some(guid),
        _ => None,
    };
    let mut intended = entry(subject, lines);
    intended.customer = guid;
    if intended.due_date.is_none() && !guid.is_some_and(has_condition) {
        // An invoice that prints no term, for a customer without a payment condition, is due at sight;
        // without any due date Exact refuses the entry.
        intended.due_date = Some(intended.entry_date);
    }
    Checked {
        refusals,
        parked: period::filed(administration, subject.invoice),
        customer: stand,
        intended: Some(intended),
    }
}

fn stand(
    books: &Books,
    subject: &Subject<'_>,
    journal: &ExactJournal,
    refusals: &mut Vec<Refusal>,
) -> Option<Stand> {
    let day = subject.invoice.printed.issue_date;
    match customer::check(books, subject.customer, Some((journal, day))) {
        Ok(stand) => Some(stand),
        Err(refusal) => {
            refusals.push(refusal);
            None
        }
    }
}

/// The lines with an amount; refusals of accounts are added. VAT was checked before, once per treatment.
fn lines(
    books: &Books,
    administration: &Administration,
    subject: &Subject<'_>,
    refusals: &mut Vec<Refusal>,
) -> Vec<IntendedLine> {
    let invoice = subject.invoice;
    let code = subject.journal.code.trim();
    let mut lines = Vec::new();
    for (position, (line, coding)) in
        (1_i64..).zip(invoice.printed.lines.iter().zip(&invoice.coding))
    {
        let Some(net) = line.net else { continue };
        let number = coding
            .ledger_account
            .map_or("", |id| subject.account_number.number(id));
        let account =
            match account::check(books, administration, invoice, (position, coding, number)) {
                Ok(Some(account)) => account,
                Ok(None) => continue,
                Err(refusal) => {
                    refusals.push(refusal);
                    continue;
                }
            };
        let Ok(vat_code) = vat::check(books, administration, code, line.treatment) else {
            continue;
        };
        lines.push(IntendedLine {
            account: account.guid,
            vat_code: vat_code.code.clone(),
            net,
            vat: line.vat,
            description: line.description.clone(),
            quantity: line.quantity,
            cost_centre: coding.cost_centre.trim().to_owned(),
        });
    }
    lines
}

fn entry(subject: &Subject<'_>, lines: Vec<IntendedLine>) -> Intended {
    let printed = &subject.invoice.printed;
    let number = printed
        .number
        .as_ref()
        .map_or("", domain::InvoiceNumber::as_str);
    Intended {
        reference: number.to_owned(),
        journal: subject.journal.code.trim().to_owned(),
        customer: None,
        entry_date: printed.issue_date,
        due_date: printed.due_date,
        description: description(number, &printed.plate, &printed.buyer.name),
        payment_reference: printed.payment_reference.clone(),
        link: subject.link.map(str::to_owned),
        lines,
    }
}
