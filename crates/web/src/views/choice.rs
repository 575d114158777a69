//! One entry of a list to choose from, and one typed field with what is wrong with it.

/// An entry of a `<select>` or a row of tick boxes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
    /// Whether it is chosen now.
    pub chosen: bool,
    /// Why it cannot be chosen; empty when it can.
    pub barred: String,
}

impl Choice {
    /// An entry that can be chosen.
    #[must_use]
    pub fn new(value: impl ToString, label: impl Into<String>, chosen: bool) -> Self {
        Self {
            value: value.to_string(),
            label: label.into(),
            chosen,
            barred: String::new(),
        }
    }

    /// The same entry, greyed, with the reason.
    #[must_use]
    pub fn barred(mut self, why: impl Into<String>) -> Self {
        self.barred = why.into();
        self.chosen = false;
        self
    }
}

/// What stands in a field, as it was typed, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// The text in the field.
    pub value: String,
    /// What is wrong; empty when nothing is.
    pub problem: String,
}

impl Field {
    /// A field without a problem.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            problem: String::new(),
        }
    }

    /// The same field with what is wrong with it.
    #[must_use]
    pub fn wrong(mut self, problem: impl Into<String>) -> Self {
        self.problem = problem.into();
        self
    }
}
