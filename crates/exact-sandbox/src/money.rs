//! Money as whole cents. It knows no currency and no rounding of its own but half up on the absolute value.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// An amount in cents; debit or to be received is positive.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Money(
    /// Whole cents.
    pub i64,
);

impl Money {
    /// No money.
    pub const ZERO: Money = Money(0);

    /// The amount nearest to `amount`, halves away from zero; `None` when it does not fit.
    #[must_use]
    pub fn from_decimal(amount: Decimal) -> Option<Money> {
        let cents = amount.checked_mul(Decimal::ONE_HUNDRED)?;
        cents
            .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
            .to_i64()
            .map(Money)
    }

    /// The amount as an exact decimal with two places.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// This amount times a fraction, rounded to cents (halves away from zero); saturates at the ends.
    #[must_use]
    pub fn times(self, fraction: Decimal) -> Money {
        self.to_decimal()
            .checked_mul(fraction)
            .and_then(Money::from_decimal)
            .unwrap_or(Money(i64::MAX))
    }

    /// The amount without its sign.
    #[must_use]
    pub fn abs(self) -> Money {
        Money(self.0.saturating_abs())
    }

    /// Whether the amount is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0.saturating_sub(other.0))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(self.0.saturating_neg())
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::Money;
    use rust_decimal::Decimal;

    #[test]
    fn halves_are_rounded_away_from_zero() {
        assert_eq!(Money(250).times(Decimal::new(21, 2)), Money(53));
        assert_eq!(Money(-250).times(Decimal::new(21, 2)), Money(-53));
        assert_eq!(
            Money::from_decimal(Decimal::new(12_340_000_000_000_002, 15)),
            Some(Money(1234))
        );
        assert_eq!(Money(-5).to_string(), "-0.05");
    }
}
