//! Which invoices a filter takes. State, journal and number stand in the query, so that what is booked is not read: a
//! filter over thirty years reads what is open in them.
//!
//! Drafts have no number: a filter without bounds of numbers takes them (the check says that they lack one), a filter
//! with bounds does not.

use std::collections::BTreeMap;

use domain::{InvoiceId, JournalId, LocationId, Place, Refusal};
use store::{FromRow, Params, Row, StoreError, Tx, Value, params};

use crate::{
    Filter, Link, LinkError, booking::state::BookingState, check::mirrored::AT_ONCE, reasons,
};

/// An invoice of the filter that may be taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Open {
    pub(crate) invoice: InvoiceId,
    /// The state of its booking; ready when it has none.
    pub(crate) state: BookingState,
}

/// An open invoice with what it is sorted by.
struct OpenRow {
    order: String,
    open: Open,
}

impl FromRow for OpenRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let state: String = row.get(2)?;
        Ok(Self {
            order: row.get(1)?,
            open: Open {
                invoice: InvoiceId::new(row.get(0)?),
                state: BookingState::parse(&state).ok_or(StoreError::Column {
                    index: 2,
                    expected: "a known word",
                })?,
            },
        })
    }
}

/// The invoices of the filter that may be taken up, in the order of their numbers, in which they leave.
///
/// # Errors
/// [`LinkError::Refused`] with [`reasons::TOO_MANY_INVOICES`] when a run cannot hold them.
pub(crate) async fn open(
    link: &Link,
    tx: &mut Tx,
    filter: &Filter,
) -> Result<Vec<Open>, LinkError> {
    let limit = link.settings.limits.run_invoices;
    let is_too_many = |rows: &[OpenRow]| i64::try_from(rows.len()).is_ok_and(|count| count > limit);
    let mut rows = Vec::new();
    for chosen in chosen(filter) {
        rows.extend(loaded(tx, chosen, limit + 1).await?);
        if is_too_many(&rows) {
            // Counted only to be told.
            let mut count = 0;
            for chosen in self::chosen(filter) {
                count += counted(tx, chosen).await?;
            }
            return Err(too_many(reasons::TOO_MANY_INVOICES, count, limit));
        }
    }
    rows.sort_by(|a, b| (&a.order, a.open.invoice).cmp(&(&b.order, b.open.invoice)));
    Ok(rows.into_iter().map(|row| row.open).collect())
}

/// More than a run can hold: never done in part, and never in silence.
pub(crate) fn too_many(code: &'static str, count: i64, limit: i64) -> LinkError {
    LinkError::refused(
        Refusal::new(code, Place::Nowhere)
            .with("count", count)
            .with("max", limit),
    )
}

/// How many bookings of the filter are in each state that is not open.
pub(crate) async fn states(
    tx: &mut Tx,
    filter: &Filter,
) -> Result<BTreeMap<BookingState, i64>, LinkError> {
    let mut states = BTreeMap::new();
    for chosen in chosen(filter) {
        let rows: Vec<(String, i64)> = tx
            .all(
                "SELECT b.state, COUNT(*) FROM invoice i JOIN booking b ON b.invoice_id = i.id \
                 WHERE i.issue_date >= $1 AND i.issue_date <= $2 \
                 AND (CAST($3 AS BIGINT) IS NULL OR i.location_id = $3) \
                 AND (CAST($4 AS TEXT) IS NULL OR i.number_order >= $4) \
                 AND (CAST($5 AS TEXT) IS NULL OR i.number_order <= $5) \
                 AND (CAST($6 AS BOOLEAN) = TRUE OR i.journal_id IN ( \
                 $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, \
                 $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, \
                 $47, $48, $49, $50, $51, $52, $53, $54, $55, $56)) \
                 AND b.state NOT IN ('ready', 'refused', 'parked') GROUP BY b.state",
                chosen,
            )
            .await?;
        for (state, count) in rows {
            let state = BookingState::parse(&state).ok_or(LinkError::Stored {
                what: "state of a booking",
            })?;
            *states.entry(state).or_default() += count;
        }
    }
    Ok(states)
}

/// The filter as the parameters of the statements here and in `subjects`: once for all journals, or once for each
/// [`AT_ONCE`] of those chosen.
pub(crate) fn chosen(filter: &Filter) -> Vec<Params> {
    let journals: Vec<JournalId> = filter.journals.clone();
    if journals.is_empty() {
        return vec![with_journals(filter, &[])];
    }
    journals
        .chunks(AT_ONCE)
        .map(|chunk| with_journals(filter, chunk))
        .collect()
}

