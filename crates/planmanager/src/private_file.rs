//! Files that only the account of the program may read, and that are there whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// What a new file may take the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Nothing: what stands there stays.
    Nothing,
    /// Whatever stood there.
    Anything,
}

/// Makes a file that must not be there yet.
///
/// # Errors
/// When it is there, or cannot be made.
pub fn make(path: &Path) -> io::Result<File> {
    options().create_new(true).open(path)
}

/// Opens a file as it is, and makes it when absent.
///
/// # Errors
/// When it can neither be opened nor made.
pub fn open(path: &Path) -> io::Result<File> {
    options().create(true).truncate(false).open(path)
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Gives a draft that was written and flushed its real name; the draft's own is gone afterwards.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] when something stands there that must stay.
pub fn place(draft: &Path, path: &Path, over: Over) -> io::Result<()> {
    let placed = match over {
        Over::Anything => fs::rename(draft, path),
        Over::Nothing => fs::hard_link(draft, path),
    };
    if over == Over::Nothing || placed.is_err() {
        fs::remove_file(draft)?;
    }
    placed?;
    sync_folder(path)
}

/// Flushes the names in the folder of a file.
///
/// # Errors
/// When the folder cannot be flushed.
#[cfg(unix)]
pub fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    File::open(folder.unwrap_or_else(|| Path::new(".")))?.sync_all()
}

/// Flushes the names in the folder of a file.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
pub fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
