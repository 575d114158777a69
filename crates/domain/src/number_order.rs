//! The order of invoice numbers: as people read them, runs of digits by their value.

use std::cmp::Ordering;
use std::fmt::Write as _;

/// Compares invoice numbers as people do: runs of digits by their value, the rest by character.
#[must_use]
pub fn by_number(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        match (left.is_empty(), right.is_empty()) {
            (true, true) => return a.cmp(b),
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            (false, false) => {}
        }
        let (head_left, rest_left) = run(left);
        let (head_right, rest_right) = run(right);
        let order = match (digits(head_left), digits(head_right)) {
            (Some(one), Some(other)) => one.len().cmp(&other.len()).then_with(|| one.cmp(other)),
            _ => head_left.cmp(head_right),
        };
        if order.is_ne() {
            return order;
        }
        left = rest_left;
        right = rest_right;
    }
}

/// A text whose order is that of [`by_number`], for columns and their indexes: lower-case hexadecimal digits only, so
/// that every collation of a database sorts it alike. For texts without control characters, and runs of up to 255
/// digits.
///
/// A run of digits is the byte of `0`, the count of its digits and the digits, both without leading zeros; another run
/// is its bytes and a 0, so that it comes before any longer one. In the end stand a 0 and the whole text, which tells
/// `09` from `9`.
#[must_use]
pub fn number_order(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len() * 3);
    let mut rest = text;
    while !rest.is_empty() {
        let (head, tail) = run(rest);
        match digits(head) {
            Some(digits) => {
                bytes.push(b'0');
                bytes.push(u8::try_from(digits.len()).unwrap_or(u8::MAX));
                bytes.extend_from_slice(digits.as_bytes());
            }
            None => {
                bytes.extend_from_slice(head.as_bytes());
                bytes.push(0);
            }
        }
        rest = tail;
    }
    bytes.push(0);
    bytes.extend_from_slice(text.as_bytes());
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string does not fail.
        let _written = write!(hex, "{byte:02x}");
        hex
    })
}

/// The leading run of digits or of other characters, and the rest.
fn run(text: &str) -> (&str, &str) {
    let first_is_digit = text.starts_with(|c: char| c.is_ascii_digit());
    let end = text
        .find(|c: char| c.is_ascii_digit() != first_is_digit)
        .unwrap_or(text.len());
    text.split_at(end)
}

/// The digits without leading zeros, when it is a run of digits.
fn digits(run: &str) -> Option<&str> {
    run.starts_with(|c: char| c.is_ascii_digit())
        .then(|| run.trim_start_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::by_number;

    #[test]
    fn numbers_are_compared_as_people_do() {
        let mut numbers = vec![
            "A-10",
            "A-9",
            "B-1",
            "A-09",
            "A-2026-000002",
            "A-2026-000001",
        ];
        numbers.sort_by(|a, b| by_number(a, b));
        assert_eq!(
            numbers,
            [
                "A-09",
                "A-9",
                "A-10",
                "A-2026-000001",
                "A-2026-000002",
                "B-1"
            ]
        );
    }
}
