//! Reading columns that hold the words and numbers of `domain`.

use std::str::FromStr;

use store::{ColumnValue, Row, StoreError};

/// A column with one of an enum's stored words.
pub(crate) fn word<T: FromStr>(row: &Row, index: usize) -> Result<T, StoreError> {
    row.get::<String>(index)?
        .parse()
        .map_err(|_| StoreError::Column {
            index,
            expected: "a known word",
        })
}

/// An integer column that is a domain number.
pub(crate) fn parsed<T: FromStr>(row: &Row, index: usize) -> Result<T, StoreError> {
    row.get::<i64>(index)?
        .to_string()
        .parse()
        .map_err(|_| StoreError::Column {
            index,
            expected: "a number within its bounds",
        })
}

/// An optional column as an optional newtype.
pub(crate) fn optional<V: ColumnValue, T>(
    row: &Row,
    index: usize,
    make: impl Fn(V) -> T,
) -> Result<Option<T>, StoreError> {
    Ok(row.get::<Option<V>>(index)?.map(make))
}
