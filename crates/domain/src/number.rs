//! Invoice numbers: what one may look like, and when two are the same.
//!
//! An invoice number is the reference of the booking, so its limits are those of that reference:
//! 1 to 30 characters, no outer blanks, no control characters, unique ignoring case.

use std::fmt;
use std::str::FromStr;

/// The number of an invoice or credit note (*factuurnummer*).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct InvoiceNumber(String);

/// Why a text is not an invoice number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// There is nothing.
    #[error("the number is empty")]
    Empty,
    /// More than [`InvoiceNumber::MAX_LENGTH`] characters.
    #[error("the number has {length} characters")]
    TooLong {
        /// Its length in characters.
        length: usize,
    },
    /// It begins or ends with a blank.
    #[error("the number begins or ends with a blank")]
    OuterBlank,
    /// It holds a control character, such as a line break.
    #[error("the number holds a control character")]
    Control,
}

impl InvoiceNumber {
    /// The longest number, in characters.
    pub const MAX_LENGTH: usize = 30;

    /// Takes a number as it is; nothing is trimmed or mended.
    ///
    /// # Errors
    /// [`NumberError`]: which limit it breaks.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let length = text.chars().count();
        if length == 0 {
            return Err(NumberError::Empty);
        }
        if text.chars().any(char::is_control) {
            return Err(NumberError::Control);
        }
        if text.trim() != text {
            return Err(NumberError::OuterBlank);
        }
        if length > Self::MAX_LENGTH {
            return Err(NumberError::TooLong { length });
        }
        Ok(Self(text.to_owned()))
    }

    /// The number as printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is compared: the number without its case. Two numbers with one key are the same.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for InvoiceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for InvoiceNumber {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl<'de> serde::Deserialize<'de> for InvoiceNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}
