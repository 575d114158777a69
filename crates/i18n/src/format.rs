//! Amounts as people write them: `1.234,56` in Dutch and French (Belgium), `1,234.56` in English.

use rust_decimal::Decimal;

use crate::Lang;

/// No-break space: an amount and its sign stay on one line.
const NBSP: char = '\u{a0}';

/// An amount in cents, without currency sign: `1.234,56` or `1,234.56`.
#[must_use]
pub fn money(lang: Lang, cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let size = cents.unsigned_abs();
    let whole = grouped(lang, &(size / 100).to_string());
    format!("{sign}{whole}{}{:02}", point(lang), size % 100)
}

/// An amount in cents with the euro sign where the language puts it.
#[must_use]
pub fn euro(lang: Lang, cents: i64) -> String {
    let plain = money(lang, cents);
    match lang {
        Lang::Nl => format!("€{NBSP}{plain}"),
        Lang::Fr => format!("{plain}{NBSP}€"),
        Lang::En => match plain.strip_prefix('-') {
            Some(size) => format!("-€{size}"),
            None => format!("€{plain}"),
        },
    }
}

/// A rate in hundredths of a percent: `21 %`, `5,5 %`, in English `21%`.
#[must_use]
pub fn percent(lang: Lang, hundredths: i64) -> String {
    let number = decimal(lang, Decimal::new(hundredths, 2).normalize());
    match lang {
        Lang::En => format!("{number}%"),
        Lang::Nl | Lang::Fr => format!("{number}{NBSP}%"),
    }
}

/// A quantity or price with the decimals that it has, grouped by thousands.
#[must_use]
pub fn decimal(lang: Lang, value: Decimal) -> String {
    let text = value.to_string();
    let (sign, size) = match text.strip_prefix('-') {
        Some(size) => ("-", size),
        None => ("", text.as_str()),
    };
    match size.split_once('.') {
        Some((whole, part)) => format!("{sign}{}{}{part}", grouped(lang, whole), point(lang)),
        None => format!("{sign}{}", grouped(lang, size)),
    }
}

/// A whole number, grouped by thousands: `5.012`.
#[must_use]
pub fn count(lang: Lang, number: i64) -> String {
    decimal(lang, Decimal::from(number))
}

const fn point(lang: Lang) -> char {
    match lang {
        Lang::Nl | Lang::Fr => ',',
        Lang::En => '.',
    }
}

fn grouped(lang: Lang, digits: &str) -> String {
    let separator = match lang {
        Lang::Nl | Lang::Fr => '.',
        Lang::En => ',',
    };
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_grouped_and_signed() {
        assert_eq!(money(Lang::Nl, 123_456), "1.234,56");
        assert_eq!(money(Lang::Fr, -123_456_789), "-1.234.567,89");
        assert_eq!(money(Lang::En, 123_456), "1,234.56");
        assert_eq!(money(Lang::Nl, -5), "-0,05");
        assert_eq!(money(Lang::Nl, 99_900), "999,00");
        assert_eq!(money(Lang::En, i64::MIN), "-92,233,720,368,547,758.08");
    }

    #[test]
    fn the_sign_stands_where_the_language_puts_it() {
        assert_eq!(euro(Lang::Nl, -100), "€\u{a0}-1,00");
        assert_eq!(euro(Lang::Fr, 100), "1,00\u{a0}€");
        assert_eq!(euro(Lang::En, -100_000), "-€1,000.00");
    }

    #[test]
    fn rates_and_quantities_keep_their_own_decimals() {
        assert_eq!(percent(Lang::Nl, 2100), "21\u{a0}%");
        assert_eq!(percent(Lang::Fr, 550), "5,5\u{a0}%");
        assert_eq!(percent(Lang::En, 0), "0%");
        assert_eq!(decimal(Lang::Nl, Decimal::new(12_345_678, 4)), "1.234,5678");
        assert_eq!(decimal(Lang::En, Decimal::new(-250, 2)), "-2.50");
        assert_eq!(count(Lang::Nl, 5012), "5.012");
    }
}
