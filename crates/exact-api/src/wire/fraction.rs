//! Percentages, which Exact stores as fractions: 0.21 is 21 %.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::value::RawValue;

use super::amount::decimal;
use super::{FromWire, ToWire, ValueError};

/// A share of one, rounded to six decimals on reading (the noise of a `Double` goes, any
/// percentage in use stays).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fraction(Decimal);

impl Fraction {
    /// From a fraction: 0.21 for 21 %.
    #[must_use]
    pub fn new(fraction: Decimal) -> Self {
        let rounded = fraction.round_dp_with_strategy(6, RoundingStrategy::MidpointAwayFromZero);
        Self(rounded.normalize())
    }

    /// From hundredths of a percent: 2100 for 21 %.
    #[must_use]
    pub fn from_basis_points(points: i64) -> Self {
        Self(Decimal::new(points, 4).normalize())
    }

    /// The fraction: 0.21 for 21 %.
    #[must_use]
    pub fn as_decimal(self) -> Decimal {
        self.0
    }

    /// Hundredths of a percent; `None` when that is not a whole number.
    #[must_use]
    pub fn basis_points(self) -> Option<i64> {
        let points = self.0.checked_mul(Decimal::from(10_000))?.normalize();
        if points.scale() == 0 {
            i64::try_from(points.mantissa()).ok()
        } else {
            None
        }
    }
}

impl FromWire for Fraction {
    const EDM: &'static [&'static str] = &["Edm.Double"];

    fn read(raw: &RawValue) -> Result<Self, ValueError> {
        decimal(raw).map(Self::new)
    }
}

impl ToWire for Fraction {
    const EDM: &'static [&'static str] = &["Edm.Double"];

    fn write(&self) -> String {
        self.0.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_goes_and_basis_points_are_exact() {
        for (json, points) in [
            ("0.21", 2100),
            ("0.21000000000000002", 2100),
            ("0", 0),
            ("0.06", 600),
            ("\"1\"", 10_000),
        ] {
            let read =
                Fraction::read(serde_json::from_str(json).expect("JSON")).expect("a fraction");
            assert_eq!(read.basis_points(), Some(points), "{json}");
            assert_eq!(read, Fraction::from_basis_points(points));
        }
        assert_eq!(Fraction::new(Decimal::new(333_333, 6)).basis_points(), None);
    }
}
