//! Rows as they come back: the same for both engines, read by position.

use crate::{StoreError, Value};

/// One row of a result.
#[derive(Debug, Clone)]
pub struct Row {
    values: Vec<Value>,
}

impl Row {
    pub(crate) const fn new(values: Vec<Value>) -> Self {
        Self { values }
    }

    /// The column at `index`, counted from zero.
    ///
    /// # Errors
    /// [`StoreError::Column`] when there is no such column or it holds something else.
    pub fn get<T: ColumnValue>(&self, index: usize) -> Result<T, StoreError> {
        self.values
            .get(index)
            .and_then(T::from_value)
            .ok_or(StoreError::Column {
                index,
                expected: T::NAME,
            })
    }
}

/// A type that one column can be read as.
pub trait ColumnValue: Sized {
    /// How the type is called in an error.
    const NAME: &'static str;

    /// The value as this type, or `None` when it is something else.
    fn from_value(value: &Value) -> Option<Self>;
}

/// A type that one row can be read as.
pub trait FromRow: Sized {
    /// Reads the row.
    ///
    /// # Errors
    /// [`StoreError::Column`] when a column is missing or holds something else.
    fn from_row(row: &Row) -> Result<Self, StoreError>;
}

impl<T: ColumnValue> FromRow for T {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        row.get(0)
    }
}

macro_rules! column_value {
    ($($type:ty, $name:literal, $pattern:pat => $read:expr;)*) => {
        $(impl ColumnValue for $type {
            const NAME: &'static str = $name;

            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    $pattern => $read,
                    _ => None,
                }
            }
        })*
    };
}

column_value! {
    i64, "an integer", Value::Int(value) => Some(*value);
    i32, "an integer of 32 bits", Value::Int(value) => i32::try_from(*value).ok();
    u32, "an integer of 32 bits", Value::Int(value) => u32::try_from(*value).ok();
    String, "a text", Value::Text(value) => Some(value.clone());
    Vec<u8>, "bytes", Value::Bytes(value) => Some(value.clone());
    jiff::civil::Date, "a date", Value::Text(value) => value.parse().ok();
    jiff::Timestamp, "an instant", Value::Int(value) => jiff::Timestamp::from_microsecond(*value).ok();
    rust_decimal::Decimal, "a decimal", Value::Text(value) => value.parse().ok();
    uuid::Uuid, "a UUID", Value::Text(value) => value.parse().ok();
    serde_json::Value, "JSON", Value::Text(value) => serde_json::from_str(value).ok();
}

impl ColumnValue for bool {
    const NAME: &'static str = "a boolean";

    /// SQLite has no booleans: there they are 0 and 1.
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(*value),
            Value::Int(0) => Some(false),
            Value::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl<T: ColumnValue> ColumnValue for Option<T> {
    const NAME: &'static str = T::NAME;

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

macro_rules! from_row_for_tuples {
    ($(($($type:ident $index:literal),+))*) => {
        $(impl<$($type: ColumnValue),+> FromRow for ($($type,)+) {
            fn from_row(row: &Row) -> Result<Self, StoreError> {
                Ok(($(row.get::<$type>($index)?,)+))
            }
        })*
    };
}

from_row_for_tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11)
}
