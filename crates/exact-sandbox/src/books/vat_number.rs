//! The check-digit test on VAT numbers that Exact makes when a relation is written; Belgium and the Netherlands.

/// Whether the number may be stored. Countries without a test here pass.
pub(super) fn is_acceptable(number: &str) -> bool {
    let clean: String = number
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_uppercase();
    match clean.get(..2) {
        Some("BE") => belgian(&clean[2..]),
        Some("NL") => dutch(&clean),
        _ => true,
    }
}

fn belgian(digits: &str) -> bool {
    let padded = format!("{digits:0>10}");
    let Ok(number) = padded.parse::<u64>() else {
        return false;
    };
    padded.len() == 10 && 97 - (number / 100) % 97 == number % 100
}

/// Either the eleven test over the nine digits (companies) or mod 97 over the whole (sole traders since 2020).
fn dutch(number: &str) -> bool {
    let rest = &number[2..];
    let shaped = rest.len() == 12 && rest.as_bytes()[9] == b'B';
    shaped && (eleven(&rest[..9]) || remainder_97(number) == Some(1))
}

fn eleven(digits: &str) -> bool {
    let Some(values) = digits
        .chars()
        .map(|c| c.to_digit(10))
        .collect::<Option<Vec<_>>>()
    else {
        return false;
    };
    let sum: u32 = values
        .iter()
        .take(8)
        .zip((2..=9).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    values.last().is_some_and(|check| sum % 11 == *check)
}

fn remainder_97(text: &str) -> Option<u64> {
    text.chars().try_fold(0_u64, |sum, c| {
        let value = u64::from(c.to_digit(36)?);
        let shift = if value < 10 { 10 } else { 100 };
        Some((sum * shift + value) % 97)
    })
}

#[cfg(test)]
mod tests {
    use super::is_acceptable;

    #[test]
    fn check_digits() {
        for good in [
            "BE0001010085",
            "BE 0001.010.184",
            "NL004495445B01",
            "FR12345678901",
            "",
        ] {
            assert!(is_acceptable(good), "{good}");
        }
        for bad in ["BE0001010086", "BE00010100", "NL004495446B01", "NL12"] {
            assert!(!is_acceptable(bad), "{bad}");
        }
    }
}
