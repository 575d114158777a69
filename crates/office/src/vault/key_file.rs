//! The file that holds the master key: 64 hexadecimal digits that only its owner may read.

use std::{fs, io, io::Write as _, path::Path};

use store::Ids;
use zeroize::Zeroizing;

use super::VaultError;

/// Reads the key, or makes one. Two programs that start at once end up with the same key.
pub(super) fn read_or_make(path: &Path, ids: &Ids) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    match read(path) {
        Err(VaultError::Missing) => {
            make(path, ids).map_err(VaultError::File)?;
            read(path)
        }
        answer => answer,
    }
}

/// Reads the key.
pub(super) fn read(path: &Path) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let text = fs::read_to_string(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => VaultError::Missing,
        io::ErrorKind::InvalidData => VaultError::NotAKey,
        _ => VaultError::File(error),
    });
    let text = Zeroizing::new(text?);
    if !is_private(&fs::metadata(path).map_err(VaultError::File)?) {
        return Err(VaultError::TooOpen);
    }
    let mut key = Zeroizing::new([0; 32]);
    hex::decode_to_slice(text.trim(), key.as_mut_slice()).map_err(|_| VaultError::NotAKey)?;
    Ok(key)
}

/// Writes the whole key under a name of its own, then gives it its real name unless someone else was first:
/// no reader ever sees half a key, and no key is ever overwritten.
fn make(path: &Path, ids: &Ids) -> io::Result<()> {
    let key: Zeroizing<[u8; 32]> = Zeroizing::new(ids.token());
    let draft = path.with_extension(format!("{}.new", ids.uuid()));
    let mut file = private_file(&draft)?;
    let text = Zeroizing::new(format!("{}\n", hex::encode(key.as_slice())));
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| match fs::hard_link(&draft, path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            answer => answer,
        });
    fs::remove_file(&draft)?;
    written
}

#[cfg(unix)]
fn private_file(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> io::Result<fs::File> {
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
}

#[cfg(unix)]
fn is_private(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o077 == 0
}

#[cfg(not(unix))]
const fn is_private(_: &fs::Metadata) -> bool {
    true
}
