//! Issues an invoice: from here on what it prints is fixed, and its number is taken.

use domain::{
    Coding, CustomerId, Draft, DraftLine, Invoice, InvoiceId, InvoiceKind, Journal, JournalId,
    LedgerAccountId, LocationId, Money, NumberSeries, Party, Place, Printed, Refusal, SeriesError,
    Source, reasons as rules,
};
use jiff::civil::Date;
use serde::Serialize;
use store::{Tx, params, transact};

use super::{credit, reference, store_many};
use crate::{
    Actor, Office, OfficeError, Right, accounts, customers, installation, journals, locations,
    reasons,
    trail::{self, Change},
};

/// An invoice or credit note that is to be issued. Amounts are signed: negative on a credit note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceDraft {
    /// The shop that issues it.
    pub location: LocationId,
    /// The journal that numbers it.
    pub journal: JournalId,
    /// Who owes it.
    pub customer: CustomerId,
    /// Invoice or credit note.
    pub kind: InvoiceKind,
    /// *Factuurdatum*; not before that of the last number of the journal.
    pub issue_date: Date,
    /// *Vervaldatum*.
    pub due_date: Option<Date>,
    /// Date of supply, where it is known.
    pub supply_date: Option<Date>,
    /// Payment reference; when empty, an invoice gets a structured one of its own, a credit note none.
    pub payment_reference: String,
    /// Number plate; empty for none.
    pub plate: String,
    /// Free text.
    pub note: String,
    /// What was paid before, signed like the total.
    pub prepaid: Money,
    /// The numbers of the invoices that it corrects.
    pub corrects: Vec<String>,
    /// The lines with their coding.
    pub lines: Vec<(DraftLine, Coding)>,
}

/// What the audit row says of a new invoice; the rest is in the invoice, which does not change.
#[derive(Debug, Serialize)]
pub(crate) struct Issued {
    pub(crate) number: String,
    pub(crate) journal: JournalId,
    pub(crate) customer: CustomerId,
    pub(crate) total: Money,
    pub(crate) content_hash: String,
}

impl Issued {
    pub(crate) fn of(invoice: &Invoice) -> Self {
        let number = invoice.printed.number.as_ref();
        Self {
            number: number.map(ToString::to_string).unwrap_or_default(),
            journal: invoice.journal,
            customer: invoice.customer,
            total: invoice.printed.total,
            content_hash: invoice.printed.content_hash(),
        }
    }
}

/// Issues the draft under the next number of its journal. Number and invoice are stored together: there is
/// no gap when it fails and no double when two do it at once.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::EditInvoices`], [`OfficeError::NotFound`],
/// [`OfficeError::Refused`] with what is wrong: the journal, the date, the lines, more credited than is left; and while
/// it is not certain that this installation is the one, or what it did is being looked up.
pub async fn issue(
    office: &Office,
    actor: &Actor,
    draft: &InvoiceDraft,
) -> Result<Invoice, OfficeError> {
    actor.require(Right::EditInvoices)?;
    installation::require(office).await?;
    let id = InvoiceId::new(office.ids.next());
    transact!(office.db, |tx| -> Result<Invoice, OfficeError> {
        locations::load(tx, draft.location).await?;
        let journal = journals::load_alone(tx, draft.journal).await?;
        refuse_journal(&journal, draft)?;
        installation::require_numbers(office, tx, &journal).await?;
        accounts::refuse_unknown(tx, &accounts_of(draft)).await?;
        let customer = customers::load(tx, draft.customer)
            .await?
            .ok_or(OfficeError::NotFound { what: "customer" })?;
        let printed = print(tx, draft, &journal, customer.as_party()).await?;
        let invoice = Invoice {
            id,
            location: draft.location,
            journal: draft.journal,
            customer: draft.customer,
            source: Source::Desk,
            printed,
            coding: draft
                .lines
                .iter()
                .map(|(_, coding)| coding.clone())
                .collect(),
        };
        store_many(tx, office.clock.now(), std::slice::from_ref(&invoice)).await?;
        let change = Change::created("invoice", id, &Issued::of(&invoice)).by("issue");
        trail::record(office, actor, tx, change).await?;
        Ok(invoice)
    })
}

