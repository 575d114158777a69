//! Codes, which Exact pads with blanks, each in its own way.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde_json::value::RawValue;

use super::plain::json_string;
use super::{FromWire, ToWire, ValueError, string};

/// How wide an account code is in the database, padded on the left.
pub const ACCOUNT_CODE_WIDTH: usize = 18;

const TEXT: &[&str] = &["Edm.String"];

/// The code of an account (a customer number): right-aligned in 18 characters on the wire, bare
/// here. Filters get the blanks back; bodies get it bare.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

impl Code {
    /// From any writing; outer blanks go.
    #[must_use]
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(text.as_ref().trim().to_owned())
    }

    /// Without blanks.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// With the blanks that a filter needs.
    #[must_use]
    pub fn padded(&self) -> String {
        format!("{:>ACCOUNT_CODE_WIDTH$}", self.0)
    }
}

/// A code without outer blanks, whatever came: journals, payment conditions, G/L accounts,
/// countries.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Trimmed(String);

impl Trimmed {
    /// From any writing; outer blanks go.
    #[must_use]
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(text.as_ref().trim().to_owned())
    }

    /// Without blanks.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A VAT code. Older answers pad it on the right, and what was read must be sent back as it was;
/// so it keeps its writing and is compared without the blanks (`"2  "` equals `"2"`, not `"02"`).
#[derive(Debug, Clone)]
pub struct VatCode(String);

impl VatCode {
    /// Keeps the writing.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// As it was read, blanks included: what is sent.
    #[must_use]
    pub fn as_read(&self) -> &str {
        &self.0
    }

    /// Without blanks: what is compared and shown.
    #[must_use]
    pub fn trimmed(&self) -> &str {
        self.0.trim()
    }
}

impl PartialEq for VatCode {
    fn eq(&self, other: &Self) -> bool {
        self.trimmed() == other.trimmed()
    }
}

impl Eq for VatCode {}

impl Hash for VatCode {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.trimmed().hash(state);
    }
}

/// What the three have in common.
macro_rules! code {
    ($($type:ident, $shown:ident, $sent:ident;)+) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.$shown())
            }
        }

        impl From<&str> for $type {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl From<String> for $type {
            fn from(text: String) -> Self {
                Self::new(text)
            }
        }

        impl FromWire for $type {
            const EDM: &'static [&'static str] = TEXT;

            fn read(raw: &RawValue) -> Result<Self, ValueError> {
                string(raw, "a code").map(Self::new)
            }
        }

        impl ToWire for $type {
            const EDM: &'static [&'static str] = TEXT;

            fn write(&self) -> String {
                json_string(self.$sent())
            }
        }
    )+};
}

code! {
    Code, as_str, as_str;
    Trimmed, as_str, as_str;
    VatCode, trimmed, as_read;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_code_is_bare_here_and_padded_in_filters() {
        let code = Code::read(serde_json::from_str("\"               255\"").expect("JSON"))
            .expect("a code");
        assert_eq!(code.as_str(), "255");
        assert_eq!(code.padded(), "               255");
        assert_eq!(code.write(), "\"255\"");
        assert_eq!(
            Code::new("1234567890123456789").padded(),
            "1234567890123456789"
        );
    }

    #[test]
    fn a_vat_code_is_sent_as_read_and_compared_bare() {
        let read = VatCode::new("2  ");
        assert_eq!(read, VatCode::new("2"));
        assert_ne!(read, VatCode::new("02"));
        assert_eq!(read.write(), "\"2  \"");
        assert_eq!(read.to_string(), "2");
    }
}
