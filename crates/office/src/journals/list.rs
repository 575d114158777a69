//! The list of journals: short enough to be shown whole.

use domain::Journal;
use store::params;

use super::row::JournalRow;
use crate::{Actor, Office, OfficeError, Right};

/// How many journals are listed at most; ten locations with their own sets have some hundred.
pub const JOURNALS_MAX: i64 = 1_000;

/// All journals by code, then name; at most [`JOURNALS_MAX`].
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::View`].
pub async fn list(office: &Office, actor: &Actor) -> Result<Vec<Journal>, OfficeError> {
    actor.require(Right::View)?;
    let rows: Vec<JournalRow> = office
        .db
        .read()
        .await?
        .all(
            "SELECT id, code, name, kind, administration_id, location_id, internal, credit_notes,
                    numbered_elsewhere, number_prefix, next_number, last_date
             FROM journal ORDER BY code, name, id LIMIT $1",
            params![JOURNALS_MAX],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
