//! The properties that a client sent, tested against the table of published properties (facts 2.7, point 22).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::books::Field;
use crate::money::Money;
use crate::odata::Value;

/// A sent value.
#[derive(Clone, Debug)]
pub(crate) enum Sent {
    One(Value),
    Many(Vec<Fields>),
}

/// Sent properties by their published name. Those that may not be set are left out: the real service ignores them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(pub(crate) BTreeMap<&'static str, Sent>);

impl Fields {
    /// The value; `None` when absent or null.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        match self.0.get(name) {
            Some(Sent::One(value)) if *value != Value::Null => Some(value),
            _ => None,
        }
    }

    /// A collection.
    pub(crate) fn many(&self, name: &str) -> Option<&[Fields]> {
        match self.0.get(name) {
            Some(Sent::Many(many)) => Some(many),
            _ => None,
        }
    }

    /// Text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        match self.value(name) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// A key.
    pub(crate) fn guid(&self, name: &str) -> Option<Uuid> {
        match self.value(name) {
            Some(Value::Guid(id)) => Some(*id),
            _ => None,
        }
    }

    /// A decimal.
    pub(crate) fn decimal(&self, name: &str) -> Option<Decimal> {
        match self.value(name) {
            Some(Value::Decimal(number)) => Some(*number),
            Some(Value::Int(number)) => Some(Decimal::from(*number)),
            _ => None,
        }
    }

    /// An amount, to the cent.
    pub(crate) fn money(&self, name: &str) -> Option<Money> {
        self.decimal(name).and_then(Money::from_decimal)
    }

    /// A whole number that fits.
    pub(crate) fn int<T: TryFrom<i64>>(&self, name: &str) -> Option<T> {
        match self.value(name) {
            Some(Value::Int(number)) => T::try_from(*number).ok(),
            _ => None,
        }
    }

    /// Yes or no; no when absent.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.value(name) == Some(&Value::Bool(true))
    }

    /// A date: the UTC day of the moment.
    pub(crate) fn date(&self, name: &str) -> Option<Date> {
        match self.value(name) {
            Some(Value::Moment(ms)) => {
                let moment = Timestamp::from_millisecond(*ms).ok()?;
                Some(TimeZone::UTC.to_datetime(moment).date())
            }
            _ => None,
        }
    }

    /// A value in the form in which the books keep what has no rule; `None` for null.
    pub(crate) fn kept(value: &Value) -> Option<Field> {
        match value {
            Value::Null => None,
            Value::Bool(yes) => Some(Field::Bool(*yes)),
            Value::Int(number) => Some(Field::Int(*number)),
            Value::Decimal(number) => Some(Field::Decimal(*number)),
            Value::Text(text) => Some(Field::Text(text.clone())),
            Value::Guid(id) => Some(Field::Guid(*id)),
            Value::Moment(ms) => Timestamp::from_millisecond(*ms).ok().map(Field::Moment),
        }
    }

    /// All single values, for records that take any property.
    pub(crate) fn ones(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().filter_map(|(name, sent)| match sent {
            Sent::One(value) => Some((*name, value)),
            Sent::Many(_) => None,
        })
    }
}

/// A kept value as the API shows it.
pub(crate) fn shown(field: Option<&Field>) -> Value {
    match field {
        None => Value::Null,
        Some(Field::Text(text)) => Value::text(text),
        Some(Field::Int(number)) => Value::Int(*number),
        Some(Field::Decimal(number)) => Value::Decimal(*number),
        Some(Field::Bool(yes)) => Value::Bool(*yes),
        Some(Field::Guid(id)) => Value::Guid(*id),
        Some(Field::Moment(moment)) => Value::from(*moment),
    }
}
