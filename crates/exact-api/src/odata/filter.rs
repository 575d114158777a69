//! `$filter` expressions.

use std::fmt;

use super::Literal;

/// How many terms an OR-list may have. Exact refuses a URI of some 12 kB; clients in use ask with
/// 12 to 40 terms.
pub const MAX_OR_TERMS: usize = 40;

/// A filter expression, before URL encoding. What it joins is put in brackets, so that no
/// precedence has to be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    text: String,
    joined: bool,
}

/// An OR-list that is empty or longer than [`MAX_OR_TERMS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an OR-list needs 1 to {MAX_OR_TERMS} terms, not {0}")]
pub struct TooManyTerms(pub usize);

impl Filter {
    /// `field eq value`.
    #[must_use]
    pub fn eq(field: &'static str, value: impl Literal) -> Self {
        Self::compare(field, "eq", &value)
    }

    /// `field ne value`.
    #[must_use]
    pub fn ne(field: &'static str, value: impl Literal) -> Self {
        Self::compare(field, "ne", &value)
    }

    /// `field gt value`.
    #[must_use]
    pub fn gt(field: &'static str, value: impl Literal) -> Self {
        Self::compare(field, "gt", &value)
    }

    /// `field ge value`.
    #[must_use]
    pub fn ge(field: &'static str, value: impl Literal) -> Self {
        Self::compare(field, "ge", &value)
    }

    /// `field lt value`.
    #[must_use]
    pub fn lt(field: &'static str, value: impl Literal) -> Self {
        Self::compare(field, "lt", &value)
    }

    /// `field le value`.
    #[must_use]
    pub fn le(field: &'static str, value: impl Literal) -> Self {
        Self::compare(field, "le", &value)
    }

    /// `startswith(field,'text')`.
    #[must_use]
    pub fn starts_with(field: &'static str, text: &str) -> Self {
        Self::term(format!("startswith({field},{})", text.literal()))
    }

    /// `substringof('text',field)`.
    #[must_use]
    pub fn contains(field: &'static str, text: &str) -> Self {
        Self::term(format!("substringof({},{field})", text.literal()))
    }

    /// `trim(field) eq 'text'`.
    #[must_use]
    pub fn trimmed_eq(field: &'static str, text: &str) -> Self {
        Self::term(format!("trim({field}) eq {}", text.literal()))
    }

    /// This and the other.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            text: format!("{} and {}", self.bracketed(), other.bracketed()),
            joined: true,
        }
    }

    /// One of the values.
    ///
    /// # Errors
    /// When there are none, or more than [`MAX_OR_TERMS`]: split them with `chunks(MAX_OR_TERMS)`.
    pub fn any_of<T: Literal>(
        field: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Result<Self, TooManyTerms> {
        Self::any(values.into_iter().map(|value| Self::eq(field, value)))
    }

    /// One of the filters.
    ///
    /// # Errors
    /// When there are none, or more than [`MAX_OR_TERMS`].
    pub fn any(filters: impl IntoIterator<Item = Self>) -> Result<Self, TooManyTerms> {
        let mut terms: Vec<Self> = filters.into_iter().collect();
        match terms.len() {
            1 => terms.pop().ok_or(TooManyTerms(0)),
            2..=MAX_OR_TERMS => {
                let terms: Vec<String> = terms.into_iter().map(Self::bracketed).collect();
                Ok(Self {
                    text: terms.join(" or "),
                    joined: true,
                })
            }
            count => Err(TooManyTerms(count)),
        }
    }

    /// The expression, before URL encoding.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn compare(field: &'static str, operator: &str, value: &impl Literal) -> Self {
        Self::term(format!("{field} {operator} {}", value.literal()))
    }

    fn term(text: String) -> Self {
        Self {
            text,
            joined: false,
        }
    }

    fn bracketed(self) -> String {
        if self.joined {
            format!("({})", self.text)
        } else {
            self.text
        }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_expressions_are_bracketed() {
        let refs = Filter::any_of("YourRef", ["A1", "O'N"]).expect("two terms");
        let filter = Filter::eq("JournalCode", "70").and(refs);
        assert_eq!(
            filter.as_str(),
            "JournalCode eq '70' and (YourRef eq 'A1' or YourRef eq 'O''N')"
        );
        assert_eq!(
            Filter::trimmed_eq("Code", "255").as_str(),
            "trim(Code) eq '255'"
        );
        assert_eq!(
            Filter::starts_with("Name", "x").as_str(),
            "startswith(Name,'x')"
        );
        assert_eq!(
            Filter::contains("Name", "x").as_str(),
            "substringof('x',Name)"
        );
    }

    #[test]
    fn an_or_list_has_one_to_forty_terms() {
        assert_eq!(Filter::any_of::<i32>("Type", []), Err(TooManyTerms(0)));
        assert_eq!(
            Filter::any_of("Type", [20]).expect("one term").as_str(),
            "Type eq 20"
        );
        assert!(Filter::any_of("Type", 1..=40).is_ok());
        assert_eq!(Filter::any_of("Type", 1..=41), Err(TooManyTerms(41)));
    }
}
