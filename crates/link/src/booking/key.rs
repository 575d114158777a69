//! The keys that we propose to Exact: derived, so that the same attempt always proposes the same one.
//!
//! Whether Exact honours them is not promised; where it does, a repeated request cannot double.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// What a proposed `EntryID` is made of.
#[derive(Debug, Clone, Copy)]
pub struct EntrySeed<'a> {
    /// The pinned division.
    pub division: i64,
    /// The booking.
    pub booking: i64,
    /// The attempt, from 1.
    pub generation: i64,
    /// The Exact journal's code.
    pub journal: &'a str,
    /// The invoice number.
    pub reference: &'a str,
}

/// The `EntryID` of one attempt at one booking. Journal and reference are part of it, so that two
/// installations whose ids happen to agree do not propose the same key.
#[must_use]
pub fn entry_id(seed: &EntrySeed<'_>) -> Uuid {
    named(&format!(
        "entry|{}|{}|{}|{}|{}",
        seed.division, seed.booking, seed.generation, seed.journal, seed.reference
    ))
}

/// The `ID` of one attempt at creating a customer.
#[must_use]
pub fn customer_id(division: i64, customer: i64, generation: i64) -> Uuid {
    named(&format!("customer|{division}|{customer}|{generation}"))
}

/// A UUID of version 8 (free to the maker) from the SHA-256 of a name.
fn named(name: &str) -> Uuid {
    let hash = Sha256::digest(name.as_bytes());
    let mut bytes = [0_u8; 16];
    for (byte, hashed) in bytes.iter_mut().zip(hash.iter()) {
        *byte = *hashed;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::{EntrySeed, customer_id, entry_id};

    const SEED: EntrySeed<'_> = EntrySeed {
        division: 123_456,
        booking: 7,
        generation: 1,
        journal: "700",
        reference: "A1-2026-000001",
    };

    #[test]
    fn the_same_attempt_proposes_the_same_key() {
        assert_eq!(entry_id(&SEED), entry_id(&SEED));
    }

    #[test]
    fn every_part_matters() {
        let others = [
            EntrySeed {
                division: 1,
                ..SEED
            },
            EntrySeed { booking: 8, ..SEED },
            EntrySeed {
                generation: 2,
                ..SEED
            },
            EntrySeed {
                journal: "701",
                ..SEED
            },
            EntrySeed {
                reference: "x",
                ..SEED
            },
        ];
        for other in others {
            assert_ne!(entry_id(&SEED), entry_id(&other));
        }
        assert_ne!(customer_id(1, 2, 3), customer_id(1, 2, 4));
    }
}
