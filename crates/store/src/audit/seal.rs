//! Chains the audit rows that are not chained yet. One at a time: two that come together seal one after the other.

use super::chain::{GENESIS, Seal, Sealable, seal_of};
use crate::{Db, Params, StoreError, Tx, lock, params, transact};

/// How many rows are sealed in one transaction.
pub const SEAL_BATCH: i64 = 500;
/// Whoever seals goes on from the last seal, so there is one at a time.
const SEALING: &str = "audit seals";

/// Seals at most [`SEAL_BATCH`] rows, oldest first, and returns how many; fewer than that means that none is left.
///
/// # Errors
/// When the database fails, or the last seal is damaged ([`StoreError::Column`]).
pub async fn seal(db: &Db) -> Result<u64, StoreError> {
    transact!(db, |tx| {
        lock::take(tx, SEALING).await?;
        let (number, head) = head(tx).await?;
        let rows: Vec<Sealable> = tx
            .all(
                "SELECT id, at, actor, verb, subject_kind, subject_id, before_state, after_state, reason \
                 FROM audit WHERE seal_number IS NULL ORDER BY id LIMIT $1",
                params![SEAL_BATCH],
            )
            .await?;
        tx.execute_many(
            "UPDATE audit SET seal_number = $2, seal = $3 WHERE id = $1 AND seal_number IS NULL",
            links(&rows, number, head),
        )
        .await
    })
}

/// The number and seal of the row sealed last.
async fn head(tx: &mut Tx) -> Result<(i64, Seal), StoreError> {
    let last: Option<(i64, Vec<u8>)> = tx
        .optional(
            "SELECT seal_number, seal FROM audit \
             WHERE seal_number = (SELECT MAX(seal_number) FROM audit)",
            params![],
        )
        .await?;
    let Some((number, bytes)) = last else {
        return Ok((0, GENESIS));
    };
    let seal = seal_of(&bytes).ok_or(StoreError::Column {
        index: 1,
        expected: "a seal",
    })?;
    Ok((number, seal))
}

fn links(rows: &[Sealable], number: i64, mut head: Seal) -> Vec<Params> {
    let mut links = Vec::with_capacity(rows.len());
    for (row, number) in rows.iter().zip(number + 1..) {
        head = row.seal(&head);
        links.push(params![row.id, number, &head[..]]);
    }
    links
}
