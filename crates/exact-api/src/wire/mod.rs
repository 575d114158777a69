//! The values on the wire, one type per way of writing.
//!
//! Reading is tolerant (numbers as strings, padded codes, two notations of a date); writing has one
//! form each. Null is `None`: a property that may be null is an `Option` in its row.

mod amount;
mod codes;
mod dates;
mod fraction;
mod plain;
mod rowversion;

use std::borrow::Cow;

use serde_json::value::RawValue;

pub use amount::Amount;
pub use codes::{ACCOUNT_CODE_WIDTH, Code, Trimmed, VatCode};
pub use fraction::Fraction;
pub use rowversion::Rowversion;

/// A type that can be read from one JSON value.
pub trait FromWire: Sized {
    /// The documented EDM types that it reads.
    const EDM: &'static [&'static str];

    /// Reads one value.
    ///
    /// # Errors
    /// When the value is of another kind.
    fn read(raw: &RawValue) -> Result<Self, ValueError>;

    /// What a missing property means.
    ///
    /// # Errors
    /// For every type but `Option`.
    fn absent() -> Result<Self, ValueError> {
        Err(ValueError("a value"))
    }
}

/// A type that can be written as one JSON value.
pub trait ToWire {
    /// The documented EDM types that accept it.
    const EDM: &'static [&'static str];

    /// The JSON literal.
    fn write(&self) -> String;
}

/// A value of another kind than expected. It carries no part of the value: rows hold personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {0}")]
pub struct ValueError(pub &'static str);

/// A body that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// Not JSON, or not an object where one was due.
    #[error("the answer is not the expected JSON")]
    NotJson(#[source] serde_json::Error),
    /// JSON of another shape.
    #[error("the answer has another shape: expected {0}")]
    Shape(&'static str),
    /// A property of another type.
    #[error("the property {name} cannot be read")]
    Value {
        /// Exact's name of the property.
        name: &'static str,
        /// What was expected.
        source: ValueError,
    },
}

impl<T: FromWire> FromWire for Option<T> {
    const EDM: &'static [&'static str] = T::EDM;

    fn read(raw: &RawValue) -> Result<Self, ValueError> {
        if raw.get() == "null" {
            Ok(None)
        } else {
            T::read(raw).map(Some)
        }
    }

    fn absent() -> Result<Self, ValueError> {
        Ok(None)
    }
}

/// The text of a JSON string, or the literal itself for anything else.
fn text<'a>(raw: &'a RawValue, expected: &'static str) -> Result<Cow<'a, str>, ValueError> {
    let literal = raw.get();
    if literal.starts_with('"') {
        serde_json::from_str::<String>(literal)
            .map(Cow::Owned)
            .map_err(|_| ValueError(expected))
    } else {
        Ok(Cow::Borrowed(literal))
    }
}

/// The text of a JSON string only.
fn string(raw: &RawValue, expected: &'static str) -> Result<String, ValueError> {
    serde_json::from_str(raw.get()).map_err(|_| ValueError(expected))
}
