//! VAT numbers (*btw-nummer*) of the countries next door, checked; of others, their form only.
//!
//! Whether a number is in use, only VIES knows.

use std::fmt;
use std::str::FromStr;

use crate::enterprise_number::EnterpriseNumber;
use crate::identifier::{IdentifierError, compact, is_digits, modulo, modulo_97_letters};

/// A VAT number with its country, in capitals, without blanks and dots.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct VatNumber(String);

impl VatNumber {
    /// Reads a VAT number that begins with its country. Digits alone are taken for Belgian when
    /// they pass the Belgian check, since that is how they are written there.
    ///
    /// # Errors
    /// [`IdentifierError`]: empty, wrong form, or wrong check digits.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let compact = compact(text)?;
        if compact.bytes().all(|b| b.is_ascii_digit()) {
            return EnterpriseNumber::parse(&compact)
                .map(|number| Self(number.as_str().to_owned()));
        }
        let Some((country, rest)) = compact.split_at_checked(2) else {
            return Err(IdentifierError::Malformed);
        };
        if !country.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(IdentifierError::Malformed);
        }
        match country {
            "BE" => return EnterpriseNumber::parse(&compact).map(|n| Self(n.as_str().to_owned())),
            "NL" => check_dutch(&compact)?,
            "LU" => check_luxembourg(rest)?,
            "FR" => check_french(rest)?,
            "DE" => check_german(rest)?,
            _ => check_form(rest)?,
        }
        Ok(Self(compact))
    }

    /// The number as stored and compared.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The two letters in front (`EL` for Greece).
    #[must_use]
    pub fn country(&self) -> &str {
        &self.0[..2]
    }
}

/// The text by which VAT numbers are compared, also wrong ones: the number when it is one, else its letters and digits
/// in capitals. `None` when there are none.
#[must_use]
pub fn vat_key(text: &str) -> Option<String> {
    VatNumber::parse(text).map_or_else(|_| compact(text).ok(), |number| Some(number.0))
}

/// 2 to 12 characters, one of them a digit (VIES: the longest are 12).
fn check_form(rest: &str) -> Result<(), IdentifierError> {
    let right = (2..=12).contains(&rest.len()) && rest.bytes().any(|b| b.is_ascii_digit());
    if right {
        Ok(())
    } else {
        Err(IdentifierError::Malformed)
    }
}

/// `NL`, nine digits, `B`, two digits; either the nine pass the 11-test (legal persons) or the
/// whole passes ISO 7064 mod 97 (sole traders since 2020).
fn check_dutch(whole: &str) -> Result<(), IdentifierError> {
    let rest = &whole[2..];
    let form = rest.len() == 12
        && is_digits(&rest[..9], 9)
        && &rest[9..10] == "B"
        && is_digits(&rest[10..], 2);
    if !form {
        return Err(IdentifierError::Malformed);
    }
    let digits: Vec<i32> = rest[..9].bytes().map(|b| i32::from(b - b'0')).collect();
    let weighted: i32 = digits[..8]
        .iter()
        .zip((2..=9).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    let eleven = weighted % 11 == digits[8];
    if eleven || modulo_97_letters(whole) == 1 {
        Ok(())
    } else {
        Err(IdentifierError::Checksum)
    }
}

/// Eight digits; the last two are the first six modulo 89.
fn check_luxembourg(rest: &str) -> Result<(), IdentifierError> {
    if !is_digits(rest, 8) {
        return Err(IdentifierError::Malformed);
    }
    let right = modulo(&rest[6..], 100) == modulo(&rest[..6], 89);
    if right {
        Ok(())
    } else {
        Err(IdentifierError::Checksum)
    }
}

/// Two characters and a SIREN (Luhn); two digits in front must be the SIREN's key, a key with a
/// letter is not checked.
fn check_french(rest: &str) -> Result<(), IdentifierError> {
    if rest.len() != 11 || !is_digits(&rest[2..], 9) {
        return Err(IdentifierError::Malformed);
    }
    let (key, siren) = rest.split_at(2);
    // Numbers of Monaco begin with 000 and have no SIREN.
    if !siren.starts_with("000") && !luhn(siren) {
        return Err(IdentifierError::Checksum);
    }
    let numeric = key.bytes().all(|b| b.is_ascii_digit());
    if numeric && modulo(&format!("{siren}12"), 97) != modulo(key, 100) {
        return Err(IdentifierError::Checksum);
    }
    Ok(())
}

/// The Luhn check of a row of digits.
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(index, b)| {
            let digit = u32::from(b - b'0') * if index % 2 == 1 { 2 } else { 1 };
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Nine digits, ISO 7064 mod 11,10; the first is not 0.
fn check_german(rest: &str) -> Result<(), IdentifierError> {
    if !is_digits(rest, 9) || rest.starts_with('0') {
        return Err(IdentifierError::Malformed);
    }
    let product = rest[..8].bytes().fold(10, |product, b| {
        let sum = (u32::from(b - b'0') + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    let check = (11 - product) % 10;
    if modulo(&rest[8..], 10) == check {
        Ok(())
    } else {
        Err(IdentifierError::Checksum)
    }
}

impl fmt::Display for VatNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for VatNumber {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl<'de> serde::Deserialize<'de> for VatNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::vat_key;

    #[test]
    fn one_number_has_one_key_however_it_is_written() {
        for text in ["BE0001010184", "be 0001.010.184", "0001010184"] {
            assert_eq!(vat_key(text).as_deref(), Some("BE0001010184"), "{text}");
        }
        assert_eq!(
            vat_key("NL 123456789 B01").as_deref(),
            Some("NL123456789B01")
        );
        assert_eq!(vat_key("  "), None);
        assert_eq!(vat_key("geen?"), None);
    }
}
