//! The end of a file to which whole lines are added: a line that cannot be written leaves nothing of itself.

use std::fs::File;
use std::io::{self, Write};

/// A file that grows at its end.
pub(crate) trait Growing {
    /// Adds bytes and waits until they are on the disk.
    fn add(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Cuts the file off at a length.
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

impl Growing for File {
    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)?;
        self.sync_data()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)?;
        self.sync_data()
    }
}

/// The end of a file.
pub(crate) struct Tail<F> {
    file: F,
    /// How many bytes are whole lines.
    pub(crate) whole: u64,
    /// Whether a line could not be written: what was changed by it is in memory only, so nothing may follow it.
    failed: bool,
}

impl<F: Growing> Tail<F> {
    /// The end of a file that holds so many bytes of whole lines.
    pub(crate) fn after(whole: u64, file: F) -> Tail<F> {
        Tail {
            file,
            whole,
            failed: false,
        }
    }

    /// Whether lines can be added.
    ///
    /// # Errors
    /// When an earlier one could not.
    pub(crate) fn ready(&self) -> io::Result<()> {
        if self.failed {
            return Err(io::Error::other(
                "an earlier change could not be written, so none is taken until the sandbox is started again",
            ));
        }
        Ok(())
    }

    /// Adds whole lines. What was written of lines that could not be written whole is taken off again; should that fail
    /// too, the next start finds a torn last line and takes it off.
    ///
    /// # Errors
    /// When they are not on the disk; then and after that.
    pub(crate) fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        self.ready()?;
        let added = self.file.add(lines);
        if added.is_ok() {
            self.whole += u64::try_from(lines.len()).unwrap_or(u64::MAX);
            return Ok(());
        }
        self.failed = true;
        if let Err(error) = self.file.cut(self.whole) {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "half a line stays at the end of the log"
            );
        }
        added
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk with room for so many bytes.
    #[derive(Default)]
    struct Disk {
        held: Vec<u8>,
        room: usize,
        cannot_cut: bool,
    }

    impl Growing for Disk {
        fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
            let fits = bytes.len().min(self.room - self.held.len());
            self.held.extend_from_slice(&bytes[..fits]);
            if fits < bytes.len() {
                return Err(io::ErrorKind::StorageFull.into());
            }
            Ok(())
        }

        fn cut(&mut self, length: u64) -> io::Result<()> {
            if self.cannot_cut {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.held.truncate(usize::try_from(length).unwrap());
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_holds_whole_lines_only_and_takes_no_more() {
        for room in 0..30 {
            let disk = Disk {
                room,
                ..Disk::default()
            };
            let mut tail = Tail::after(0, disk);
            let told: Vec<bool> = (0..5)
                .map(|number| tail.append(format!("line {number}\n").as_bytes()).is_ok())
                .collect();
            let kept = room / 7;
            let expected: Vec<bool> = (0..5).map(|number| number < kept).collect();
            assert_eq!(told, expected, "room for {room}");
            assert_eq!(tail.file.held.len(), kept.min(5) * 7);
            // Not even when there is room again: what failed is not in the file, and what follows may build on it.
            tail.file.room = 1_000;
            assert_eq!(tail.append(b"later\n").is_ok(), kept >= 5);
        }
    }

    #[test]
    fn what_cannot_be_taken_off_is_followed_by_nothing() {
        let disk = Disk {
            room: 10,
            cannot_cut: true,
            ..Disk::default()
        };
        let mut tail = Tail::after(0, disk);
        tail.append(b"line 1\n").unwrap();
        assert!(tail.append(b"line 2\n").is_err());
        tail.file.room = 1_000;
        assert!(tail.append(b"line 3\n").is_err());
        assert_eq!(tail.file.held, b"line 1\nlin");
    }
}
