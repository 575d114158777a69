//! The ledger accounts behind many ids at once.

use std::collections::BTreeMap;

use domain::{LedgerAccount, LedgerAccountId, Place, Refusal};
use store::Tx;

use super::row::AccountRow;
use crate::{
    OfficeError,
    error::refuse_any,
    reasons,
    rows::{IDS_AT_ONCE, filled_up},
};

/// The accounts with these ids; unknown ids are left out.
pub(crate) async fn load_many(
    tx: &mut Tx,
    ids: &[LedgerAccountId],
) -> Result<BTreeMap<LedgerAccountId, LedgerAccount>, OfficeError> {
    let mut keys: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut found = BTreeMap::new();
    for chunk in keys.chunks(IDS_AT_ONCE) {
        let rows: Vec<AccountRow> = tx
            .all(
                "SELECT id, number, name, description, cost_centre
             FROM ledger_account
             WHERE id IN (
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36,
                $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53,
                $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70,
                $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87,
                $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99, $100)",
                filled_up(chunk),
            )
            .await?;
        found.extend(
            rows.into_iter()
                .map(|AccountRow(account)| (account.id, account)),
        );
    }
    Ok(found)
}

/// Refuses ids of accounts that are not here.
pub(crate) async fn refuse_unknown(
    tx: &mut Tx,
    ids: &[LedgerAccountId],
) -> Result<(), OfficeError> {
    let known = load_many(tx, ids).await?;
    let unknown = ids.iter().filter(|id| !known.contains_key(*id));
    refuse_any(
        unknown
            .map(|id| {
                Refusal::new(reasons::ACCOUNT_UNKNOWN, Place::LedgerAccounts).with("account", id)
            })
            .collect(),
    )
}
