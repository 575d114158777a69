//! The `Timestamp` of the `sync/…` endpoints.

use std::fmt;

use serde_json::value::RawValue;

use super::{FromWire, ToWire, ValueError};

/// A row version: grows with every change in a division, unrelated to time, reset when the division
/// moves to another database. Read as a number or a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rowversion(i64);

impl Rowversion {
    /// Before every row.
    pub const START: Self = Self(0);

    /// A version that was kept from an earlier answer.
    #[must_use]
    pub const fn new(value: i64) -> Self {
        Self(value)
    }

    /// The bare number.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Rowversion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromWire for Rowversion {
    const EDM: &'static [&'static str] = i64_edm();

    fn read(raw: &RawValue) -> Result<Self, ValueError> {
        i64::read(raw).map(Self)
    }
}

const fn i64_edm() -> &'static [&'static str] {
    <i64 as ToWire>::EDM
}
