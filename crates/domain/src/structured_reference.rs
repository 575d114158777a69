//! The Belgian structured payment reference (*gestructureerde mededeling*, OGM/VCS).

use std::fmt;
use std::str::FromStr;

use crate::identifier::{IdentifierError, is_digits, modulo};

/// Twelve digits of which the last two are the first ten modulo 97, 0 counting as 97.
///
/// Kept as digits; shown as `+++090/9337/55493+++`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct StructuredReference(String);

impl StructuredReference {
    /// The reference of a base number of at most ten digits; never reuse a base.
    ///
    /// # Errors
    /// [`IdentifierError::Malformed`] for 0 (banks refuse it) or more than ten digits.
    pub fn from_base(base: u64) -> Result<Self, IdentifierError> {
        if base == 0 || base > 9_999_999_999 {
            return Err(IdentifierError::Malformed);
        }
        let digits = format!("{base:010}");
        let check = check_digits(&digits);
        Ok(Self(format!("{digits}{check:02}")))
    }

    /// Reads the reference with or without its ornaments (`+`, `*`, `/`, blanks).
    ///
    /// # Errors
    /// [`IdentifierError`]: empty, not twelve digits, or wrong check digits.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let ornament = |c: char| matches!(c, '+' | '*' | '/') || c.is_whitespace();
        let digits: String = text.chars().filter(|c| !ornament(*c)).collect();
        if digits.is_empty() {
            return Err(IdentifierError::Empty);
        }
        if !is_digits(&digits, 12) || digits.starts_with("0000000000") {
            return Err(IdentifierError::Malformed);
        }
        let (base, check) = digits.split_at(10);
        if modulo(check, 100) != check_digits(base) {
            return Err(IdentifierError::Checksum);
        }
        Ok(Self(digits))
    }

    /// The twelve digits, as stored and sent.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }
}

/// The check of ten digits: 1 to 97.
fn check_digits(base: &str) -> u32 {
    match modulo(base, 97) {
        0 => 97,
        rest => rest,
    }
}

impl fmt::Display for StructuredReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = &self.0;
        f.pad(&format!(
            "+++{}/{}/{}+++",
            &digits[..3],
            &digits[3..7],
            &digits[7..]
        ))
    }
}

impl FromStr for StructuredReference {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl<'de> serde::Deserialize<'de> for StructuredReference {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}
