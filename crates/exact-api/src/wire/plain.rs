//! Text, GUIDs, whole numbers and booleans.

use serde_json::value::RawValue;
use uuid::Uuid;

use super::{FromWire, ToWire, ValueError, string, text};

const GUID: &[&str] = &["Edm.Guid"];
const TEXT: &[&str] = &["Edm.String", "php:string"];
const BOOL: &[&str] = &["Edm.Boolean", "php:bool"];

impl FromWire for String {
    const EDM: &'static [&'static str] = TEXT;

    fn read(raw: &RawValue) -> Result<Self, ValueError> {
        string(raw, "a text")
    }
}

impl ToWire for String {
    const EDM: &'static [&'static str] = TEXT;

    fn write(&self) -> String {
        json_string(self)
    }
}

impl FromWire for Uuid {
    const EDM: &'static [&'static str] = GUID;

    fn read(raw: &RawValue) -> Result<Self, ValueError> {
        let guid = ValueError("a GUID");
        Uuid::parse_str(string(raw, guid.0)?.trim()).map_err(|_| guid)
    }
}

impl ToWire for Uuid {
    const EDM: &'static [&'static str] = GUID;

    fn write(&self) -> String {
        format!("\"{}\"", self.hyphenated())
    }
}

impl FromWire for bool {
    const EDM: &'static [&'static str] = BOOL;

    fn read(raw: &RawValue) -> Result<Self, ValueError> {
        match raw.get() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(ValueError("true or false")),
        }
    }
}

impl ToWire for bool {
    const EDM: &'static [&'static str] = BOOL;

    fn write(&self) -> String {
        self.to_string()
    }
}

/// Whole numbers: a literal, or the same in quotes.
macro_rules! whole_number {
    ($($type:ty: $edm:expr;)+) => {$(
        impl FromWire for $type {
            const EDM: &'static [&'static str] = $edm;

            fn read(raw: &RawValue) -> Result<Self, ValueError> {
                let number = ValueError("a whole number");
                text(raw, number.0)?.trim().parse().map_err(|_| number)
            }
        }

        impl ToWire for $type {
            const EDM: &'static [&'static str] = $edm;

            fn write(&self) -> String {
                self.to_string()
            }
        }
    )+};
}

whole_number! {
    u8: &["Edm.Byte"];
    i16: &["Edm.Int16"];
    i32: &["Edm.Int32", "php:int"];
    i64: &["Edm.Int64"];
}

pub(super) fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
