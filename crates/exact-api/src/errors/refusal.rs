//! A refusal, taken apart into its lines.

use super::vocabulary;

/// Everything that was wrong with one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// One per failure, in the order in which they came.
    pub lines: Vec<RefusalLine>,
}

/// One failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalLine {
    /// What kind it is.
    pub category: Category,
    /// What it is about, in the language of the Exact user: `Btw-code`. Empty when nothing is named;
    /// the whole line when the category is unknown.
    pub label: String,
    /// The line as it came.
    pub raw: String,
}

/// Kinds of failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Category {
    /// Missing or empty.
    Mandatory,
    /// The value is not acceptable.
    Invalid,
    /// The code or GUID does not exist.
    InvalidReference,
    /// Not allowed here.
    NotAllowed,
    /// A duplicate.
    AlreadyExists,
    /// The number is taken.
    InUse,
    /// Blocked in Exact.
    Blocked,
    /// Processed, so it cannot be changed.
    AlreadyProcessed,
    /// The period is closed for the journal.
    PeriodClosed,
    /// Something refers to it.
    CannotDelete,
    /// The customer's receivable account is not the sales journal's.
    ReceivableAccountDiffers,
    /// A text that the vocabulary does not know. It proves nothing.
    Unknown,
}

impl Refusal {
    /// Takes the text of an error apart.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        Self {
            lines: lines.map(RefusalLine::read).collect(),
        }
    }

    /// Whether there is a text and each of its lines is of a known kind.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !self.lines.is_empty()
            && self
                .lines
                .iter()
                .all(|line| line.category != Category::Unknown)
    }

    /// The lines as they came, one below the other.
    #[must_use]
    pub fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.raw.as_str()).collect();
        lines.join("\n")
    }
}

impl RefusalLine {
    fn read(line: &str) -> Self {
        let (category, label) = vocabulary::find(line).unwrap_or((Category::Unknown, line));
        Self {
            category,
            label: label.to_owned(),
            raw: line.to_owned(),
        }
    }
}
