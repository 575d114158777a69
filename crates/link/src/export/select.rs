//! Which invoices a filter takes, with the state of their bookings.

use std::collections::BTreeMap;

use domain::{AdministrationId, BookingId, InvoiceId, InvoiceNumber, JournalId, Money};
use jiff::civil::Date;
use store::{FromRow, Row, StoreError, Tx, params};

use crate::{Filter, LinkError, booking::state::BookingState};

/// The most invoices of one filter: about what a group of shops makes in three years.
pub(crate) const MAX_INVOICES: i64 = 50_000;

/// One invoice of the filter.
#[derive(Debug, Clone)]
pub(crate) struct Selected {
    pub(crate) invoice: InvoiceId,
    pub(crate) number: Option<InvoiceNumber>,
    pub(crate) journal: JournalId,
    pub(crate) total: Money,
    pub(crate) credit_note: bool,
    /// Its booking, when it has one.
    pub(crate) booking: Option<(BookingId, BookingState, AdministrationId)>,
}

impl FromRow for Selected {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let number: Option<String> = row.get(1)?;
        let booking: Option<i64> = row.get(5)?;
        let booking = match booking {
            None => None,
            Some(id) => {
                let state: String = row.get(6)?;
                let state = BookingState::parse(&state).ok_or(StoreError::Column {
                    index: 6,
                    expected: "a known word",
                })?;
                Some((
                    BookingId::new(id),
                    state,
                    AdministrationId::new(row.get(7)?),
                ))
            }
        };
        Ok(Self {
            invoice: InvoiceId::new(row.get(0)?),
            number: number.and_then(|number| InvoiceNumber::parse(&number).ok()),
            journal: JournalId::new(row.get(2)?),
            total: Money::from_cents(row.get(3)?),
            credit_note: row.get::<String>(4)? == domain::InvoiceKind::CreditNote.as_str(),
            booking,
        })
    }
}

impl Selected {
    /// Whether a press on the button takes it up.
    pub(crate) fn may_be_queued(&self) -> bool {
        self.booking
            .is_none_or(|(_, state, _)| state.may_be_queued())
    }
}

/// Loads them by date and number. An invoice without a number is taken too, whatever the bounds of numbers say: it
/// is refused with its reason instead of being left out in silence.
pub(crate) async fn load(tx: &mut Tx, filter: &Filter) -> Result<Vec<Selected>, LinkError> {
    let (from, to): (Date, Date) = (filter.from, filter.to);
    let rows: Vec<Selected> = tx
        .all(
            "SELECT i.id, i.number, i.journal_id, i.total, i.kind, b.id, b.state, b.administration_id \
             FROM invoice i LEFT JOIN booking b ON b.invoice_id = i.id \
             WHERE i.issue_date >= $1 AND i.issue_date <= $2 \
             AND (CAST($3 AS BIGINT) IS NULL OR i.location_id = $3) \
             ORDER BY i.issue_date, i.id LIMIT $4",
            params![from, to, filter.location.map(domain::LocationId::get), MAX_INVOICES],
        )
        .await?;
    Ok(rows
        .into_iter()
        .filter(|one| filter.takes_journal(one.journal))
        .filter(|one| {
            one.number
                .as_ref()
                .is_none_or(|number| filter.takes_number(number))
        })
        .collect())
}

/// Where invoices that were taken up already are booked.
pub(crate) fn pinned(selected: &[Selected]) -> BTreeMap<InvoiceId, AdministrationId> {
    selected
        .iter()
        .filter(|one| !one.may_be_queued())
        .filter_map(|one| {
            one.booking
                .map(|(_, _, administration)| (one.invoice, administration))
        })
        .collect()
}
