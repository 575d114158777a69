//! Lines of an invoice: as drafted, as printed, and their coding.

use rust_decimal::Decimal;

use crate::ids::LedgerAccountId;
use crate::money::{Money, MoneyError, line_net};
use crate::vat::{VatRegime, VatTreatment};

/// A line (*factuurlijn*) before VAT is computed. Amounts are signed like the invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftLine {
    /// Text.
    pub description: String,
    /// Quantity, in `unit`.
    pub quantity: Decimal,
    /// UN/ECE unit code (`LH` labour hour, `C62` piece); empty for none.
    pub unit: String,
    /// Price of one unit, in euro without VAT.
    pub unit_price: Decimal,
    /// Net amount; `None` on a text line. A file's line keeps the net that it bears, which may
    /// differ from quantity × price (allowances inside the line).
    pub net: Option<Money>,
    /// How it is taxed; of no consequence on a text line.
    pub treatment: VatTreatment,
}

impl DraftLine {
    /// A line whose net is quantity × price. Its description is yours to set.
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`] when the net is larger than the books hold.
    pub fn priced(
        description: impl Into<String>,
        quantity: Decimal,
        unit: impl Into<String>,
        unit_price: Decimal,
        treatment: VatTreatment,
    ) -> Result<Self, MoneyError> {
        Ok(Self {
            description: description.into(),
            quantity,
            unit: unit.into(),
            unit_price,
            net: Some(line_net(quantity, unit_price)?),
            treatment,
        })
    }

    /// A line of text without an amount.
    #[must_use]
    pub fn text(description: impl Into<String>) -> Self {
        Self {
            description: description.into(),
            quantity: Decimal::ZERO,
            unit: String::new(),
            unit_price: Decimal::ZERO,
            net: None,
            treatment: VatTreatment::untaxed(VatRegime::OutOfScope),
        }
    }
}

/// A line as printed, with its share of the VAT of its treatment. Never changes once issued.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Line {
    /// Text.
    pub description: String,
    /// Quantity, in `unit`.
    pub quantity: Decimal,
    /// UN/ECE unit code; empty for none.
    pub unit: String,
    /// Price of one unit, in euro without VAT.
    pub unit_price: Decimal,
    /// Net amount; `None` on a text line.
    pub net: Option<Money>,
    /// How it is taxed.
    pub treatment: VatTreatment,
    /// Its share of the VAT, by [`spread`](fn@crate::spread); zero on a text line.
    pub vat: Money,
}

/// How a line is booked; may be mended until it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Coding {
    /// The ledger account (*algemene rekening*); text lines need none.
    pub ledger_account: Option<LedgerAccountId>,
    /// The cost centre (*analytisch*); empty for none.
    pub cost_centre: String,
}
