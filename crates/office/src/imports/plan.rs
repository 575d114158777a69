//! What an import would do, decided without storing anything; import and preview share it.

use domain::{InvoiceId, InvoiceKind, Journal, Location, Place, Printed, Refusal};
use store::{Tx, params};
use ubl::Document;

use super::{AccountFrom, Buyer, Choice, LineAccount, buyer, coding, existing};
use crate::{OfficeError, invoices::about_journal, journals, locations, reasons};

/// Everything that is known before anything is stored.
pub(super) struct Plan {
    pub(super) location: Location,
    pub(super) printed: Printed,
    pub(super) buyer: Buyer,
    pub(super) accounts: Vec<LineAccount>,
    /// The invoice that has the same number and content already.
    pub(super) same: Option<InvoiceId>,
    pub(super) notes: Vec<Refusal>,
    pub(super) refusals: Vec<Refusal>,
    /// The number by which the file calls a customer who has another one here.
    pub(super) known_as: Option<String>,
}

/// Decides what would become of a file that was read.
pub(super) async fn plan(
    tx: &mut Tx,
    document: &Document,
    choice: &Choice,
) -> Result<Plan, OfficeError> {
    let location = locations::load(tx, choice.location).await?;
    let journal = journals::load(tx, choice.journal).await?;
    let printed = document.printed().map_err(OfficeError::Refused)?;
    let found = buyer::find(tx, document, choice).await?;
    let (accounts, about_accounts) = coding::choose(tx, choice, &printed.lines).await?;
    let existing = existing::find(tx, choice.journal, &printed).await?;

    let mut notes = document.notes.clone();
    let mut refusals = Vec::new();
    check_seller(document, choice, &location, (&mut notes, &mut refusals));
    refusals.extend(check_journal(&journal, choice, printed.kind));
    refusals.extend(about_accounts);
    refusals.extend(existing.refusals);
    notes.extend(found.notes);
    refusals.extend(found.refusal);
    notes.extend(existing.notes);
    notes.extend(without_account(&printed, &accounts));
    notes.extend(unknown_references(tx, choice, &printed).await?);
    if !printed.prepaid.is_zero() {
        let kept = Refusal::new(reasons::PREPAID_KEPT, Place::Nowhere);
        notes.push(kept.with("amount", printed.prepaid));
    }
    Ok(Plan {
        location,
        printed,
        buyer: found.buyer,
        known_as: found.known_as,
        accounts,
        same: existing.same,
        notes,
        refusals,
    })
}

/// A purchase invoice must not become a sale: who sold has to be the location.
fn check_seller(
    document: &Document,
    choice: &Choice,
    location: &Location,
    (notes, refusals): (&mut Vec<Refusal>, &mut Vec<Refusal>),
) {
    if document.is_sold_by(&location.enterprise_number) {
        return;
    }
    let tell = |code| {
        Refusal::new(code, Place::Location(location.id))
            .with("seller", &document.seller.name)
            .with("seller-number", document.seller_numbers.join(", "))
            .with("location", &location.name)
            .with("location-number", &location.enterprise_number)
    };
    if choice.accept_seller {
        notes.push(tell(reasons::SELLER_ACCEPTED));
    } else {
        refusals.push(tell(reasons::SELLER_IS_NOT_THIS_LOCATION));
    }
}

fn check_journal(journal: &Journal, choice: &Choice, kind: InvoiceKind) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    if !journal.numbered_elsewhere {
        let code = reasons::JOURNAL_NOT_NUMBERED_ELSEWHERE;
        refusals.push(about_journal(code, journal));
    }
    if journal.location.is_some_and(|own| own != choice.location) {
        let code = reasons::JOURNAL_OF_ANOTHER_LOCATION;
        refusals.push(about_journal(code, journal));
    }
    if journal.credit_notes && kind == InvoiceKind::Invoice {
        refusals.push(about_journal(reasons::JOURNAL_FOR_CREDIT_NOTES, journal));
    }
    refusals
}

/// Lines without an account are imported all the same; the export asks for them, with a link to each.
fn without_account(printed: &Printed, accounts: &[LineAccount]) -> Option<Refusal> {
    let positions: Vec<String> = printed
        .lines
        .iter()
        .zip(accounts)
        .filter(|(line, account)| line.net.is_some() && account.from == AccountFrom::Nowhere)
        .map(|(_, account)| account.position.to_string())
        .collect();
    if positions.is_empty() {
        return None;
    }
    let refusal = Refusal::new(reasons::LINES_WITHOUT_ACCOUNT, Place::LedgerAccounts);
    Some(refusal.with("lines", positions.join(", ")))
}

async fn unknown_references(
    tx: &mut Tx,
    choice: &Choice,
    printed: &Printed,
) -> Result<Vec<Refusal>, OfficeError> {
    let mut notes = Vec::new();
    // A document names one or two invoices; more than a hundred are not looked up.
    for number in printed.corrects.iter().take(100) {
        let id: Option<i64> = tx
            .one(
                "SELECT MIN(id) FROM invoice WHERE location_id = $1 AND number_key = $2",
                params![choice.location.get(), number.trim().to_lowercase()],
            )
            .await?;
        if id.is_none() {
            let note = Refusal::new(reasons::CORRECTED_INVOICE_UNKNOWN, Place::Nowhere);
            notes.push(note.with("number", number));
        }
    }
    Ok(notes)
}
