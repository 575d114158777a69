//! What of a filter is on its way already: taken up by an earlier press, and not at its end.

use domain::{AdministrationId, InvoiceId, InvoiceNumber};
use office::{Actor, Right};
use store::{FromRow, Row, StoreError};

use super::select::chosen;
use crate::{Filter, Link, LinkError};

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
