//! The other books, as `GET /_sandbox/books` tells them.

use domain::Money;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

/// The books of one administration.
#[derive(Debug, Deserialize)]
pub struct Books {
    /// All sales entries.
    pub entries: Vec<Entry>,
}

/// A sales entry.
#[derive(Clone, Debug, Deserialize)]
pub struct Entry {
    /// Its number.
    pub number: i64,
    /// Journal code.
    pub journal: String,
    /// The customer's number.
    pub customer_code: String,
    /// Invoice date.
    pub date: Date,
    /// Our invoice number.
    pub your_ref: String,
    /// Net total.
    #[serde(deserialize_with = "money")]
    pub net: Money,
    /// VAT total.
    #[serde(deserialize_with = "money")]
    pub vat: Money,
    /// Total.
    #[serde(deserialize_with = "money")]
    pub total: Money,
    /// The lines, by number.
    pub lines: Vec<Line>,
}

/// A line of an entry.
#[derive(Clone, Debug, Deserialize)]
pub struct Line {
    /// Number of the ledger account.
    pub gl_code: String,
    /// Net.
    #[serde(deserialize_with = "money")]
    pub net: Money,
    /// VAT.
    #[serde(deserialize_with = "money")]
    pub vat: Money,
}

fn money<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
    let text = String::deserialize(deserializer)?;
    Money::parse(&text).map_err(serde::de::Error::custom)
}
