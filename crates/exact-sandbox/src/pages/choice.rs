//! Something to choose: a link, an option, a box to tick.

/// One of several.
pub(super) struct Choice {
    /// What is sent when it is chosen.
    pub(super) value: String,
    /// What is shown.
    pub(super) name: String,
    /// Whether it is chosen now.
    pub(super) here: bool,
}

impl Choice {
    /// One that is chosen when its value is the one given.
    pub(super) fn new(value: impl Into<String>, name: impl Into<String>, here: &str) -> Choice {
        let value = value.into();
        Choice {
            here: value == here,
            name: name.into(),
            value,
        }
    }
}
