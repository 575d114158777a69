//! Every limit of the pages, by name.

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
