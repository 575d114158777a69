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

/// How many ids one statement takes: the statements below have as many places, and fewer ids are filled up.
pub(crate) const IDS_AT_ONCE: usize = 100;

/// At most [`IDS_AT_ONCE`] values as the parameters of such a statement: the last one fills it up.
pub(crate) fn filled_up<T: Clone + Into<store::Value>>(values: &[T]) -> store::Params {
    let last = values.last();
    values
        .iter()
        .chain(last.into_iter().cycle())
        .take(if last.is_some() { IDS_AT_ONCE } else { 0 })
        .cloned()
        .map(Into::into)
        .collect()
}
