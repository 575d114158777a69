//! The order of invoice numbers.

use std::cmp::Ordering;

/// Compares invoice numbers as people do: runs of digits by their value, the rest by character.
#[must_use]
pub(crate) fn by_number(a: &str, b: &str) -> Ordering {
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
