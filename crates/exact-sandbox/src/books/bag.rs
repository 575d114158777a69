//! Properties that the books only keep: they have no rule here, but come back as they were sent.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
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

/// Whether what has these properties is in use on a day: not before its `StartDate`, nor after its `EndDate`.
pub(super) fn in_use(bag: &Bag, on: Date) -> bool {
    let day = |name: &str| match bag.get(name) {
        Some(Field::Moment(moment)) => Some(TimeZone::UTC.to_datetime(*moment).date()),
        _ => None,
    };
    day("StartDate").is_none_or(|start| start <= on) && day("EndDate").is_none_or(|end| on <= end)
}

/// A property as text; empty when it was not set or is no text.
#[must_use]
pub fn text_in<'a>(bag: &'a Bag, property: &str) -> &'a str {
    match bag.get(property) {
        Some(Field::Text(text)) => text,
        _ => "",
    }
}

/// A property that is a key; `None` when it was not set or is no key.
#[must_use]
pub fn key_in(bag: &Bag, property: &str) -> Option<Uuid> {
    match bag.get(property) {
        Some(Field::Guid(id)) => Some(*id),
        _ => None,
    }
}
