//! What else a filter holds beside invoices to be booked: customers, accounts, and where it looks again. Asked for in
//! the database, so that no invoice is read for it.

use std::collections::BTreeSet;

use domain::{AdministrationId, CustomerId, LedgerAccountId};
use store::Tx;

use super::select::chosen;
use crate::{Filter, LinkError};

/// The customers of every invoice of the filter, each in the administration where the invoice is booked or would be;
/// only of administrations whose master data were read.
pub(super) async fn customers(
    tx: &mut Tx,
    filter: &Filter,
) -> Result<BTreeSet<(AdministrationId, CustomerId)>, LinkError> {
    let mut found = BTreeSet::new();
    for chosen in chosen(filter) {
        let rows: Vec<(i64, i64)> = tx
            .all(
                "SELECT DISTINCT a.id, i.customer_id FROM invoice i JOIN location l ON l.id = i.location_id \
                 LEFT JOIN booking b ON b.invoice_id = i.id AND b.state NOT IN ('ready', 'refused', 'parked') \
                 JOIN administration a ON a.id = COALESCE(b.administration_id, l.administration_id) \
                 WHERE a.mirrored_at IS NOT NULL AND i.issue_date >= $1 AND i.issue_date <= $2 \
                 AND (CAST($3 AS BIGINT) IS NULL OR i.location_id = $3) \
                 AND (CAST($4 AS TEXT) IS NULL OR i.number_order >= $4) \
                 AND (CAST($5 AS TEXT) IS NULL OR i.number_order <= $5) \
                 AND (CAST($6 AS BOOLEAN) = TRUE OR i.journal_id IN ( \
                 $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, \
                 $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, \
                 $47, $48, $49, $50, $51, $52, $53, $54, $55, $56))",
                chosen,
            )
            .await?;
        found.extend(
            rows.into_iter()
                .map(|(id, customer)| (AdministrationId::new(id), CustomerId::new(customer))),
        );
    }
    Ok(found)
}

/// The accounts on the lines of every invoice of the filter, with their numbers, each in the administration of the
/// invoice's location.
pub(super) async fn accounts(
    tx: &mut Tx,
    filter: &Filter,
) -> Result<BTreeSet<(AdministrationId, LedgerAccountId, String)>, LinkError> {
    let mut found = BTreeSet::new();
    for chosen in chosen(filter) {
        let rows: Vec<(i64, i64, String)> = tx
            .all(
                "SELECT DISTINCT l.administration_id, n.ledger_account_id, g.number FROM invoice i \
                 JOIN location l ON l.id = i.location_id JOIN invoice_line n ON n.invoice_id = i.id \
                 JOIN ledger_account g ON g.id = n.ledger_account_id \
                 WHERE l.administration_id IS NOT NULL AND i.issue_date >= $1 AND i.issue_date <= $2 \
                 AND (CAST($3 AS BIGINT) IS NULL OR i.location_id = $3) \
                 AND (CAST($4 AS TEXT) IS NULL OR i.number_order >= $4) \
                 AND (CAST($5 AS TEXT) IS NULL OR i.number_order <= $5) \
                 AND (CAST($6 AS BOOLEAN) = TRUE OR i.journal_id IN ( \
                 $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, \
                 $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, \
                 $47, $48, $49, $50, $51, $52, $53, $54, $55, $56))",
                chosen,
            )
            .await?;
        found.extend(rows.into_iter().map(|(id, account, number)| {
            (
                AdministrationId::new(id),
                LedgerAccountId::new(account),
                number,
            )
        }));
    }
    Ok(found)
}

/// Administrations in which something of the filter was booked before, which may have been touched there since.
pub(super) async fn booked_in(
    tx: &mut Tx,
    filter: &Filter,
) -> Result<BTreeSet<AdministrationId>, LinkError> {
    let mut found = BTreeSet::new();
    for chosen in chosen(filter) {
        let rows: Vec<i64> = tx
            .all(
                "SELECT a.id FROM administration a WHERE EXISTS (SELECT 1 FROM booking b \
                 JOIN invoice i ON i.id = b.invoice_id WHERE b.administration_id = a.id \
                 AND b.state NOT IN ('ready', 'refused', 'parked') AND i.issue_date >= $1 AND i.issue_date <= $2 \
                 AND (CAST($3 AS BIGINT) IS NULL OR i.location_id = $3) \
                 AND (CAST($4 AS TEXT) IS NULL OR i.number_order >= $4) \
                 AND (CAST($5 AS TEXT) IS NULL OR i.number_order <= $5) \
                 AND (CAST($6 AS BOOLEAN) = TRUE OR i.journal_id IN ( \
                 $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, \
                 $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, \
                 $47, $48, $49, $50, $51, $52, $53, $54, $55, $56)))",
                chosen,
            )
            .await?;
        found.extend(rows.into_iter().map(AdministrationId::new));
    }
    Ok(found)
}
