//! How a row of an answer becomes a struct, and how the struct knows what to `$select`.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::{FromWire, Rowversion, WireError};

/// One property of a row: Exact's name and the EDM types that our type can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The name, in Exact's case.
    pub name: &'static str,
    /// The documented types that fit, `Edm.Guid` and so on.
    pub edm: &'static [&'static str],
}

/// A row type.
pub trait Row: Sized {
    /// The properties it reads; exactly these are asked with `$select`.
    fn fields() -> Vec<Field>;

    /// Reads one row.
    ///
    /// # Errors
    /// When a key property is missing, or a value has another type.
    fn read(row: &RowReader<'_>) -> Result<Self, WireError>;
}

/// The properties of one JSON object, each still the literal that was sent.
#[derive(Debug)]
pub struct RowReader<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> RowReader<'a> {
    /// Opens one JSON object.
    ///
    /// # Errors
    /// When it is not an object.
    pub fn new(raw: &'a RawValue) -> Result<Self, WireError> {
        serde_json::from_str(raw.get())
            .map(Self)
            .map_err(WireError::NotJson)
    }

    /// Reads one property. A missing property is like null.
    ///
    /// # Errors
    /// When it is null or missing and `T` is not an `Option`, or of another type.
    pub fn get<T: FromWire>(&self, name: &'static str) -> Result<T, WireError> {
        let value = match self.0.get(name) {
            Some(raw) => T::read(raw),
            None => T::absent(),
        };
        value.map_err(|source| WireError::Value { name, source })
    }
}

/// A row of a `sync/…` endpoint: the ordinary row with the version of its last change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synced<R> {
    /// `Timestamp`: grows with every change, unrelated to time.
    pub timestamp: Rowversion,
    /// The row.
    pub row: R,
}

impl<R: Row> Row for Synced<R> {
    fn fields() -> Vec<Field> {
        let mut fields = vec![Field {
            name: "Timestamp",
            edm: Rowversion::EDM,
        }];
        fields.extend(R::fields());
        fields
    }

    fn read(row: &RowReader<'_>) -> Result<Self, WireError> {
        Ok(Self {
            timestamp: row.get("Timestamp")?,
            row: R::read(row)?,
        })
    }
}

/// Declares a row type: Exact's name, our field, our type. What may be null is an `Option`.
macro_rules! row {
    ($(#[$meta:meta])* pub struct $row:ident {
        $($(#[$doc:meta])* $name:literal => $field:ident: $type:ty,)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub struct $row {
            $(#[doc = concat!("`", $name, "`.")] $(#[$doc])* pub $field: $type,)+
        }

        impl $crate::Row for $row {
            fn fields() -> Vec<$crate::Field> {
                vec![$($crate::Field {
                    name: $name,
                    edm: <$type as $crate::FromWire>::EDM,
                },)+]
            }

            fn read(row: &$crate::RowReader<'_>) -> Result<Self, $crate::WireError> {
                Ok(Self { $($field: row.get($name)?,)+ })
            }
        }
    };
}
pub(crate) use row;
