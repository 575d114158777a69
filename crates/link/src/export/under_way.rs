//! What of a filter is on its way already: taken up by an earlier press, and not at its end.

use domain::{AdministrationId, InvoiceId, InvoiceNumber, Refusal};
use office::{Actor, Right};
use store::{FromRow, Row, StoreError};

use super::select::chosen;
use crate::{
    Filter, Link, LinkError,
    booking::state::BookingState,
    check::mirrored::{AT_ONCE, filled_up},
    read,
};

/// An invoice that a lane still has something to do for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderWay {
    /// Which one.
    pub invoice: InvoiceId,
    /// Its number.
    pub number: Option<InvoiceNumber>,
    /// Where it is booked.
    pub administration: AdministrationId,
}

impl FromRow for UnderWay {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let number: Option<String> = row.get(1)?;
        Ok(Self {
            invoice: InvoiceId::new(row.get(0)?),
            number: number.and_then(|number| InvoiceNumber::parse(&number).ok()),
            administration: AdministrationId::new(row.get(2)?),
        })
    }
}

/// The invoices of the filter that are queued, being sent, or unknown: a press does not take them up anew, their lanes
/// go on with them.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn under_way(
    link: &Link,
    actor: &Actor,
    filter: &Filter,
) -> Result<Vec<UnderWay>, LinkError> {
    actor.require(Right::View)?;
    let mut tx = link.office.db.read().await?;
    let mut found = Vec::new();
    for chosen in chosen(filter) {
        let rows: Vec<UnderWay> = tx
            .all(
                "SELECT i.id, i.number, b.administration_id FROM booking b CROSS JOIN invoice i \
                 WHERE i.id = b.invoice_id AND b.state IN ('queued', 'sending', 'unknown') \
                 AND i.issue_date >= $1 AND i.issue_date <= $2 \
                 AND (CAST($3 AS BIGINT) IS NULL OR i.location_id = $3) \
                 AND (CAST($4 AS TEXT) IS NULL OR i.number_order >= $4) \
                 AND (CAST($5 AS TEXT) IS NULL OR i.number_order <= $5) \
                 AND (CAST($6 AS BOOLEAN) = TRUE OR i.journal_id IN ( \
                 $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, \
                 $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, \
                 $47, $48, $49, $50, $51, $52, $53, $54, $55, $56)) ORDER BY i.number_order, i.id",
                chosen,
            )
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// What became of an invoice that was on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Became {
    /// Which one.
    pub invoice: InvoiceId,
    /// The state of its booking.
    pub state: BookingState,
    /// The number of its entry in Exact.
    pub entry_number: Option<i64>,
    /// Why it is where it is.
    pub refusal: Option<Refusal>,
}

impl FromRow for Became {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let state: String = row.get(1)?;
        Ok(Self {
            invoice: InvoiceId::new(row.get(0)?),
            state: BookingState::parse(&state).ok_or(StoreError::Column {
                index: 1,
                expected: "a known word",
            })?,
            entry_number: row.get(2)?,
            refusal: read::refusal(row, 3)?,
        })
    }
}

/// What became of each of these invoices, in no order; one that was never taken up is left out.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn became(
    link: &Link,
    actor: &Actor,
    invoices: &[InvoiceId],
) -> Result<Vec<Became>, LinkError> {
    actor.require(Right::View)?;
    let ids: Vec<i64> = invoices.iter().copied().map(InvoiceId::get).collect();
    let mut tx = link.office.db.read().await?;
    let mut all = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(AT_ONCE) {
        let rows: Vec<Became> = tx
            .all(
                "SELECT invoice_id, state, entry_number, refusal FROM booking WHERE id > $1 AND invoice_id IN ( \
                 $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
                 $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, \
                 $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)",
                filled_up(0, chunk),
            )
            .await?;
        all.extend(rows);
    }
    Ok(all)
}
