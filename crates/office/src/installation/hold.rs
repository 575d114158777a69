//! After someone said that it goes on, each administration is looked through once before anything is sent in it or
//! numbered for it.

use domain::{AdministrationId, Journal, Place, Refusal};
use jiff::Timestamp;
use store::{StoreError, Tx, params};

use crate::{Office, OfficeError, reasons};

/// An administration that was not looked through yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// A reading that begins then or later shows everything that the other one may have sent.
    pub after: Timestamp,
    /// What the administration is called.
    pub name: String,
}

/// Whether the administration waits to be looked through.
///
/// # Errors
/// When the database fails.
pub async fn held(
    tx: &mut Tx,
    administration: AdministrationId,
) -> Result<Option<Held>, StoreError> {
    let row: Option<(Timestamp, String)> = tx
        .optional(
            "SELECT i.resume_after, a.name FROM installation i JOIN administration a ON a.id = $1 \
             LEFT JOIN installation_look l ON l.administration_id = a.id \
             WHERE i.resume_after IS NOT NULL AND (l.looked_at IS NULL OR l.looked_at < i.resume_after)",
            params![administration.get()],
        )
        .await?;
    Ok(row.map(|(after, name)| Held { after, name }))
}

/// Demands that the journal may give a number. One that belongs to no administration is not held.
///
/// # Errors
/// [`OfficeError::Refused`] with until when it waits, or what is looked through first.
pub async fn require_numbers(
    office: &Office,
    tx: &mut Tx,
    journal: &Journal,
) -> Result<(), OfficeError> {
    let Some(administration) = journal.administration else {
        return Ok(());
    };
    let Some(held) = held(tx, administration).await? else {
        return Ok(());
    };
    let refusal = if held.after > office.clock.now() {
        Refusal::new(reasons::INSTALLATION_WAITS, Place::Installation).with("until", held.after)
    } else {
        Refusal::new(reasons::INSTALLATION_NOT_LOOKED, Place::Installation)
            .with("administration", held.name)
    };
    Err(OfficeError::refused(refusal))
}
