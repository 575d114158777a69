//! A very small disk of its own, to be filled: the real thing, where the test may mount one.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;

/// What fills it.
const FILLER: &str = "filler";

/// A small disk; unmounted when dropped.
#[derive(Debug)]
pub struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    /// Mounts one of so many kilobytes, that anybody may write to; `None`, with a line that says so, where this
    /// process may not mount.
    ///
    /// # Errors
    /// When no folder can be made.
    pub fn mount(kilobytes: u32) -> Result<Option<Self>> {
        let folder = tempfile::tempdir()?;
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o"])
            .arg(format!("size={kilobytes}k,mode=0777"))
            .arg("tmpfs")
            .arg(folder.path())
            .output();
        match mounted {
            Ok(output) if output.status.success() => {
                // The folder above it is closed to others.
                make_passable(folder.path())?;
                Ok(Some(Self { folder }))
            }
            _ => {
                say("skipped: this test fills a disk, and this process may not mount a small one");
                Ok(None)
            }
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Makes it another user's, as the test's database server is.
    ///
    /// # Errors
    /// When there is no such user.
    pub fn give_to(&self, user: &str) -> Result<()> {
        let given = Command::new("chown").arg(user).arg(self.path()).status()?;
        ensure!(given.success(), "there is no user {user}");
        Ok(())
    }

    /// Writes until nothing goes on it any more.
    ///
    /// # Errors
    /// When writing fails for another reason.
    pub fn fill(&self) -> Result<()> {
        let mut file = File::options()
            .create(true)
            .append(true)
            .open(self.path().join(FILLER))?;
        loop {
            match file.write(&[1; 4096]) {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => return Ok(()),
                Err(error) => return Err(error).context("filling the disk"),
            }
        }
    }

    /// Makes so much room, in kilobytes, on one that is full.
    ///
    /// # Errors
    /// When it was not filled with more.
    pub fn leave(&self, kilobytes: u64) -> Result<()> {
        let filler = File::options().write(true).open(self.path().join(FILLER))?;
        let filled = filler.metadata()?.len();
        let less = filled.checked_sub(kilobytes * 1024);
        Ok(filler.set_len(less.context("there was less on it")?)?)
    }

    /// Makes room again.
    ///
    /// # Errors
    /// When it was not filled.
    pub fn empty(&self) -> Result<()> {
        Ok(fs::remove_file(self.path().join(FILLER))?)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: files may still be open.
        let ended = Command::new("umount").arg("-l").arg(self.path()).status();
        if !ended.is_ok_and(|status| status.success()) {
            say("a small disk could not be unmounted");
        }
    }
}

#[cfg(unix)]
fn make_passable(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    ensure!(folder.is_dir(), "no folder");
    fs::set_permissions(folder, fs::Permissions::from_mode(0o777))?;
    Ok(())
}

#[expect(
    clippy::print_stdout,
    reason = "whoever reads the test's output must learn that it proved nothing"
)]
fn say(line: &str) {
    println!("{line}");
}
