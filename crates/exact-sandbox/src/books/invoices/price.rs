//! What a line of an invoice comes to: price, discount, quantity (points 21 and 27 of the facts' checklist).

use rust_decimal::Decimal;

use super::InvoiceItem;
use crate::money::Money;

/// Digits behind the point of a price that follows from an amount.
const PRICE_DIGITS: u32 = 6;

impl InvoiceItem {
    /// How many.
    #[must_use]
    pub fn count(&self) -> Decimal {
        self.quantity.unwrap_or(Decimal::ONE)
    }

    /// Price of one after discount, as far as it does not follow from the amount. `None` when it does not fit.
    fn own_price(&self) -> Option<Decimal> {
        if self.net_price.is_some() {
            return self.net_price;
        }
        let rest = Decimal::ONE.checked_sub(self.discount.unwrap_or_default())?;
        self.unit_price.unwrap_or_default().checked_mul(rest)
    }

    /// The net amount: what was given, else quantity times price to the cent. `None` when it does not fit.
    #[must_use]
    pub fn net(&self) -> Option<Money> {
        if self.amount.is_some() {
            return self.amount;
        }
        let amount = self.count().checked_mul(self.own_price()?)?;
        Money::from_decimal(amount)
    }

    /// Price of one after discount; from the amount where that was given.
    #[must_use]
    pub fn price(&self) -> Option<Decimal> {
        match self.amount {
            Some(amount) if self.net_price.is_none() => {
                let price = amount.to_decimal().checked_div(self.count());
                price.map(|price| price.round_dp(PRICE_DIGITS))
            }
            _ => self.own_price(),
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::InvoiceItem;
    use crate::money::Money;

    #[test]
    fn an_amount_is_quantity_times_price_less_discount_to_the_cent() {
        let cents = |quantity: i64, price: i64, discount: i64| {
            let line = InvoiceItem {
                quantity: Some(Decimal::new(quantity, 2)),
                unit_price: Some(Decimal::new(price, 3)),
                discount: Some(Decimal::new(discount, 3)),
                ..InvoiceItem::default()
            };
            line.net().unwrap().0
        };
        assert_eq!(cents(100, 10_000, 0), 1_000);
        assert_eq!(cents(150, 33_335, 0), 5_000, "1.5 times 33.335 is 50.0025");
        assert_eq!(cents(100, 105, 0), 11, "halves are rounded up");
        assert_eq!(cents(-100, 105, 0), -11, "and away from zero");
        assert_eq!(cents(300, 19_990, 125), 5_247);
    }

    #[test]
    fn what_was_given_wins_and_what_does_not_fit_has_no_amount() {
        let line = InvoiceItem {
            quantity: Some(Decimal::from(3)),
            unit_price: Some(Decimal::from(7)),
            ..InvoiceItem::default()
        };
        let given = InvoiceItem {
            amount: Some(Money(1_000)),
            ..line.clone()
        };
        assert_eq!(given.net(), Some(Money(1_000)));
        assert_eq!(given.price(), Some(Decimal::new(3_333_333, 6)));
        let net = InvoiceItem {
            net_price: Some(Decimal::from(5)),
            discount: Some(Decimal::MAX),
            ..line.clone()
        };
        assert_eq!(net.net(), Some(Money(1_500)));
        let huge = InvoiceItem {
            unit_price: Some(Decimal::MAX),
            ..line
        };
        assert_eq!((huge.net(), huge.price()), (None, Some(Decimal::MAX)));
    }
}
