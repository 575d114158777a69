//! Every limit of the pages, by name.

use std::time::Duration;

/// A posted form without files, in bytes: 400 VAT codes and some hundred lines fit ten times over.
pub(crate) const FORM_MAX_BYTES: usize = 256 * 1024;
/// How many files are taken at once.
pub(crate) const IMPORT_MAX_FILES: usize = 20;
/// One file, in megabytes.
pub(crate) const IMPORT_FILE_MAX_MEGABYTES: usize = 10;
/// All files together, in bytes; the second step carries them as text, a third larger.
pub(crate) const IMPORT_MAX_BYTES: usize = 32 * 1024 * 1024;
/// How many lines of all previewed files are shown with a choice of their own; each
/// choice lists every ledger account.
pub(crate) const IMPORT_LINES_SHOWN: usize = 100;
/// How many past runs the export page shows.
pub(crate) const RUNS_SHOWN: usize = 5;
/// The longest query text that is remembered or searched for, in characters.
pub(crate) const SEARCH_MAX: usize = 80;
/// The largest page that is packed on its way out, in bytes: packing is done on the threads that serve pages, and a
/// page that carries files along takes seconds.
pub(crate) const PACKED_MAX_BYTES: u64 = 1024 * 1024;

/// How long and how many, at the door: what a test makes shorter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The headers of a request are here within this time, and a connection on which nothing is asked is closed after
    /// as long.
    pub headers_within: Duration,
    /// The headers of one request, in bytes.
    pub headers_bytes: usize,
    /// A form is here within this time.
    pub form_within: Duration,
    /// A form with files is here within this time: 32 megabytes over a slow line.
    pub files_within: Duration,
    /// Whoever reads nothing of his answer for so long is hung up on.
    pub unread_within: Duration,
    /// How many connections are open at once; who comes then waits in the system's queue. Below the 1,024 files that
    /// a process may usually have open.
    pub connections: usize,
    /// How many of one address; not of a proxy that we trust.
    pub connections_per_address: usize,
    /// How long requests under way may take to end when the program does.
    pub ending: Duration,
    /// How long a page waits for the database in all; what it does there is not counted.
    pub database_wait: Duration,
    /// A page is there within this time, whatever holds it up. Not the import of files and not the way back from Exact
    /// Online, which have limits of their own.
    pub answer_within: Duration,
    /// How many imports of files are worked on at once.
    pub imports_at_once: usize,
    /// How many more may be on their way in or wait.
    pub imports_waiting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            headers_within: Duration::from_secs(20),
            headers_bytes: 64 * 1024,
            form_within: Duration::from_secs(30),
            files_within: Duration::from_mins(5),
            unread_within: Duration::from_secs(30),
            connections: 900,
            connections_per_address: 200,
            ending: Duration::from_secs(6),
            database_wait: Duration::from_secs(10),
            answer_within: Duration::from_mins(2),
            imports_at_once: 2,
            imports_waiting: 8,
        }
    }
}
