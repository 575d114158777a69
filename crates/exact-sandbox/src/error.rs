//! What can go wrong with the sandbox itself, as opposed to what it refuses.

use std::path::PathBuf;

use thiserror::Error;

use crate::books::{BooksError, LoadError};

/// The sandbox could not do its work.
#[derive(Debug, Error)]
pub enum SandboxError {
    /// The log cannot be read or written.
    #[error("the log {path} cannot be used")]
    Log {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Another program has the data folder open.
    #[error("the data folder {0} is in use by another sandbox")]
    InUse(PathBuf),
    /// The log has a format that is not known yet.
    #[error("the log {path} was begun by the newer version {version}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version that began it.
        version: String,
    },
    /// A line of the log is not readable.
    #[error("line {number} of the log {path} is not readable")]
    LogLine {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        number: usize,
        /// Why.
        source: serde_json::Error,
    },
    /// A change could not be written to the log.
    #[error("the change could not be written")]
    Write(#[source] std::io::Error),
    /// The seed contradicts itself.
    #[error("the seed cannot be loaded")]
    Seed(#[from] LoadError),
    /// The books refuse an act.
    #[error("the act is refused")]
    Act(#[from] BooksError),
    /// A fault cannot strike as it says; in plain words.
    #[error("{0}")]
    Fault(String),
    /// The listener failed.
    #[error("the listener failed")]
    Serve(#[source] std::io::Error),
}
