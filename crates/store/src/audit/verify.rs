//! Walks the whole chain and says where it is broken.

use super::chain::{GENESIS, Seal, Sealable, seal_of};
use crate::{Db, FromRow, Row, StoreError, Tx, params};

/// How many rows are read at a time.
const PAGE: i64 = 1_000;

/// What a walk along the chain has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many rows are sealed and right, up to the first one that is not.
    pub sealed: i64,
    /// How many rows wait for their seal: they are not proven yet.
    pub unsealed: i64,
    /// The first number in the chain whose row is missing, changed or wrongly sealed.
    pub broken_at: Option<i64>,
    /// The last good seal in hexadecimal, to be noted where this database's owner cannot change it.
    pub head: String,
}

struct Sealed {
    row: Sealable,
    number: i64,
    seal: Option<Vec<u8>>,
}

impl FromRow for Sealed {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            row: Sealable::from_row(row)?,
            number: row.get(9)?,
            seal: row.get(10)?,
        })
    }
}

/// Verifies the chain from its beginning.
///
/// # Errors
/// When the database fails; a broken chain is not an error but a [`Report`].
pub async fn verify(db: &Db) -> Result<Report, StoreError> {
    let mut tx = db.read().await?;
    let unsealed = tx
        .one(
            "SELECT COUNT(*) FROM audit WHERE seal_number IS NULL",
            params![],
        )
        .await?;
    let (mut sealed, mut head, mut broken_at) = (0, GENESIS, None);
    while broken_at.is_none() {
        let page = page(&mut tx, sealed).await?;
        if page.is_empty() {
            break;
        }
        for row in page {
            let Some(seal) = next(&row, sealed, &head) else {
                broken_at = Some(sealed + 1);
                break;
            };
            (sealed, head) = (row.number, seal);
        }
    }
    Ok(Report {
        sealed,
        unsealed,
        broken_at,
        head: hex::encode(head),
    })
}

/// The seal of the row, if it is the right row with the right seal.
fn next(row: &Sealed, sealed: i64, head: &Seal) -> Option<Seal> {
    let seal = row.row.seal(head);
    let stored = row.seal.as_deref().and_then(seal_of);
    (row.number == sealed + 1 && stored == Some(seal)).then_some(seal)
}

async fn page(tx: &mut Tx, after: i64) -> Result<Vec<Sealed>, StoreError> {
    tx.all(
        "SELECT id, at, actor, verb, subject_kind, subject_id, before_state, after_state, reason, \
         seal_number, seal FROM audit WHERE seal_number > $1 ORDER BY seal_number LIMIT $2",
        params![after, PAGE],
    )
    .await
}
