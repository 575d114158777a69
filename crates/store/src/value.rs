//! The five kinds of value that travel to and from a database, and how Rust's types become them.
//!
//! Instants are whole microseconds UTC, dates are `YYYY-MM-DD`, decimals, UUIDs and JSON are text. Money is
//! integer cents. Nothing is a float.

use rusqlite::types::{ToSqlOutput, ValueRef};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// The parameters of one statement, in the order of `$1`, `$2`, …
pub type Params = Vec<Value>;

/// A value in a parameter or a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// SQL's NULL.
    Null,
    /// A `BIGINT`.
    Int(i64),
    /// A `TEXT`, without NUL characters.
    Text(String),
    /// A `BYTEA`.
    Bytes(Vec<u8>),
    /// A `BOOLEAN`.
    Bool(bool),
}

/// Makes [`Params`] of anything that has a `Value::from`.
///
/// ```
/// let params = store::params![7_i64, "name", None::<i64>, true];
/// assert_eq!(params.len(), 4);
/// ```
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        ::std::vec![$($crate::Value::from($value)),*]
    };
}

macro_rules! value_from {
    ($($type:ty => |$name:ident| $value:expr),* $(,)?) => {
        $(impl From<$type> for Value {
            fn from($name: $type) -> Self {
                $value
            }
        })*
    };
}

value_from! {
    i64 => |value| Value::Int(value),
    i32 => |value| Value::Int(value.into()),
    u32 => |value| Value::Int(value.into()),
    bool => |value| Value::Bool(value),
    &str => |value| Value::Text(value.to_owned()),
    String => |value| Value::Text(value),
    &String => |value| Value::Text(value.clone()),
    Vec<u8> => |value| Value::Bytes(value),
    &[u8] => |value| Value::Bytes(value.to_vec()),
    jiff::civil::Date => |value| Value::Text(value.to_string()),
    jiff::Timestamp => |value| Value::Int(value.as_microsecond()),
    rust_decimal::Decimal => |value| Value::Text(value.to_string()),
    uuid::Uuid => |value| Value::Text(value.to_string()),
    &serde_json::Value => |value| Value::Text(value.to_string()),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
            Self::Bool(value) => ValueRef::Integer((*value).into()),
        }))
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut bytes::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) => value.to_sql_checked(ty, out),
            Self::Text(value) => value.to_sql_checked(ty, out),
            Self::Bytes(value) => value.to_sql_checked(ty, out),
            Self::Bool(value) => value.to_sql_checked(ty, out),
        }
    }

    /// The variant decides, and that is known only when the value is written.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
