//! Amounts in euro, as whole cents.
//!
//! Quantities, unit prices and rates are decimals ([`rust_decimal::Decimal`]); money never is, and
//! nothing is a float. The one rounding of the house is here: half up on the absolute value, so
//! that a credit note mirrors its invoice.

use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub};
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

/// An amount in euro, kept as cents. Negative on a credit note.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(transparent)]
pub struct Money(i64);

/// Why a text or a decimal is not an amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not a decimal number with a point (`1234.56`).
    #[error("not an amount")]
    Malformed,
    /// More than two decimals, where cents are demanded.
    #[error("more than two decimals")]
    TooPrecise,
    /// Larger than [`Money::MAX_CENTS`] in either direction.
    #[error("amount out of bounds")]
    TooLarge,
}

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The largest amount that is read or computed: 9,999,999,999.99 euro.
    ///
    /// A million lines of it still add up far inside an `i64`, so sums need no check.
    pub const MAX_CENTS: i64 = 999_999_999_999;

    /// An amount of so many cents.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Self {
        Self(cents)
    }

    /// The amount in cents.
    #[must_use]
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// The amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// Whether it is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Whether it is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Reads `1234.56`, `-0.5` or `12`: a point, at most two decimals that matter (trailing zeros
    /// are taken), no thousands, no exponent, no blanks.
    ///
    /// # Errors
    /// [`MoneyError`]: malformed, more than two decimals, or out of bounds.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        let decimal = parse_decimal(text)?;
        if decimal.normalize().scale() > 2 {
            return Err(MoneyError::TooPrecise);
        }
        Self::from_decimal(decimal)
    }

    /// Rounds to cents, half up on the absolute value (0.945 is 0.95, -0.945 is -0.95).
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`] beyond [`Money::MAX_CENTS`].
    pub fn from_decimal(amount: Decimal) -> Result<Self, MoneyError> {
        let cents = amount
            .checked_mul(Decimal::ONE_HUNDRED)
            .ok_or(MoneyError::TooLarge)?
            .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        let cents = i64::try_from(cents).map_err(|_| MoneyError::TooLarge)?;
        if cents.abs() > Self::MAX_CENTS {
            return Err(MoneyError::TooLarge);
        }
        Ok(Self(cents))
    }

    /// The amount as a decimal with two places.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }
}

/// The net amount of a line: quantity × unit price, rounded once (*lijnbedrag*).
///
/// # Errors
/// [`MoneyError::TooLarge`] beyond [`Money::MAX_CENTS`].
pub fn line_net(quantity: Decimal, unit_price: Decimal) -> Result<Money, MoneyError> {
    Money::from_decimal(
        quantity
            .checked_mul(unit_price)
            .ok_or(MoneyError::TooLarge)?,
    )
}

/// Reads digits with at most one point and a leading minus; stricter than `Decimal` itself, which
/// takes underscores and rounds what it cannot hold.
fn parse_decimal(text: &str) -> Result<Decimal, MoneyError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return Err(MoneyError::Malformed);
    }
    Decimal::from_str_exact(text).map_err(|_| MoneyError::TooLarge)
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        f.pad(&format!("{sign}{}.{:02}", cents / 100, cents % 100))
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Add for Money {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Money {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl<'a> std::iter::Sum<&'a Self> for Money {
    fn sum<I: Iterator<Item = &'a Self>>(amounts: I) -> Self {
        amounts.copied().sum()
    }
}
