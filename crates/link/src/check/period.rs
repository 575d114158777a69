//! Whether the books are open for the day: start date, VAT filed, financial year, closed period.

use domain::{Invoice, Journal, Place, Refusal};
use jiff::civil::Date;

use super::{
    books::{Administration, Books, Period},
    journal::journal_name,
};
use crate::reasons;

/// Why the day cannot be booked; empty when it can.
#[must_use]
pub fn check(
    books: &Books,
    administration: &Administration,
    invoice: &Invoice,
    journal: &Journal,
) -> Vec<Refusal> {
    let day = invoice.printed.issue_date;
    let mut refusals: Vec<Refusal> = start(administration, invoice, day).into_iter().collect();
    match books.period_of(day) {
        None => refusals.push(
            Refusal::new(reasons::PERIOD_MISSING, Place::Invoice(invoice.id)).with("date", day),
        ),
        Some(period) if is_closed(books, journal, period) => refusals.push(
            Refusal::new(reasons::PERIOD_CLOSED, Place::Invoice(invoice.id))
                .with("date", day)
                .with("journal", journal_name(journal))
                .with("period", format!("{}-{:02}", period.year, period.period)),
        ),
        Some(_) => {}
    }
    refusals
}

/// The invoice must wait until the bookkeeper chose its reporting period.
#[must_use]
pub fn filed(administration: &Administration, invoice: &Invoice) -> Option<Refusal> {
    let day = invoice.printed.issue_date;
    let filed = administration
        .vat_filed_up_to
        .filter(|filed| day <= *filed)?;
    Some(
        Refusal::new(reasons::VAT_FILED, Place::Location(invoice.location))
            .with("date", day)
            .with("filed", filed),
    )
}

fn start(administration: &Administration, invoice: &Invoice, day: Date) -> Option<Refusal> {
    let place = Place::Location(invoice.location);
    match administration.start_date {
        None => Some(
            Refusal::new(reasons::START_DATE_MISSING, place)
                .with("administration", &administration.name),
        ),
        Some(start) if day < start => Some(
            Refusal::new(reasons::BEFORE_START_DATE, place)
                .with("date", day)
                .with("start", start),
        ),
        Some(_) => None,
    }
}

/// No row means open (facts 4.10).
fn is_closed(books: &Books, journal: &Journal, period: &Period) -> bool {
    books
        .closed
        .contains(&(journal.code.trim().to_owned(), period.year, period.period))
}
