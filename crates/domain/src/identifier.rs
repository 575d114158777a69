//! What the identifiers from outside have in common: one error, and reading past their ornaments.

/// Why a text is not the identifier it claims to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// There is nothing.
    #[error("it is empty")]
    Empty,
    /// Not the characters or the length that it must have.
    #[error("its form is wrong")]
    Malformed,
    /// Its check digits do not fit.
    #[error("its check digits are wrong")]
    Checksum,
}

/// Letters and digits in capitals, without blanks and the marks people put between them
/// (`.`, `-`, `/`, `(`, `)`).
///
/// # Errors
/// [`IdentifierError::Empty`], or [`IdentifierError::Malformed`] when another character is left.
pub(crate) fn compact(text: &str) -> Result<String, IdentifierError> {
    let mut kept = String::with_capacity(text.len().min(64));
    for c in text.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => kept.push(c.to_ascii_uppercase()),
            '.' | '-' | '/' | '(' | ')' => {}
            c if c.is_whitespace() => {}
            _ => return Err(IdentifierError::Malformed),
        }
    }
    if kept.is_empty() {
        return Err(IdentifierError::Empty);
    }
    Ok(kept)
}

/// The remainder of a row of ASCII digits after division, however long it is.
pub(crate) fn modulo(digits: &str, divisor: u32) -> u32 {
    digits.bytes().fold(0, |rest, b| {
        (rest * 10 + u32::from(b.wrapping_sub(b'0'))) % divisor
    })
}

/// Whether it is a row of exactly `length` ASCII digits.
pub(crate) fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
}

/// The remainder by 97 of letters and digits, letters counting 10 to 35 (ISO 7064, mod 97-10).
pub(crate) fn modulo_97_letters(text: &str) -> u32 {
    text.chars().fold(0, |rest, c| {
        let value = c.to_digit(36).unwrap_or(0);
        if value < 10 {
            (rest * 10 + value) % 97
        } else {
            (rest * 100 + value) % 97
        }
    })
}
