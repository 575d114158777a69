//! Comparing the short codes of the accounting package (VAT codes, journals).
//!
//! They may arrive padded (`"02 "`). Blanks at the ends do not count; zeros in front do: `02` and
//! `2` are two codes.

/// Whether two codes are one: equal after trimming.
#[must_use]
pub fn same_code(a: &str, b: &str) -> bool {
    a.trim() == b.trim()
}

/// The candidate that is this code, or else none: a code is never guessed by dropping zeros.
#[must_use]
pub fn find_code<'a>(code: &str, mut candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates.find(|candidate| same_code(code, candidate))
}
