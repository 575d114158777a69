//! VAT: regimes, rates and the one rule by which it is computed.
//!
//! VAT is computed once per treatment on the summed net, half up on the absolute value; a line
//! never owns its VAT (see [`spread`](fn@crate::spread) for its share). Source: Belgian rule for
//! structured invoices since 2026; EN 16931 BT-117 = base × rate.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::money::Money;
use crate::words::words;

/// Why a supply bears the VAT that it bears (*btw-regime*).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum VatRegime {
    /// Belgian or Dutch VAT at a rate above zero (UBL category S).
    Standard,
    /// Taxed at zero per cent (Z).
    Zero,
    /// Exempt (*vrijgesteld*, E).
    Exempt,
    /// Service for a business in another EU country, VAT reversed (*btw verlegd*, AE).
    IntraCommunityService,
    /// Goods shipped to a business in another EU country (*IC-levering*, K).
    IntraCommunityGoods,
    /// Goods leaving the EU (*uitvoer*, G).
    Export,
    /// Domestic reverse charge (*medecontractant*, AE).
    CoContractor,
    /// Second-hand goods under the margin scheme (*margeregeling*).
    Margin,
    /// Paid in name and for account of the customer (*voorschot derden*, disbursement).
    Disbursement,
    /// Outside VAT altogether (*niet onderworpen*, O).
    OutOfScope,
}

words!(VatRegime:
    Standard = "standard",
    Zero = "zero",
    Exempt = "exempt",
    IntraCommunityService = "intra_community_service",
    IntraCommunityGoods = "intra_community_goods",
    Export = "export",
    CoContractor = "co_contractor",
    Margin = "margin",
    Disbursement = "disbursement",
    OutOfScope = "out_of_scope",
);

/// A VAT rate in hundredths of a per cent (2100 = 21 %), 0 to 100 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct VatRate(i64);

/// A rate that is negative, above 100 %, or finer than a hundredth of a per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a VAT rate")]
pub struct VatRateError;

impl VatRate {
    /// No VAT.
    pub const ZERO: Self = Self(0);
    /// 6 %, the reduced rate in Belgium.
    pub const PERCENT_6: Self = Self(600);
    /// 9 %, the reduced rate in the Netherlands.
    pub const PERCENT_9: Self = Self(900);
    /// 12 %, Belgium.
    pub const PERCENT_12: Self = Self(1200);
    /// 21 %, the ordinary rate in Belgium and the Netherlands.
    pub const PERCENT_21: Self = Self(2100);

    /// The rate of so many per cent (`21`, `5.5`).
    ///
    /// # Errors
    /// [`VatRateError`] outside 0 to 100 or with more than two decimals.
    pub fn from_percent(percent: Decimal) -> Result<Self, VatRateError> {
        let hundredths = percent
            .checked_mul(Decimal::ONE_HUNDRED)
            .ok_or(VatRateError)?;
        if !hundredths.fract().is_zero() {
            return Err(VatRateError);
        }
        Self::from_hundredths(i64::try_from(hundredths).map_err(|_| VatRateError)?)
    }

    /// The rate of so many hundredths of a per cent, as the store keeps it.
    ///
    /// # Errors
    /// [`VatRateError`] outside 0 to 10,000.
    pub const fn from_hundredths(hundredths: i64) -> Result<Self, VatRateError> {
        if hundredths < 0 || hundredths > 10_000 {
            return Err(VatRateError);
        }
        Ok(Self(hundredths))
    }

    /// The rate in hundredths of a per cent, 0 to 10,000.
    #[must_use]
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// The rate in per cent, without superfluous zeros.
    #[must_use]
    pub fn percent(self) -> Decimal {
        Decimal::new(self.0, 2).normalize()
    }

    /// Whether it is 0 %.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl std::fmt::Display for VatRate {
    /// The rate in per cent without the sign: `21`, `5.5`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.percent().to_string())
    }
}

impl<'de> serde::Deserialize<'de> for VatRate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hundredths = i64::deserialize(deserializer)?;
        Self::from_hundredths(hundredths).map_err(serde::de::Error::custom)
    }
}

/// How a line is taxed: a regime and its rate.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct VatTreatment {
    /// Why.
    pub regime: VatRegime,
    /// How much; zero in every regime but [`VatRegime::Standard`].
    pub rate: VatRate,
}

impl VatTreatment {
    /// Ordinary VAT at this rate.
    #[must_use]
    pub const fn standard(rate: VatRate) -> Self {
        Self {
            regime: VatRegime::Standard,
            rate,
        }
    }

    /// A regime without VAT.
    #[must_use]
    pub const fn untaxed(regime: VatRegime) -> Self {
        Self {
            regime,
            rate: VatRate::ZERO,
        }
    }
}

/// One row of the VAT table of an invoice (*btw-tabel*), signed like the invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct VatTotal {
    /// Which treatment the row sums.
    pub treatment: VatTreatment,
    /// The taxable base, in cents.
    pub net: Money,
    /// The VAT on it, in cents.
    pub vat: Money,
}

/// The VAT on a net amount: base × rate, half up on the absolute value.
#[must_use]
pub fn vat_on(net: Money, rate: VatRate) -> Money {
    let exact = i128::from(net.cents()) * i128::from(rate.0);
    let rounded = (exact.abs() + 5_000) / 10_000 * exact.signum();
    // A rate is at most 100 %, so the result is no larger than the net.
    Money::from_cents(i64::try_from(rounded).unwrap_or(net.cents()))
}

/// The VAT table by our rule: nets summed per treatment, VAT once on each sum, in order of
/// treatment.
#[must_use]
pub fn totals(lines: &[(VatTreatment, Money)]) -> Vec<VatTotal> {
    let mut nets: BTreeMap<VatTreatment, Money> = BTreeMap::new();
    for (treatment, net) in lines {
        *nets.entry(*treatment).or_default() += *net;
    }
    nets.into_iter()
        .map(|(treatment, net)| VatTotal {
            treatment,
            net,
            vat: vat_on(net, treatment.rate),
        })
        .collect()
}
