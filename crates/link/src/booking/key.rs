//! The keys that we propose to Exact: derived, so that the same attempt always proposes the same one.
//!
//! Whether Exact honours them is not promised; where it does, a repeated request cannot double.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// What an administration does with keys that we propose, as learned from its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keys {
    /// Nothing was learned yet.
    #[default]
    Untried,
    /// It chooses keys of its own.
    Ignored,
    /// It takes them over: the same request twice cannot book twice.
    Honoured,
    /// It refuses requests that propose one: none is proposed.
    Refused,
}

impl Keys {
    /// Every lesson.
    pub const ALL: &'static [Self] = &[Self::Untried, Self::Ignored, Self::Honoured, Self::Refused];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Untried => "untried",
            Self::Ignored => "ignored",
            Self::Honoured => "honoured",
            Self::Refused => "refused",
        }
    }

    /// The lesson of a stored word; nothing learned for any other.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::ALL
            .iter()
            .copied()
            .find(|keys| keys.as_str() == text)
            .unwrap_or_default()
    }

    /// What an answer teaches: the key that was proposed and the one that came back.
    #[must_use]
    pub fn learned(self, proposed: Option<Uuid>, answered: Uuid) -> Self {
        match proposed {
            None => self,
            Some(proposed) if proposed == answered => Self::Honoured,
            Some(_) => Self::Ignored,
        }
    }
}

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
    use super::{EntrySeed, Keys, customer_id, entry_id};

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
    fn an_answer_teaches() {
        let (one, other) = (entry_id(&SEED), customer_id(1, 2, 3));
        assert_eq!(Keys::Untried.learned(Some(one), one), Keys::Honoured);
        assert_eq!(Keys::Untried.learned(Some(one), other), Keys::Ignored);
        assert_eq!(Keys::Refused.learned(None, other), Keys::Refused);
        for keys in Keys::ALL {
            assert_eq!(Keys::parse(keys.as_str()), *keys);
        }
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
