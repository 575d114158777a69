//! What became of an invoice on its way into the books of Exact Online, as far as a list shows it.

use domain::{BookingId, Refusal};
use store::{FromRow, Row, StoreError};

use crate::rows;

/// The booking of an invoice. An invoice without one is ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingView {
    /// Key.
    pub id: BookingId,
    /// The stored state: `ready`, `queued`, `sending`, `booked`, `refused`, `unknown`, `conflict`, `parked` or
    /// `excluded`.
    pub state: String,
    /// The number of the entry in Exact Online, once booked.
    pub entry_number: Option<i64>,
    /// Why it was refused or is parked.
    pub refusal: Option<Refusal>,
}

/// The booking whose columns `id, state, entry_number, refusal` begin at `first`, when there is one.
pub(super) fn from_columns(row: &Row, first: usize) -> Result<Option<BookingView>, StoreError> {
    let Some(id) = rows::optional(row, first, BookingId::new)? else {
        return Ok(None);
    };
    let refusal: Option<String> = row.get(first + 3)?;
    Ok(Some(BookingView {
        id,
        state: row.get(first + 1)?,
        entry_number: row.get(first + 2)?,
        refusal: refusal
            .map(|text| serde_json::from_str(&text))
            .transpose()?,
    }))
}

impl FromRow for BookingView {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        from_columns(row, 0)?.ok_or(StoreError::NotFound)
    }
}
