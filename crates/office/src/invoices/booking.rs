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

/// In these states nothing of the invoice stands in Exact Online, nor can; an invoice without a booking is ready.
///
/// Until it is being sent a lane checks the coding anew before it sends; `conflict` is left out, because something does
/// stand there, and a coding that is mended here would only hide how it was booked.
const RECODABLE: &[&str] = &["ready", "queued", "refused", "parked", "excluded"];

/// Whether the coding of an invoice may be mended while its booking is in this state. Asked by the page, by the verb
/// and by whoever lists what may be mended; here, because the desk decides it and the link only keeps to it.
#[must_use]
pub(super) fn may_be_recoded(state: Option<&str>) -> bool {
    state.is_none_or(|state| RECODABLE.contains(&state))
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
