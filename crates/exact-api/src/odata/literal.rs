//! Literals of a `$filter` expression.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use uuid::Uuid;

use crate::{Amount, Code, Fraction, Rowversion, Trimmed, VatCode};

/// A value that can stand in a filter.
pub trait Literal {
    /// The literal, before URL encoding.
    fn literal(&self) -> String;
}

impl Literal for str {
    /// Quoted, with every quote doubled.
    fn literal(&self) -> String {
        format!("'{}'", self.replace('\'', "''"))
    }
}

impl Literal for String {
    fn literal(&self) -> String {
        self.as_str().literal()
    }
}

impl<T: Literal + ?Sized> Literal for &T {
    fn literal(&self) -> String {
        (**self).literal()
    }
}

impl Literal for Uuid {
    fn literal(&self) -> String {
        format!("guid'{}'", self.hyphenated())
    }
}

impl Literal for Date {
    fn literal(&self) -> String {
        format!("datetime'{self}'")
    }
}

impl Literal for Timestamp {
    /// In UTC, to the second below: Exact's own literals carry no fraction, and "since" must not
    /// lose what happened within the second.
    fn literal(&self) -> String {
        let floor = TimestampRound::new()
            .smallest(Unit::Second)
            .mode(RoundMode::Floor);
        let second = self.round(floor).unwrap_or(*self);
        format!("datetime'{}'", TimeZone::UTC.to_datetime(second))
    }
}

impl Literal for Rowversion {
    /// With the `L` of an Int64.
    fn literal(&self) -> String {
        format!("{self}L")
    }
}

impl Literal for i32 {
    fn literal(&self) -> String {
        self.to_string()
    }
}

impl Literal for bool {
    fn literal(&self) -> String {
        self.to_string()
    }
}

impl Literal for Amount {
    fn literal(&self) -> String {
        self.to_string()
    }
}

impl Literal for Fraction {
    fn literal(&self) -> String {
        self.as_decimal().to_string()
    }
}

impl Literal for Code {
    /// With its blanks: Exact compares the padded text.
    fn literal(&self) -> String {
        self.padded().literal()
    }
}

impl Literal for Trimmed {
    fn literal(&self) -> String {
        self.as_str().literal()
    }
}

impl Literal for VatCode {
    fn literal(&self) -> String {
        self.as_read().literal()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_type_has_its_own_notation() {
        let id = Uuid::from_u128(0x0b);
        let instant: Timestamp = "2026-02-03T10:11:12.987Z".parse().expect("an instant");
        for (literal, expected) in [
            (id.literal(), "guid'00000000-0000-0000-0000-00000000000b'"),
            (date(2026, 1, 31).literal(), "datetime'2026-01-31'"),
            (instant.literal(), "datetime'2026-02-03T10:11:12'"),
            (Rowversion::new(123).literal(), "123L"),
            (20.literal(), "20"),
            (true.literal(), "true"),
            (Amount::from_cents(-5).literal(), "-0.05"),
            ("O'Neill".literal(), "'O''Neill'"),
            (Code::new("255").literal(), "'               255'"),
            (VatCode::new("2  ").literal(), "'2  '"),
        ] {
            assert_eq!(literal, expected);
        }
    }

    proptest! {
        #[test]
        fn a_text_cannot_leave_its_quotes(text: String) {
            let literal = text.literal();
            let inner = &literal[1..literal.len() - 1];
            prop_assert!(!inner.replace("''", "").contains('\''));
            prop_assert_eq!(inner.replace("''", "'"), text);
        }
    }
}
