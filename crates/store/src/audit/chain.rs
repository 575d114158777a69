//! How a row becomes bytes, and bytes become the next link of the chain.

use sha2::{Digest, Sha256};

use crate::{FromRow, Row, StoreError};

/// A seal: SHA-256.
pub(super) type Seal = [u8; 32];

/// What the first row is chained to.
pub(super) const GENESIS: Seal = [0; 32];

/// An audit row as the seal sees it: id, time and actor as numbers, the rest as the very text that is stored.
pub(super) struct Sealable {
    pub(super) id: i64,
    at: i64,
    actor: Option<i64>,
    texts: [Option<String>; 6],
}

impl FromRow for Sealable {
    /// Columns: id, at, actor, verb, subject kind and id, before, after, reason.
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get(0)?,
            at: row.get(1)?,
            actor: row.get(2)?,
            texts: [
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
                row.get(6)?,
                row.get(7)?,
                row.get(8)?,
            ],
        })
    }
}

impl Sealable {
    /// The seal of this row, after `previous`. Each field is preceded by its presence and length, so that no two
    /// rows make the same bytes.
    pub(super) fn seal(&self, previous: &Seal) -> Seal {
        let mut hash = Sha256::new();
        hash.update(previous);
        hash.update(self.id.to_be_bytes());
        hash.update(self.at.to_be_bytes());
        hash.update([u8::from(self.actor.is_some())]);
        hash.update(self.actor.unwrap_or_default().to_be_bytes());
        for text in &self.texts {
            hash.update([u8::from(text.is_some())]);
            let bytes = text.as_deref().unwrap_or_default().as_bytes();
            hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(bytes);
        }
        hash.finalize().into()
    }
}

/// Stored bytes as a seal; `None` when they are no seal.
pub(super) fn seal_of(bytes: &[u8]) -> Option<Seal> {
    bytes.try_into().ok()
}
