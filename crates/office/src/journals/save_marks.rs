//! Sets what people say of a journal; what it is, Exact Online says.

use domain::{Journal, JournalId, LocationId, NumberSeries, Place, Refusal};
use store::{Tx, params, transact};

use super::get::load_alone;
use crate::{
    Actor, Office, OfficeError, Right, reasons,
    trail::{self, Change},
};

/// The marks of a journal, where it is used, and the prefix of its numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// The location that uses it; `None` for every location.
    pub location: Option<LocationId>,
    /// *Intern*: listed, but never exported.
    pub internal: bool,
    /// It holds credit notes only.
    pub credit_notes: bool,
    /// Its invoices bear the numbers that another program gave.
    pub numbered_elsewhere: bool,
    /// What stands before the six digits of a number; `{year}` becomes the year of the invoice.
    pub prefix: String,
}

impl Marks {
    /// The marks as they are.
    #[must_use]
    pub fn of(journal: &Journal) -> Self {
        Self {
            location: journal.location,
            internal: journal.internal,
            credit_notes: journal.credit_notes,
            numbered_elsewhere: journal.numbered_elsewhere,
            prefix: journal.series.prefix.clone(),
        }
    }
}

/// Refuses a series that gives no invoice numbers.
pub(super) fn refuse_malformed(series: &NumberSeries, place: Place) -> Result<(), Refusal> {
    let date = series
        .last_date
        .unwrap_or(jiff::civil::Date::constant(2026, 1, 1));
    match series.take(date) {
        Ok(_) => Ok(()),
        Err(_) => {
            Err(Refusal::new(domain::reasons::SERIES_MALFORMED, place)
                .with("prefix", &series.prefix))
        }
    }
}

/// Sets the marks of a journal.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::EditJournals`], [`OfficeError::NotFound`],
/// [`OfficeError::Refused`] when the prefix gives no numbers, or when it would change who numbers a journal
/// that has invoices (their row of numbers would get gaps).
pub async fn save_marks(
    office: &Office,
    actor: &Actor,
    id: JournalId,
    marks: &Marks,
) -> Result<Journal, OfficeError> {
    actor.require(Right::EditJournals)?;
    transact!(office.db, |tx| -> Result<Journal, OfficeError> {
        let before = load_alone(tx, id).await?;
        let series = NumberSeries {
            prefix: marks.prefix.trim().to_owned(),
            ..before.series.clone()
        };
        refuse_malformed(&series, Place::Journal(id)).map_err(OfficeError::refused)?;
        if before.numbered_elsewhere != marks.numbered_elsewhere {
            refuse_with_invoices(tx, &before).await?;
        }
        let after = Journal {
            location: marks.location,
            internal: marks.internal,
            credit_notes: marks.credit_notes,
            numbered_elsewhere: marks.numbered_elsewhere,
            series,
            ..before.clone()
        };
        update(tx, &after).await?;
        let change = Change::changed("journal", id.get(), &before, &after);
        trail::record(office, actor, tx, change).await?;
        Ok(after)
    })
}

/// Refuses to change how a journal is numbered that has invoices.
pub(super) async fn refuse_with_invoices(
    tx: &mut Tx,
    journal: &Journal,
) -> Result<(), OfficeError> {
    let any: Option<i64> = tx
        .optional(
            "SELECT id FROM invoice WHERE journal_id = $1 LIMIT 1",
            params![journal.id.get()],
        )
        .await?;
    match any {
        None => Ok(()),
        Some(_) => Err(OfficeError::refused(
            Refusal::new(reasons::JOURNAL_HAS_INVOICES, Place::Journal(journal.id))
                .with("code", &journal.code),
        )),
    }
}

async fn update(tx: &mut Tx, journal: &Journal) -> Result<(), OfficeError> {
    tx.execute_one(
        "UPDATE journal
         SET location_id = $2, internal = $3, credit_notes = $4, numbered_elsewhere = $5, number_prefix = $6
         WHERE id = $1",
        params![
            journal.id.get(),
            journal.location.map(LocationId::get),
            journal.internal,
            journal.credit_notes,
            journal.numbered_elsewhere,
            &journal.series.prefix,
        ],
    )
    .await?;
    Ok(())
}