fn with_journals(filter: &Filter, journals: &[JournalId]) -> Params {
    let (number_from, number_to) = filter.number_bounds();
    let mut params = params![
        filter.from,
        filter.to,
        filter.location.map(LocationId::get),
        number_from,
        number_to,
        journals.is_empty(),
    ];
    // The last one fills up the rest; a journal of key 0 does not exist.
    let last = journals.last().map_or(0, |journal| journal.get());
    let ids = journals.iter().map(|journal| journal.get());
    let ids = ids.chain(std::iter::repeat(last)).take(AT_ONCE);
    params.extend(ids.map(Value::from));
    params
}

/// The bookings first, by an index of those that are open: SQLite keeps to the order of a CROSS JOIN, and PostgreSQL
/// knows how many there are.
async fn counted(tx: &mut Tx, chosen: Params) -> Result<i64, LinkError> {
    Ok(tx
        .one(
            "SELECT (SELECT COUNT(*) FROM invoice i WHERE i.taken_up = FALSE \
             AND i.issue_date >= $1 AND i.issue_date <= $2 \
             AND (CAST($3 AS BIGINT) IS NULL OR i.location_id = $3) \
             AND (CAST($4 AS TEXT) IS NULL OR i.number_order >= $4) \
             AND (CAST($5 AS TEXT) IS NULL OR i.number_order <= $5) \
             AND (CAST($6 AS BOOLEAN) = TRUE OR i.journal_id IN ( \
             $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, \
             $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, \
             $47, $48, $49, $50, $51, $52, $53, $54, $55, $56)) \
             AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.invoice_id = i.id)) \
             + (SELECT COUNT(*) FROM booking b CROSS JOIN invoice i WHERE i.id = b.invoice_id \
             AND b.state IN ('ready', 'refused', 'parked') \
             AND i.issue_date >= $1 AND i.issue_date <= $2 \
             AND (CAST($3 AS BIGINT) IS NULL OR i.location_id = $3) \
             AND (CAST($4 AS TEXT) IS NULL OR i.number_order >= $4) \
             AND (CAST($5 AS TEXT) IS NULL OR i.number_order <= $5) \
             AND (CAST($6 AS BOOLEAN) = TRUE OR i.journal_id IN ( \
             $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, \
             $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, \
             $47, $48, $49, $50, $51, $52, $53, $54, $55, $56)))",
            chosen,
        )
        .await?)
}

/// At most so many of them, in no order.
async fn loaded(tx: &mut Tx, mut chosen: Params, most: i64) -> Result<Vec<OpenRow>, LinkError> {
    chosen.push(Value::from(most));
    Ok(tx
        .all(
            "SELECT i.id, COALESCE(i.number_order, ''), CAST('ready' AS TEXT) FROM invoice i \
             WHERE i.taken_up = FALSE AND i.issue_date >= $1 AND i.issue_date <= $2 \
             AND (CAST($3 AS BIGINT) IS NULL OR i.location_id = $3) \
             AND (CAST($4 AS TEXT) IS NULL OR i.number_order >= $4) \
             AND (CAST($5 AS TEXT) IS NULL OR i.number_order <= $5) \
             AND (CAST($6 AS BOOLEAN) = TRUE OR i.journal_id IN ( \
             $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, \
             $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, \
             $47, $48, $49, $50, $51, $52, $53, $54, $55, $56)) \
             AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.invoice_id = i.id) \
             UNION ALL \
             SELECT i.id, COALESCE(i.number_order, ''), b.state FROM booking b \
             CROSS JOIN invoice i WHERE i.id = b.invoice_id AND b.state IN ('ready', 'refused', 'parked') \
             AND i.issue_date >= $1 AND i.issue_date <= $2 \
             AND (CAST($3 AS BIGINT) IS NULL OR i.location_id = $3) \
             AND (CAST($4 AS TEXT) IS NULL OR i.number_order >= $4) \
             AND (CAST($5 AS TEXT) IS NULL OR i.number_order <= $5) \
             AND (CAST($6 AS BOOLEAN) = TRUE OR i.journal_id IN ( \
             $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, \
             $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, \
             $47, $48, $49, $50, $51, $52, $53, $54, $55, $56)) LIMIT $57",
            chosen,
        )
        .await?)
}
