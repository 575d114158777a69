//! What stops a command before it does anything: told in one line, with an exit code of its own.

use std::fmt;

use domain::{Place, Refusal};

use crate::exit;
use crate::sentence::sentence;

/// Names that a sentence lists at most; how many more there are is told.
const LISTED: usize = 20;

/// Why a command was not begun.
#[derive(Clone, Debug)]
pub struct Stopped {
    /// The exit code.
    pub exit: u8,
    /// The reason, and what helps.
    pub reason: Refusal,
}

impl Stopped {
    /// What was typed names something that is not there.
    #[must_use]
    pub fn typed(code: &'static str) -> Self {
        Self::with_exit(exit::USAGE, code)
    }

    /// The settings or the data folder cannot be used.
    #[must_use]
    pub fn settings(code: &'static str) -> Self {
        Self::with_exit(exit::SETTINGS, code)
    }

    /// Names a parameter of the sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.reason = self.reason.with(name, value);
        self
    }

    /// Lists what there is to choose from.
    #[must_use]
    pub fn known<'a>(self, names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<&str> = names.into_iter().collect();
        let shown: Vec<&str> = names.iter().take(LISTED).copied().collect();
        let more = names.len() - shown.len();
        let list = match (shown.as_slice(), more) {
            ([], _) => "-".to_owned(),
            (shown, 0) => shown.join(", "),
            (shown, more) => format!("{}, … (+{more})", shown.join(", ")),
        };
        self.with("known", list)
    }

    fn with_exit(exit: u8, code: &'static str) -> Self {
        Self {
            exit,
            reason: Refusal::new(code, Place::Nowhere),
        }
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&sentence(&self.reason))
    }
}

impl std::error::Error for Stopped {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reasons;

    #[test]
    fn a_long_list_is_cut() {
        let names: Vec<String> = (0..25).map(|number| format!("A{number}")).collect();
        let stopped = Stopped::typed(reasons::JOURNAL_NOT_FOUND)
            .with("name", "B1")
            .known(names.iter().map(String::as_str));
        let told = stopped.to_string();
        assert!(told.contains("B1"), "{told}");
        assert!(told.contains("A19, … (+5)"), "{told}");
        assert!(!told.contains("A20"), "{told}");
    }
}
