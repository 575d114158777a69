//! Properties that the books only keep: they have no rule here, but come back as they were sent.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The value of a property.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Text.
    Text(String),
    /// A whole number.
    Int(i64),
    /// An exact decimal.
    Decimal(Decimal),
    /// Yes or no.
    Bool(bool),
    /// A key.
    Guid(Uuid),
    /// A moment; a date is midnight UTC.
    Moment(Timestamp),
}

/// Properties by their published name.
pub type Bag = BTreeMap<String, Field>;
