//! Reading the texts of a form: trimmed, limited, and everything that is wrong said at once.

use domain::{Place, Refusal};

use crate::reasons;

/// The longest text of one field, in characters.
pub const FIELD_MAX: usize = 200;

/// Collects what is wrong while a form is read.
pub(crate) struct Fields {
    place: Place,
    refusals: Vec<Refusal>,
}

impl Fields {
    pub(crate) const fn new(place: Place) -> Self {
        Self {
            place,
            refusals: Vec::new(),
        }
    }

    pub(crate) fn refuse(&mut self, refusal: Refusal) {
        self.refusals.push(refusal);
    }

    /// A text: trimmed, on one line, at most [`FIELD_MAX`] characters.
    pub(crate) fn text(&mut self, field: &str, text: &str) -> String {
        let text = text.trim();
        if text.chars().count() > FIELD_MAX {
            self.refuse(
                Refusal::new(reasons::TEXT_TOO_LONG, self.place.clone())
                    .with("field", field)
                    .with("max", FIELD_MAX),
            );
        }
        if text.chars().any(char::is_control) {
            self.refuse(
                Refusal::new(reasons::TEXT_WITH_CONTROL, self.place.clone()).with("field", field),
            );
        }
        text.to_owned()
    }

    /// A text that may be empty; otherwise `read` has to make something of it.
    pub(crate) fn optional(
        &mut self,
        code: &'static str,
        text: &str,
        read: impl Fn(&str) -> Option<String>,
    ) -> String {
        let text = text.trim();
        if text.is_empty() {
            return String::new();
        }
        let value = if text.chars().count() > FIELD_MAX {
            None
        } else {
            read(text)
        };
        value.unwrap_or_else(|| {
            self.refuse(Refusal::new(code, self.place.clone()).with("value", text));
            String::new()
        })
    }

    /// A country as two letters, or nothing.
    pub(crate) fn country(&mut self, text: &str) -> String {
        self.optional(reasons::COUNTRY_MALFORMED, text, |text| {
            let right = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
            right.then(|| text.to_ascii_uppercase())
        })
    }

    /// What was read, when nothing is wrong with it.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, Vec<Refusal>> {
        if self.refusals.is_empty() {
            Ok(value)
        } else {
            Err(self.refusals)
        }
    }
}
