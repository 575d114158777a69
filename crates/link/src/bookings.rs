//! The booking of an invoice, for its page: where it is, what was tried, what Exact made of it.

use domain::{AdministrationId, BookingId, InvoiceId, Refusal, RunId};
use jiff::Timestamp;
use office::{Actor, Right};
use store::{FromRow, Row, StoreError, params};
use uuid::Uuid;

use crate::{Link, LinkError, booking::state::BookingState, read};

/// A booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingView {
    /// Its key.
    pub id: BookingId,
    /// Where it is booked.
    pub administration: AdministrationId,
    /// The pinned number of that administration.
    pub division: i64,
    /// Its state.
    pub state: BookingState,
    /// How often it was tried.
    pub generation: i64,
    /// The entry in Exact.
    pub entry_id: Option<Uuid>,
    /// Its number there.
    pub entry_number: Option<i64>,
    /// Why it is where it is.
    pub refusal: Option<Refusal>,
    /// The run that took it up last.
    pub run: Option<RunId>,
    /// Not looked up before then.
    pub look_after: Option<Timestamp>,
    /// When it changed last.
    pub changed_at: Timestamp,
    /// What was tried, the latest first.
    pub attempts: Vec<AttemptView>,
}

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptView {
    /// When its intent was stored.
    pub opened_at: Timestamp,
    /// When its outcome was stored.
    pub closed_at: Option<Timestamp>,
    /// done, refused, `not_sent`, unknown; `None` while it is open.
    pub outcome: Option<String>,
    /// The HTTP status.
    pub status: Option<i64>,
}

impl FromRow for AttemptView {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            opened_at: row.get(0)?,
            closed_at: row.get(1)?,
            outcome: row.get(2)?,
            status: row.get(3)?,
        })
    }
}

struct BookingRow(BookingView);

impl FromRow for BookingRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let state: String = row.get(3)?;
        Ok(Self(BookingView {
            id: BookingId::new(row.get(0)?),
            administration: AdministrationId::new(row.get(1)?),
            division: row.get(2)?,
            state: BookingState::parse(&state).ok_or(StoreError::Column {
                index: 3,
                expected: "a known word",
            })?,
            generation: row.get(4)?,
            entry_id: row.get(5)?,
            entry_number: row.get(6)?,
            refusal: read::refusal(row, 7)?,
            run: row.get::<Option<i64>>(8)?.map(RunId::new),
            look_after: row.get(9)?,
            changed_at: row.get(10)?,
            attempts: Vec::new(),
        }))
    }
}

/// The booking of an invoice; `None` while it was never taken up.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn of_invoice(
    link: &Link,
    actor: &Actor,
    invoice: InvoiceId,
) -> Result<Option<BookingView>, LinkError> {
    actor.require(Right::View)?;
    let mut tx = link.office.db.read().await?;
    let row: Option<BookingRow> = tx
        .optional(
            "SELECT id, administration_id, division, state, generation, entry_id, entry_number, refusal, run_id, \
             look_after, changed_at FROM booking WHERE invoice_id = $1",
            params![invoice.get()],
        )
        .await?;
    let Some(BookingRow(mut booking)) = row else {
        return Ok(None);
    };
    booking.attempts = tx
        .all(
            "SELECT opened_at, closed_at, outcome, status FROM call_intent WHERE booking_id = $1 \
             ORDER BY id DESC LIMIT 50",
            params![booking.id.get()],
        )
        .await?;
    Ok(Some(booking))
}
