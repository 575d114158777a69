//! The archive itself.

use std::fs::File;
use std::io::{self, Read, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use sha2::{Digest as _, Sha256};
use tar::{Archive, Builder, Header};

use super::{FORMAT, Manifest, Packed};
use crate::private_file::{self, Over};

/// The first file of the archive.
const MANIFEST: &str = "manifest.json";
/// The longest manifest.
const MANIFEST_MAX: u64 = 64 * 1024;
/// How much is read at once.
const PIECE: usize = 256 * 1024;

/// Packs a database that lies in a file of its own; gives back the manifest with its size and hash.
///
/// # Errors
/// When something stands at `path` that may not be replaced, or a file cannot be written.
pub fn pack(path: &Path, database: &Path, manifest: Manifest, over: Over) -> Result<Manifest> {
    let hashed = hash(&mut File::open(database)?, &mut io::sink())?;
    let manifest = Manifest {
        database: Packed {
            bytes: hashed.0,
            sha256: hashed.1,
            ..manifest.database
        },
        ..manifest
    };
    let draft = super::Draft::beside(path, "new");
    let file = private_file::make(draft.path())?;
    let mut archive = Builder::new(file);
    let made_at = u64::try_from(manifest.made_at.as_second()).unwrap_or_default();
    let text = serde_json::to_vec_pretty(&manifest)?;
    let size = u64::try_from(text.len())?;
    archive.append_data(&mut header(size, made_at), MANIFEST, text.as_slice())?;
    let name = &manifest.database.name;
    let mut header = header(manifest.database.bytes, made_at);
    archive.append_data(&mut header, name, File::open(database)?)?;
    let mut file = archive.into_inner()?;
    file.flush()?;
    file.sync_all()?;
    match private_file::place(draft.path(), path, over) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            bail!(
                "{} is there already: name another file, or say --force",
                path.display()
            )
        }
        placed => placed.with_context(|| format!("writing {}", path.display()))?,
    }
    Ok(manifest)
}

fn header(size: u64, made_at: u64) -> Header {
    let mut header = Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o600);
    header.set_mtime(made_at);
    header.set_cksum();
    header
}

/// What a backup says of itself.
///
/// # Errors
/// When it is no backup of ours, or one of a newer version.
pub fn read_manifest(path: &Path) -> Result<Manifest> {
    let opened = File::open(path).with_context(|| format!("opening {}", path.display()))?;
    let mut archive = Archive::new(opened);
    let no_backup = || format!("{} is no backup of PlanManager", path.display());
    let first = archive.entries()?.next();
    let mut entry = first.with_context(no_backup)?.with_context(no_backup)?;
    ensure!(entry.path()?.as_ref() == Path::new(MANIFEST), no_backup());
    let mut text = Vec::new();
    entry.by_ref().take(MANIFEST_MAX).read_to_end(&mut text)?;
    let format: Format = serde_json::from_slice(&text).with_context(no_backup)?;
    ensure!(
        format.format == FORMAT,
        "{} was made by another version of PlanManager (container {}, this program reads {FORMAT})",
        path.display(),
        format.format
    );
    serde_json::from_slice(&text).with_context(no_backup)
}

/// What every version of the container has.
#[derive(serde::Deserialize)]
struct Format {
    format: u32,
}

/// Takes the database out into a new file, on the disk.
///
/// # Errors
/// When it is not whole.
pub fn unpack(path: &Path, manifest: &Manifest, to: &Path) -> Result<()> {
    let mut archive = Archive::new(File::open(path)?);
    for entry in archive.entries()? {
        let mut entry = entry?;
        if entry.path()?.as_ref() != Path::new(&manifest.database.name) {
            continue;
        }
        let mut file = private_file::make(to)?;
        let (bytes, sha256) = hash(&mut entry, &mut file)?;
        ensure!(
            bytes == manifest.database.bytes && sha256 == manifest.database.sha256,
            "{} is damaged: the database in it is not what was packed",
            path.display()
        );
        file.sync_all()?;
        return Ok(());
    }
    bail!("{} is damaged: there is no database in it", path.display())
}

/// Copies, counts and hashes.
fn hash(from: &mut impl Read, to: &mut impl io::Write) -> io::Result<(u64, String)> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; PIECE];
    let mut bytes = 0;
    loop {
        let count = from.read(&mut piece)?;
        let Some(read) = piece.get(..count).filter(|read| !read.is_empty()) else {
            return Ok((bytes, hex::encode(hash.finalize())));
        };
        hash.update(read);
        to.write_all(read)?;
        bytes += u64::try_from(count).unwrap_or_default();
    }
}
