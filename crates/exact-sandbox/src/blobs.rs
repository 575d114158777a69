//! The content of attachments, by its SHA-256: in a folder beside the log, or in memory. Never in the log.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

/// Name of the folder inside the data folder.
pub const BLOB_FOLDER: &str = "blobs";

/// What was kept.
pub(crate) enum Blobs {
    /// In memory.
    Memory(BTreeMap<String, Bytes>),
    /// One file per content, named by its SHA-256.
    Folder(PathBuf),
}

impl Default for Blobs {
    fn default() -> Self {
        Blobs::Memory(BTreeMap::new())
    }
}

impl Blobs {
    /// The blobs of a data folder.
    pub(crate) fn in_folder(data: &Path) -> io::Result<Blobs> {
        let folder = data.join(BLOB_FOLDER);
        std::fs::create_dir_all(&folder)?;
        Ok(Blobs::Folder(folder))
    }

    /// Keeps a content and gives back its SHA-256. On disk it is whole and synced before its name appears.
    pub(crate) fn keep(&mut self, content: Vec<u8>) -> io::Result<String> {
        let name = hex::encode(Sha256::digest(&content));
        match self {
            Blobs::Memory(kept) => {
                kept.insert(name.clone(), Bytes::from(content));
            }
            Blobs::Folder(folder) => {
                let path = folder.join(&name);
                if !path.exists() {
                    let unfinished = folder.join(format!("{name}.part"));
                    let mut file = std::fs::File::create(&unfinished)?;
                    io::Write::write_all(&mut file, &content)?;
                    file.sync_all()?;
                    std::fs::rename(&unfinished, &path)?;
                }
            }
        }
        Ok(name)
    }

    /// The content, if it is there.
    pub(crate) fn read(&self, name: &str) -> io::Result<Bytes> {
        match self {
            Blobs::Memory(kept) => kept
                .get(name)
                .cloned()
                .ok_or_else(|| io::ErrorKind::NotFound.into()),
            Blobs::Folder(folder) => std::fs::read(folder.join(name)).map(Bytes::from),
        }
    }
}
