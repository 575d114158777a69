//! Amounts and dates as a Belgian bookkeeper reads them.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::money::Money;

/// `1.234,56`.
pub(super) fn amount(money: Money) -> String {
    let plain = money.to_string();
    let (sign, digits) = plain
        .strip_prefix('-')
        .map_or(("", plain.as_str()), |rest| ("−", rest));
    let (whole, cents) = digits.split_once('.').unwrap_or((digits, "00"));
    format!("{sign}{},{cents}", grouped(whole))
}

/// `-1234,56`: as it is typed in a form.
pub(super) fn plain_amount(money: Money) -> String {
    money.to_string().replace('.', ",")
}

fn grouped(whole: &str) -> String {
    let length = whole.len();
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (length - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// `1,5`: a quantity.
pub(super) fn number(number: Decimal) -> String {
    number.normalize().to_string().replace('.', ",")
}

/// `62,50`: a price, with at least the cents.
pub(super) fn price(price: Decimal) -> String {
    let mut price = price.normalize();
    price.rescale(price.scale().max(2));
    price.to_string().replace('.', ",")
}

/// `31-01-2026`.
pub(super) fn date(date: Date) -> String {
    date.strftime("%d-%m-%Y").to_string()
}

/// `31-01-2026 14:05 UTC`.
pub(super) fn moment(at: Timestamp) -> String {
    at.strftime("%d-%m-%Y %H:%M UTC").to_string()
}

/// `12 kB`.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{} MB", bytes.div_ceil(1_000_000)),
    }
}

/// `21 %`, `5,5 %`.
pub(super) fn percentage(fraction: rust_decimal::Decimal) -> String {
    let percent = (fraction * rust_decimal::Decimal::ONE_HUNDRED).normalize();
    format!("{percent} %").replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::{amount, number, percentage, price};
    use crate::money::Money;

    #[test]
    fn belgian_amounts() {
        assert_eq!(amount(Money(123_456_789)), "1.234.567,89");
        assert_eq!(amount(Money(-5)), "−0,05");
        assert_eq!(percentage(rust_decimal::Decimal::new(55, 3)), "5,5 %");
        let half = rust_decimal::Decimal::new(1_500, 3);
        let told = (number(half), price(half), price(half / half));
        assert_eq!(told, ("1,5".into(), "1,50".into(), "1,00".into()));
    }
}
