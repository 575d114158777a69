//! Bank account numbers (*rekeningnummer*, IBAN).

use std::fmt;
use std::str::FromStr;

use crate::identifier::{IdentifierError, compact, is_digits, modulo, modulo_97_letters};

/// An IBAN in capitals without blanks.
///
/// Checked: ISO 13616 modulo 97, the length of the countries next door, and the Belgian check
/// inside the number (last two digits = first ten modulo 97, 0 counting as 97). No list of banks
/// is held, so no BIC is derived.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Iban(String);

/// Lengths of the countries where the product is used or that are next door.
const LENGTHS: [(&str, usize); 5] = [("BE", 16), ("NL", 18), ("LU", 20), ("DE", 22), ("FR", 27)];

impl Iban {
    /// Reads an IBAN, with or without blanks.
    ///
    /// # Errors
    /// [`IdentifierError`]: empty, wrong form, or wrong check digits.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let iban = compact(text)?;
        if !(15..=34).contains(&iban.len()) {
            return Err(IdentifierError::Malformed);
        }
        let (country, rest) = iban.split_at(2);
        if !country.bytes().all(|b| b.is_ascii_uppercase()) || !is_digits(&rest[..2], 2) {
            return Err(IdentifierError::Malformed);
        }
        let length = LENGTHS
            .iter()
            .find(|(code, _)| *code == country)
            .map(|(_, length)| *length);
        if length.is_some_and(|length| length != iban.len()) {
            return Err(IdentifierError::Malformed);
        }
        let rotated = format!("{}{}", &iban[4..], &iban[..4]);
        if modulo_97_letters(&rotated) != 1 {
            return Err(IdentifierError::Checksum);
        }
        if country == "BE" {
            check_belgian(&iban[4..])?;
        }
        Ok(Self(iban))
    }

    /// The IBAN as stored and compared.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The check inside a Belgian account number of twelve digits.
fn check_belgian(account: &str) -> Result<(), IdentifierError> {
    if !is_digits(account, 12) {
        return Err(IdentifierError::Malformed);
    }
    let (base, check) = account.split_at(10);
    let expected = match modulo(base, 97) {
        0 => 97,
        rest => rest,
    };
    if modulo(check, 100) == expected {
        Ok(())
    } else {
        Err(IdentifierError::Checksum)
    }
}

impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Iban {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl<'de> serde::Deserialize<'de> for Iban {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}
