//! Makes a journal by hand, for invoices that are kept before or without Exact Online.

use domain::{
    AdministrationId, Journal, JournalId, JournalKind, LocationId, NumberSeries, Place, Refusal,
};
use store::{Tx, lock, params, transact};

use super::save_marks::{Marks, refuse_malformed};
use crate::{
    Actor, Office, OfficeError, Right,
    fields::Fields,
    locks, reasons,
    trail::{self, Change},
};

/// A journal as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JournalForm {
    /// Its code, the same as in Exact Online.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The administration to which it belongs, when it is known.
    pub administration: Option<AdministrationId>,
    /// Marks, location and series.
    pub marks: Marks,
}

/// Makes a journal. What it is in Exact Online stays unknown until Exact told it.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::EditJournals`], [`OfficeError::Refused`] when something is wrong
/// or the code is there already in this administration (for this location, while none is known).
pub async fn create(
    office: &Office,
    actor: &Actor,
    form: &JournalForm,
) -> Result<Journal, OfficeError> {
    actor.require(Right::EditJournals)?;
    let journal = read(form, JournalId::new(office.ids.next())).map_err(OfficeError::Refused)?;
    transact!(office.db, |tx| -> Result<Journal, OfficeError> {
        lock::take(tx, locks::JOURNALS).await?;
        refuse_double(tx, &journal).await?;
        insert(tx, &journal).await?;
        let change = Change::created("journal", journal.id.get(), &journal);
        trail::record(office, actor, tx, change).await?;
        Ok(journal.clone())
    })
}

fn read(form: &JournalForm, id: JournalId) -> Result<Journal, Vec<Refusal>> {
    let mut fields = Fields::new(Place::Journals);
    let code = fields.text("code", &form.code);
    let name = fields.text("name", &form.name);
    for (field, text) in [("code", &code), ("name", &name)] {
        if text.is_empty() {
            let missing = Refusal::new(reasons::TEXT_MISSING, Place::Journals);
            fields.refuse(missing.with("field", field));
        }
    }
    let series = NumberSeries::starting(form.marks.prefix.trim());
    if let Err(refusal) = refuse_malformed(&series, Place::Journals) {
        fields.refuse(refusal);
    }
    fields.finish(Journal {
        id,
        code,
        name,
        kind: JournalKind::Unknown,
        administration: form.administration,
        location: form.marks.location,
        internal: form.marks.internal,
        credit_notes: form.marks.credit_notes,
        numbered_elsewhere: form.marks.numbered_elsewhere,
        series,
    })
}

async fn refuse_double(tx: &mut Tx, journal: &Journal) -> Result<(), OfficeError> {
    let twins: Vec<(i64, Option<i64>)> = tx
        .all(
            "SELECT id, location_id FROM journal
             WHERE code = $1 AND COALESCE(administration_id, 0) = $2",
            params![
                &journal.code,
                journal.administration.map_or(0, AdministrationId::get)
            ],
        )
        .await?;
    let location = journal.location.map(LocationId::get);
    let twin = twins
        .into_iter()
        .find(|(_, other)| journal.administration.is_some() || *other == location);
    match twin {
        None => Ok(()),
        Some((id, _)) => Err(OfficeError::refused(
            Refusal::new(reasons::JOURNAL_EXISTS, Place::Journal(JournalId::new(id)))
                .with("code", &journal.code),
        )),
    }
}

async fn insert(tx: &mut Tx, journal: &Journal) -> Result<(), OfficeError> {
    tx.execute_one(
        "INSERT INTO journal (id, code, name, kind, administration_id, location_id, internal, credit_notes,
                              numbered_elsewhere, number_prefix, next_number, last_date)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        params![
            journal.id.get(),
            &journal.code,
            &journal.name,
            journal.kind.as_str(),
            journal.administration.map(AdministrationId::get),
            journal.location.map(LocationId::get),
            journal.internal,
            journal.credit_notes,
            journal.numbered_elsewhere,
            &journal.series.prefix,
            journal.series.next,
            journal.series.last_date,
        ],
    )
    .await?;
    Ok(())
}
