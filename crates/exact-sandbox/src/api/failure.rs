//! A call that is not carried out, and what the client is told.

use crate::books::{BooksError, Refusal};
use crate::error::SandboxError;

/// Why a call has no effect.
#[derive(Debug)]
pub(crate) enum Failure {
    /// 400 with this text.
    Bad(String),
    /// Nothing is decided yet: the address must be asked first, with an empty POST (point 36).
    Ask(String),
    /// 404.
    NotFound,
    /// 500 with the texts of the refusals.
    Refused(Vec<Refusal>),
    /// 500 with the general text: the sandbox itself failed.
    Broken(SandboxError),
}

impl From<SandboxError> for Failure {
    fn from(error: SandboxError) -> Failure {
        match error {
            SandboxError::Act(BooksError::Refused(refusals)) => Failure::Refused(refusals),
            SandboxError::Act(BooksError::NotFound) => Failure::NotFound,
            other => Failure::Broken(other),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::Refused(vec![refusal])
    }
}
