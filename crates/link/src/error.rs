//! What a verb of the link answers when it does not do what was asked.

use domain::Refusal;
use office::OfficeError;
use store::StoreError;

/// Why it was not done.
///
/// [`LinkError::Refused`] is for people. The cause is in `source()` only.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LinkError {
    /// The database failed.
    #[error("the database failed")]
    Store(#[from] StoreError),
    /// A verb of the office refused or failed: a missing right, a sealed secret.
    #[error("the office refused or failed")]
    Office(#[from] OfficeError),
    /// A person has to mend something first; never empty.
    #[error("refused: {}", codes(.0))]
    Refused(Vec<Refusal>),
    /// There is no such thing.
    #[error("no such {what}")]
    NotFound {
        /// What was looked for, in one English word.
        what: &'static str,
    },
    /// Exact could not be asked, or its answer proves nothing.
    #[error("Exact Online could not be asked")]
    Exact(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The address of Exact in the settings is not usable.
    #[error("the address of Exact Online is not usable")]
    Address(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// With these settings nothing can be promised.
    #[error("a setting of the link is not usable")]
    Settings(#[from] crate::SettingsError),
    /// The task of a lane was lost: ours.
    #[error("the task of a lane was lost")]
    Lost(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A stored value is not what it must be: ours.
    #[error("a stored {what} is not what it must be")]
    Stored {
        /// Which value.
        what: &'static str,
    },
}

impl LinkError {
    /// One refusal.
    #[must_use]
    pub fn refused(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }

    /// Whatever Exact's client reports.
    pub(crate) fn exact(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Exact(Box::new(error))
    }

    /// Whether the lease of the lane or of the job was lost: whoever has it now goes on.
    #[must_use]
    pub fn is_fenced(&self) -> bool {
        matches!(self, Self::Store(StoreError::Fenced))
    }
}

impl From<office::VaultError> for LinkError {
    fn from(error: office::VaultError) -> Self {
        Self::Office(OfficeError::Vault(error))
    }
}

fn codes(refusals: &[Refusal]) -> String {
    let codes: Vec<&str> = refusals
        .iter()
        .map(|refusal| refusal.code.as_str())
        .collect();
    codes.join(", ")
}
