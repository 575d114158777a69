//! Who is invoiced: the customer in the books, and the party as it is printed.

use std::fmt;
use std::str::FromStr;

use crate::address::{Address, compared, same_address};
use crate::ids::CustomerId;
use crate::language::Language;
use crate::text::{cut, normalise};

/// Characters of a name that Exact Online keeps; clients of it cut there too.
pub const NAME_KEPT: usize = 50;

/// The number of a customer (*klantnummer*): 1 to 10^18 − 1, since codes of relations in the
/// accounting package have at most 18 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct CustomerNumber(i64);

/// A number that is zero, negative, has more than 18 digits, or is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a customer number")]
pub struct CustomerNumberError;

impl CustomerNumber {
    /// The largest number, 18 digits.
    pub const MAX: i64 = 999_999_999_999_999_999;

    /// The customer number with this value.
    ///
    /// # Errors
    /// [`CustomerNumberError`] outside 1 to [`CustomerNumber::MAX`].
    pub const fn new(number: i64) -> Result<Self, CustomerNumberError> {
        if number < 1 || number > Self::MAX {
            return Err(CustomerNumberError);
        }
        Ok(Self(number))
    }

    /// Its value.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for CustomerNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for CustomerNumber {
    type Err = CustomerNumberError;

    /// Reads digits, outer blanks and leading zeros allowed; no sign.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(CustomerNumberError);
        }
        Self::new(text.parse().map_err(|_| CustomerNumberError)?)
    }
}

impl<'de> serde::Deserialize<'de> for CustomerNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(i64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// A customer (*klant*) as the books know it now.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Customer {
    /// Key.
    pub id: CustomerId,
    /// The number that people use.
    pub number: CustomerNumber,
    /// Name.
    pub name: String,
    /// Address.
    pub address: Address,
    /// VAT number, normalised where it is valid; empty when there is none.
    pub vat_number: String,
    /// Peppol address as `scheme:value`; empty when there is none.
    pub endpoint: String,
    /// E-mail address; empty when there is none.
    pub email: String,
    /// The language of its documents.
    pub language: Language,
    /// Counts the changes; a save names the version that it read.
    pub version: i64,
}

/// A party as printed on an invoice: a frozen copy, whatever happens to the customer later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Party {
    /// Name.
    pub name: String,
    /// Address.
    pub address: Address,
    /// VAT number; empty when there is none.
    pub vat_number: String,
    /// Peppol address as `scheme:value`; empty when there is none.
    pub endpoint: String,
}

impl Customer {
    /// The customer as an invoice of today prints it.
    #[must_use]
    pub fn as_party(&self) -> Party {
        Party {
            name: self.name.clone(),
            address: self.address.clone(),
            vat_number: self.vat_number.clone(),
            endpoint: self.endpoint.clone(),
        }
    }
}

/// The name cut to the length that is sent and kept.
#[must_use]
pub fn name_as_kept(name: &str) -> &str {
    cut(name, NAME_KEPT)
}

/// Whether two names are one after normalisation, as far as Exact Online keeps them.
///
/// Names without a letter or digit are compared as they are.
#[must_use]
pub fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (name_as_kept(a), name_as_kept(b));
    let (left, right) = (normalise(a), normalise(b));
    left == right && (!left.is_empty() || a == b)
}

/// Whether name and address are both the same.
#[must_use]
pub fn same_party(a: (&str, &Address), b: (&str, &Address)) -> bool {
    same_name(a.0, b.0) && same_address(a.1, b.1)
}

/// The text by which parties are looked up: two with the same are [`same_party`]. `None` for a party that is too
/// little known to be told from another: no letter or digit in the name, or an address that is not whole.
#[must_use]
pub fn party_key(name: &str, address: &Address) -> Option<String> {
    let name = normalise(name_as_kept(name));
    if name.is_empty() || !address.is_complete() {
        return None;
    }
    let [lines, postcode, city, country] = compared(address);
    Some([name, lines, postcode, city, country].join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(line: &str, line2: &str, postcode: &str) -> Address {
        Address {
            line: line.to_owned(),
            line2: line2.to_owned(),
            postcode: postcode.to_owned(),
            city: "Testgem".to_owned(),
            country: "be".to_owned(),
        }
    }

    #[test]
    fn parties_with_one_key_are_the_same() {
        let parties = [
            ("Fictieve Garage B.V.", address("Laan 12", "bus 3", "9999")),
            ("FICTIEVE GARAGE BV ", address("laan 12 bus 3", "", "99 99")),
            ("Fictieve Garage", address("Laan 12", "bus 3", "9999")),
            ("Fictieve Garage BV", address("Laan 12", "bus 4", "9999")),
        ];
        for a in &parties {
            for b in &parties {
                let same = same_party((a.0, &a.1), (b.0, &b.1));
                assert_eq!(party_key(a.0, &a.1) == party_key(b.0, &b.1), same);
            }
        }
    }

    #[test]
    fn who_is_hardly_known_has_no_key() {
        assert_eq!(party_key("Garage", &Address::default()), None);
        assert_eq!(party_key(" - ", &address("Laan 12", "", "9999")), None);
    }
}
