//! Reading amounts, quantities and dates of the file; what cannot be read is a finding.
//!
//! Amounts are read here and not taken from the model, which reads some unreadable ones as zero.

use domain::{Money, MoneyError, Refusal};
use jiff::civil::Date;
use roxmltree::Node;
use rust_decimal::Decimal;

use crate::findings::{Findings, refusal};
use crate::reasons;
use crate::tree::{at, name_of, shown, text};

/// A decimal in the form of XML Schema: a sign, digits, a point; no exponent, no blanks within.
pub(crate) fn parse_decimal(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let only_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !only_digits(whole) || !only_digits(fraction) {
        return None;
    }
    let sign = if text.starts_with('-') { "-" } else { "" };
    let whole = if whole.is_empty() { "0" } else { whole };
    // Zeros at the end say nothing, but may not fit into a decimal.
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    Decimal::from_str_exact(&format!("{sign}{whole}{point}{fraction}")).ok()
}

/// A decimal in cents. More than two decimals are refused even when they are zeros, as EN 16931
/// does (BR-DEC).
pub(crate) fn parse_money(text: &str) -> Result<Money, MoneyError> {
    let decimal = parse_decimal(text).ok_or(MoneyError::Malformed)?;
    if text
        .split_once('.')
        .is_some_and(|(_, fraction)| fraction.len() > 2)
    {
        return Err(MoneyError::TooPrecise);
    }
    Money::from_decimal(decimal)
}

/// The amount in a child element; zero where it is absent.
pub(crate) fn optional_money(
    node: Node<'_, '_>,
    name: &'static str,
    findings: &mut Findings,
) -> Money {
    at(node, &[name])
        .and_then(|child| money(child, findings))
        .unwrap_or_default()
}

/// The amount in a child element that must be there.
pub(crate) fn required_money(
    node: Node<'_, '_>,
    name: &'static str,
    findings: &mut Findings,
) -> Option<Money> {
    money(required(node, name, findings)?, findings)
}

/// The amount in an element.
pub(crate) fn money(node: Node<'_, '_>, findings: &mut Findings) -> Option<Money> {
    match parse_money(&text(node)) {
        Ok(money) => Some(money),
        Err(MoneyError::TooPrecise) => {
            findings.add(node, about(reasons::TOO_MANY_DECIMALS, node));
            None
        }
        Err(MoneyError::Malformed | MoneyError::TooLarge) => {
            findings.add(node, about(reasons::VALUE_MALFORMED, node));
            None
        }
    }
}

/// The decimal in an element.
pub(crate) fn decimal(node: Node<'_, '_>, findings: &mut Findings) -> Option<Decimal> {
    let decimal = parse_decimal(&text(node));
    if decimal.is_none() {
        findings.add(node, about(reasons::VALUE_MALFORMED, node));
    }
    decimal
}

/// The day in an element; a time zone behind it is dropped, the day is the day.
pub(crate) fn date(node: Node<'_, '_>, findings: &mut Findings) -> Option<Date> {
    let date = parse_date(&text(node));
    if date.is_none() {
        findings.add(node, about(reasons::VALUE_MALFORMED, node));
    }
    date
}

fn parse_date(written: &str) -> Option<Date> {
    let (day, zone) = written.split_at_checked(10)?;
    let in_form = |text: &str, form: &str| {
        text.len() == form.len()
            && text.bytes().zip(form.bytes()).all(|(b, f)| {
                if f == b'0' {
                    b.is_ascii_digit()
                } else {
                    b == f
                }
            })
    };
    let zoned = ["", "Z", "+00:00", "-00:00"]
        .iter()
        .any(|form| in_form(zone, form));
    if !in_form(day, "0000-00-00") || !zoned {
        return None;
    }
    day.parse().ok()
}

/// A child element that must be there.
pub(crate) fn required<'a, 'i>(
    node: Node<'a, 'i>,
    name: &'static str,
    findings: &mut Findings,
) -> Option<Node<'a, 'i>> {
    let child = at(node, &[name]);
    if child.is_none() {
        let element = format!("{}/{name}", node.tag_name().name());
        findings.add(
            node,
            refusal(reasons::VALUE_MISSING).with("element", element),
        );
    }
    child
}

/// A refusal about the value of an element.
pub(crate) fn about(code: &'static str, node: Node<'_, '_>) -> Refusal {
    refusal(code)
        .with("element", name_of(node))
        .with("value", shown(&text(node)))
}
