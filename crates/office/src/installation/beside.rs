//! What lies beside the database; the folder itself is the program's.

use std::fmt;
use std::io;

use serde::{Deserialize, Serialize};

/// What a data folder says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The installation that it belongs to.
    pub installation: String,
    /// The id's second half: this folder's own.
    pub key: String,
    /// The computer on which it was accepted.
    pub host: String,
}

/// The last things that were done from a folder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    /// The intent of the last write that left for Exact.
    pub intent: Option<i64>,
    /// The newest audit row that was seen.
    pub audit: Option<i64>,
}

/// Everything about a folder as it is now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// What it says of itself; `None` when it says nothing that can be read.
    pub identity: Option<Identity>,
    /// Which file says so: copying it, or putting it back, makes another one. Empty where files cannot be told apart.
    pub file: String,
    /// Where that file lies, and since which start of the computer; empty when nobody knows.
    pub device: String,
    /// This computer, as it is compared.
    pub host: String,
    /// This computer and this folder, as people know them.
    pub place: String,
    /// What was done from here last, under the key that it has now.
    pub mark: Mark,
    /// Whether the database may be that of other folders, too: it lies on a server, or outside of this folder.
    pub shared: bool,
    /// Whether the file of the database is another one than was opened.
    pub replaced: bool,
}

/// A data folder beside a database.
pub trait Beside: fmt::Debug + Send + Sync {
    /// Looks at it.
    fn look(&self) -> Found;

    /// Says this from now on, unless it says something already; gives back what it says.
    ///
    /// # Errors
    /// When the folder cannot be written.
    fn first(&self, identity: &Identity) -> io::Result<Identity>;

    /// Says this from now on, whatever it said before.
    ///
    /// # Errors
    /// When the folder cannot be written.
    fn replace(&self, identity: &Identity) -> io::Result<()>;

    /// Keeps what was done last, on the disk before it returns; what is `None` stays as it was.
    ///
    /// # Errors
    /// When the folder cannot be written.
    fn note(&self, mark: Mark) -> io::Result<()>;
}
