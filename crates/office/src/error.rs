//! What a verb answers when it does not do what was asked.

use domain::Refusal;
use store::StoreError;

use crate::{Right, VaultError};

/// Why a verb did not do it.
///
/// [`OfficeError::Refused`] is for people: they can mend it. [`OfficeError::Store`] and
/// [`OfficeError::Vault`] are ours. The cause is in `source()` only.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OfficeError {
    /// The database failed.
    #[error("the database failed")]
    Store(#[from] StoreError),
    /// The actor lacks a right.
    #[error("the right {right} is missing")]
    Denied {
        /// The right that it takes.
        right: Right,
    },
    /// There is no such thing.
    #[error("no such {what}")]
    NotFound {
        /// What was looked for, in one English word.
        what: &'static str,
    },
    /// A person has to mend something first; never empty.
    #[error("refused: {}", codes(.0))]
    Refused(Vec<Refusal>),
    /// Someone else changed it since it was read.
    #[error("it was changed by someone else meanwhile")]
    Conflict,
    /// Too many ask for the same at once: later it can be done.
    #[error("too much is asked at once")]
    Busy,
    /// A secret could not be sealed or opened.
    #[error("the vault failed")]
    Vault(#[from] VaultError),
    /// The data folder beside the database cannot be written.
    #[error("the data folder cannot be written")]
    Folder(#[source] std::io::Error),
    /// A password could not be hashed.
    #[error("the password could not be hashed")]
    Hash(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl OfficeError {
    /// One refusal.
    #[must_use]
    pub fn refused(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }

    /// Whether a unique constraint stopped it: someone else made the same thing at the same moment.
    pub(crate) fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_unique_violation())
    }
}

fn codes(refusals: &[Refusal]) -> String {
    let codes: Vec<&str> = refusals
        .iter()
        .map(|refusal| refusal.code.as_ref())
        .collect();
    codes.join(", ")
}

/// Ends a verb when there is anything to refuse.
pub(crate) fn refuse_any(refusals: Vec<Refusal>) -> Result<(), OfficeError> {
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(OfficeError::Refused(refusals))
    }
}
