//! Money on the wire: a `Double` there, whole cents here.

use std::fmt;
use std::str::FromStr;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::value::RawValue;

use super::{FromWire, ToWire, ValueError, text};

/// An amount in whole cents of its currency.
///
/// Exact computes with floating-point numbers, so that `12.340000000000002` must be expected. The
/// literal is read as a decimal, never as a float, and rounded **half away from zero to the cent**:
/// `12.340000000000002` is 12.34, `12.345` is 12.35, `-12.345` is -12.35. Written, it is a plain
/// number literal with two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many cents.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Self {
        Self(cents)
    }

    /// The cents.
    #[must_use]
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// The same as a decimal with two digits.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// Rounds half away from zero to the cent; `None` when it does not fit 64 bits.
    #[must_use]
    pub fn from_decimal(value: Decimal) -> Option<Self> {
        let rounded = value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        rounded
            .checked_mul(Decimal::ONE_HUNDRED)?
            .to_i64()
            .map(Self)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

impl FromWire for Amount {
    const EDM: &'static [&'static str] = &["Edm.Double"];

    fn read(raw: &RawValue) -> Result<Self, ValueError> {
        decimal(raw).and_then(|value| Self::from_decimal(value).ok_or(ValueError("an amount")))
    }
}

impl ToWire for Amount {
    const EDM: &'static [&'static str] = &["Edm.Double"];

    fn write(&self) -> String {
        self.to_string()
    }
}

/// A quantity: a plain number literal, without superfluous zeros.
impl ToWire for Decimal {
    const EDM: &'static [&'static str] = &["Edm.Double"];

    fn write(&self) -> String {
        self.normalize().to_string()
    }
}

/// A number literal, or a numeric string, with or without an exponent.
pub(super) fn decimal(raw: &RawValue) -> Result<Decimal, ValueError> {
    let number = ValueError("a number");
    let text = text(raw, number.0)?;
    let text = text.trim();
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return Err(number);
    }
    let parsed = if text.contains(['e', 'E']) {
        Decimal::from_scientific(text)
    } else {
        Decimal::from_str(text)
    };
    parsed.map_err(|_| number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(json: &str) -> Result<i64, ValueError> {
        Amount::read(serde_json::from_str(json).expect("JSON")).map(Amount::cents)
    }

    #[test]
    fn literals_are_rounded_half_away_from_zero() {
        for (json, cents) in [
            ("12.340000000000002", 1234),
            ("12.339999999999998", 1234),
            ("\"12.50\"", 1250),
            ("-0.005", -1),
            ("0.005", 1),
            ("0.0049999999", 0),
            ("1.21E+3", 121_000),
            ("1e-2", 1),
            (
                "0.1000000000000000055511151231257827021181583404541015625",
                10,
            ),
            ("92233720368547758.07", i64::MAX),
        ] {
            assert_eq!(read(json), Ok(cents), "{json}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for json in [
            "\"\"",
            "\"abc\"",
            "true",
            "{}",
            "[]",
            "\"1,50\"",
            "92233720368547758.08",
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(cents: i64) {
            let written = Amount::from_cents(cents).write();
            prop_assert_eq!(read(&written), Ok(cents));
            prop_assert_eq!(read(&format!("\"{written}\"")), Ok(cents));
        }

        #[test]
        fn the_noise_of_a_double_is_removed(cents in -99_999_999_999_i64..99_999_999_999) {
            // The shortest literal of the nearest double, as .NET prints it, plus one unit of noise.
            let literal: f64 = Amount::from_cents(cents).to_string().parse().expect("a float");
            for noisy in [literal, literal.next_up(), literal.next_down()] {
                prop_assert_eq!(read(&format!("{noisy:?}")), Ok(cents));
            }
        }
    }
}
