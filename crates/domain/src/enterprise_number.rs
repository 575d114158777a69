//! Belgian enterprise numbers (*ondernemingsnummer*, KBO).

use std::fmt;
use std::str::FromStr;

use crate::identifier::{IdentifierError, compact, is_digits, modulo};

/// A Belgian enterprise number, kept as `BE` and ten digits.
///
/// The first digit is 0 or 1 (1 since 19-09-2023); the last two are 97 minus the first eight
/// modulo 97. A right checksum does not prove that the enterprise exists or is liable to VAT.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct EnterpriseNumber(String);

impl EnterpriseNumber {
    /// Reads `BE0001.010.085`, `0001.010.085`, `(0)001.010.085` or nine digits of old.
    ///
    /// # Errors
    /// [`IdentifierError`]: empty, wrong form, or wrong check digits.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let compact = compact(text)?;
        let digits = compact.strip_prefix("BE").unwrap_or(&compact);
        let digits = if is_digits(digits, 9) {
            format!("0{digits}")
        } else {
            digits.to_owned()
        };
        if !is_digits(&digits, 10) || !matches!(digits.as_bytes()[0], b'0' | b'1') {
            return Err(IdentifierError::Malformed);
        }
        let (base, check) = digits.split_at(8);
        if modulo(base, 97) == 0 && base.bytes().all(|b| b == b'0') {
            return Err(IdentifierError::Malformed);
        }
        if modulo(check, 100) != 97 - modulo(base, 97) {
            return Err(IdentifierError::Checksum);
        }
        Ok(Self(format!("BE{digits}")))
    }

    /// `BE` and ten digits, as stored and compared; also the Belgian VAT number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ten digits alone, as Peppol scheme 0208 wants them.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0[2..]
    }
}

impl fmt::Display for EnterpriseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for EnterpriseNumber {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl<'de> serde::Deserialize<'de> for EnterpriseNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}
