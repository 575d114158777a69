//! The file that says who a folder is, and which file it is.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use office::installation::Identity;

use crate::private_file::{self, Over};

/// What it says; `None` when it says nothing that can be read.
pub(super) fn read(path: &Path) -> Option<Identity> {
    let text = fs::read(path).ok()?;
    serde_json::from_slice(&text).ok()
}

/// Writes it whole, on the disk, under a name of its own first: no reader sees half of it. Whoever was first stays,
/// unless it is to take the place of anything.
pub(super) fn write(path: &Path, identity: &Identity, over: Over) -> io::Result<()> {
    static TURN: AtomicU64 = AtomicU64::new(0);

    let turn = TURN.fetch_add(1, Ordering::Relaxed);
    let draft = path.with_extension(format!("{}.{turn}.new", process::id()));
    let text = serde_json::to_vec_pretty(identity)?;
    let mut file = private_file::make(&draft)?;
    file.write_all(&text).and_then(|()| file.sync_all())?;
    match private_file::place(&draft, path, over) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        placed => placed,
    }
}

/// Which file it is: its number, and when it was changed last in any way, which nobody can set.
#[cfg(unix)]
pub(super) fn which(path: &Path) -> String {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path)
        .map(|it| format!("{} {}.{:09}", it.ino(), it.ctime(), it.ctime_nsec()))
        .unwrap_or_default()
}

#[cfg(not(unix))]
pub(super) fn which(_: &Path) -> String {
    String::new()
}

/// The device that it lies on, and since which start of this computer devices have these numbers.
#[cfg(unix)]
pub(super) fn device(path: &Path) -> String {
    use std::os::unix::fs::MetadataExt as _;
    let start = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    match fs::metadata(path) {
        Ok(it) if !start.trim().is_empty() => format!("{} {}", it.dev(), start.trim()),
        _ => String::new(),
    }
}

#[cfg(not(unix))]
pub(super) fn device(_: &Path) -> String {
    String::new()
}

/// The number of a file on its device; `None` when there is none.
#[cfg(unix)]
pub(super) fn number(path: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path)
        .ok()
        .map(|it| format!("{} {}", it.dev(), it.ino()))
}

#[cfg(not(unix))]
pub(super) fn number(path: &Path) -> Option<String> {
    path.exists().then(String::new)
}