fn accounts_of(draft: &InvoiceDraft) -> Vec<LedgerAccountId> {
    draft
        .lines
        .iter()
        .filter_map(|(_, coding)| coding.ledger_account)
        .collect()
}

/// Refuses a journal that numbers no such document.
fn refuse_journal(journal: &Journal, draft: &InvoiceDraft) -> Result<(), OfficeError> {
    let code = if journal.numbered_elsewhere {
        reasons::JOURNAL_NUMBERED_ELSEWHERE
    } else if journal.location.is_some_and(|own| own != draft.location) {
        reasons::JOURNAL_OF_ANOTHER_LOCATION
    } else if journal.credit_notes && draft.kind == InvoiceKind::Invoice {
        reasons::JOURNAL_FOR_CREDIT_NOTES
    } else {
        return Ok(());
    };
    Err(OfficeError::refused(about_journal(code, journal)))
}

/// A refusal about a journal.
pub(crate) fn about_journal(code: &'static str, journal: &Journal) -> Refusal {
    Refusal::new(code, Place::Journal(journal.id))
        .with("code", &journal.code)
        .with("journal", &journal.name)
}

/// Takes the number, gives a payment reference and computes the VAT.
async fn print(
    tx: &mut Tx,
    draft: &InvoiceDraft,
    journal: &Journal,
    buyer: Party,
) -> Result<Printed, OfficeError> {
    let (number, series) = journal
        .series
        .take(draft.issue_date)
        .map_err(|error| OfficeError::refused(about_series(&error, journal)))?;
    advance(tx, journal, &series).await?;
    let given = draft.payment_reference.trim();
    let payment_reference = if given.is_empty() && draft.kind == InvoiceKind::Invoice {
        reference::next(tx, draft.issue_date).await?
    } else {
        given.to_owned()
    };
    let rule_draft = Draft {
        kind: draft.kind,
        number: Some(number),
        issue_date: draft.issue_date,
        due_date: draft.due_date,
        supply_date: draft.supply_date,
        payment_reference,
        plate: draft.plate.trim().to_owned(),
        note: draft.note.clone(),
        buyer,
        lines: draft.lines.iter().map(|(line, _)| line.clone()).collect(),
        prepaid: draft.prepaid,
        corrects: draft.corrects.clone(),
    };
    let remaining = match draft.kind {
        InvoiceKind::CreditNote => credit::remaining(tx, draft.location, &draft.corrects).await?,
        InvoiceKind::Invoice => None,
    };
    let printed = match &remaining {
        Some(remaining) => Printed::compute_credit(rule_draft, remaining),
        None => Printed::compute(rule_draft),
    }
    .map_err(OfficeError::Refused)?;
    refuse_sign(&printed)?;
    Ok(printed)
}

/// An invoice that owes and a credit note that demands are no mistakes to guess about.
fn refuse_sign(printed: &Printed) -> Result<(), OfficeError> {
    let credit = printed.kind == InvoiceKind::CreditNote;
    if printed.total.is_zero() || printed.total.is_negative() == credit {
        return Ok(());
    }
    Err(OfficeError::refused(
        Refusal::new(rules::SIGN_CONTRADICTS_KIND, Place::Nowhere)
            .with("kind", printed.kind)
            .with("total", printed.total),
    ))
}

fn about_series(error: &SeriesError, journal: &Journal) -> Refusal {
    let place = Place::Journal(journal.id);
    match error {
        SeriesError::DateBeforeLast { date, last } => {
            Refusal::new(rules::DATE_BEFORE_LAST_NUMBER, place)
                .with("date", date)
                .with("last", last)
        }
        SeriesError::Number(_) | SeriesError::Counter => {
            Refusal::new(rules::SERIES_MALFORMED, place).with("prefix", &journal.series.prefix)
        }
    }
}

/// Stores the series after its number was taken; it must still be as it was read.
async fn advance(tx: &mut Tx, journal: &Journal, after: &NumberSeries) -> Result<(), OfficeError> {
    tx.execute_one(
        "UPDATE journal SET next_number = $2, last_date = $3 WHERE id = $1 AND next_number = $4",
        params![
            journal.id.get(),
            after.next,
            after.last_date,
            journal.series.next
        ],
    )
    .await?;
    Ok(())
}
