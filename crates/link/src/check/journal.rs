//! Condition (a): the journal exists in Exact, as a sales journal that may be used.

use domain::{Journal, Place, Refusal};

use super::books::{Administration, Books, ExactJournal};
use crate::reasons;

/// Exact's type of a sales journal.
const SALES: i64 = 20;

/// The journal in Exact, or why it cannot be booked in. A journal without an administration of its own belongs to
/// the one of the location.
///
/// # Errors
/// The refusal.
pub fn check<'a>(
    books: &'a Books,
    administration: &Administration,
    journal: &Journal,
) -> Result<&'a ExactJournal, Refusal> {
    let refusal = |code: &'static str| {
        Refusal::new(code, Place::Journal(journal.id)).with("journal", journal_name(journal))
    };
    if journal.internal {
        return Err(refusal(reasons::JOURNAL_INTERNAL));
    }
    if journal
        .administration
        .is_some_and(|other| other != administration.id)
    {
        return Err(refusal(reasons::JOURNAL_OF_OTHER_ADMINISTRATION)
            .with("administration", &administration.name));
    }
    let Some(exact) = books.journals.get(journal.code.trim()) else {
        return Err(
            refusal(reasons::JOURNAL_NOT_IN_EXACT).with("administration", &administration.name)
        );
    };
    if exact.kind != SALES {
        return Err(refusal(reasons::JOURNAL_NOT_SALES).with("type", exact.kind));
    }
    if exact.blocked {
        return Err(refusal(reasons::JOURNAL_BLOCKED));
    }
    Ok(exact)
}

/// The journal as people know it: code and name.
#[must_use]
pub fn journal_name(journal: &Journal) -> String {
    format!("{} {}", journal.code, journal.name)
        .trim()
        .to_owned()
}
