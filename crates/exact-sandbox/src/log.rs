//! The log on disk: one change per line, flushed before the answer that tells of it. Replayed at the next start. Its
//! first line says in which format it is written; while it is open, no other program can open it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::books::Act;
use crate::error::SandboxError;
use crate::gate::Event;
use crate::hooks::Change;
use crate::seed::Seed;
use crate::switches::Switches;

/// Name of the log in the data folder.
pub const LOG_FILE: &str = "sandbox.log";

/// The format that is written, and the newest that is read. A log without a first line about it has the first one.
const FORMAT: u64 = 1;

/// The first line of a log.
#[derive(Serialize, Deserialize)]
struct Opening {
    /// Only this member says what a line is.
    begin: Begin,
}

#[derive(Serialize, Deserialize)]
struct Begin {
    format: u64,
    /// Of the program that began the log.
    version: String,
}

/// One line of the log.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Line {
    /// What the sandbox started with, or was loaded with later; with the time of loading.
    Load(jiff::Timestamp, Box<Seed>),
    /// A change in the books.
    Act(Box<Act>),
    /// A change at the gate.
    Gate(Event),
    /// How far the clock runs ahead, in milliseconds.
    Clock(i64),
    /// The clock stands still at this moment, or runs again.
    Stopped(Option<jiff::Timestamp>),
    /// A change of the webhooks.
    Hook(Change),
    /// The switches.
    Switches(Box<Switches>),
}

/// The open log.
pub(crate) struct Log {
    file: File,
    /// Whether nothing was written yet.
    empty: bool,
}

impl Log {
    /// Opens the log in a folder, which is made when it is absent, and gives back what it holds. A last line that was
    /// cut off by a power failure is taken off: nobody was told of it.
    ///
    /// # Errors
    /// When the folder or file cannot be used or is in use, was written by a newer version, or a line inside is not
    /// readable.
    pub(crate) fn open(folder: &Path) -> Result<(Log, Vec<Line>), SandboxError> {
        let path = folder.join(LOG_FILE);
        let broken = |source| SandboxError::Log {
            path: path.clone(),
            source,
        };
        std::fs::create_dir_all(folder).map_err(broken)?;
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(&path)
            .map_err(broken)?;
        // Where a file system knows no locks, nobody is kept out.
        if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            return Err(SandboxError::InUse(folder.to_owned()));
        }
        let (lines, whole) = read(&file, &path)?;
        file.set_len(whole).map_err(broken)?;
        let empty = whole == 0;
        Ok((Log { file, empty }, lines))
    }

    /// Writes one line and waits until it is on the disk.
    ///
    /// # Errors
    /// When it cannot be written; the change must not be told then.
    pub(crate) fn append(&mut self, line: &Line) -> Result<(), std::io::Error> {
        let mut text = Vec::new();
        if self.empty {
            let begin = Begin {
                format: FORMAT,
                version: crate::VERSION.to_owned(),
            };
            serde_json::to_writer(&mut text, &Opening { begin })?;
            text.push(b'\n');
        }
        serde_json::to_writer(&mut text, line)?;
        text.push(b'\n');
        self.file.write_all(&text)?;
        self.file.sync_data()?;
        self.empty = false;
        Ok(())
    }
}

/// The whole lines of a log, and how many bytes they are.
fn read(file: &File, path: &Path) -> Result<(Vec<Line>, u64), SandboxError> {
    let broken = |source| SandboxError::Log {
        path: path.to_owned(),
        source,
    };
    let mut reader = BufReader::new(file);
    let (mut lines, mut whole, mut text) = (Vec::new(), 0_u64, String::new());
    let mut number = 0;
    while reader.read_line(&mut text).map_err(broken)? > 0 {
        if !text.ends_with('\n') {
            break;
        }
        number += 1;
        let opening = (number == 1).then(|| serde_json::from_str::<Opening>(&text));
        match opening {
            Some(Ok(Opening { begin })) => begin.check(path)?,
            _ => lines.push(parse(&text, number, path)?),
        }
        whole += u64::try_from(text.len()).unwrap_or(u64::MAX);
        text.clear();
    }
    Ok((lines, whole))
}

fn parse(text: &str, number: usize, path: &Path) -> Result<Line, SandboxError> {
    serde_json::from_str(text).map_err(|source| SandboxError::LogLine {
        path: PathBuf::from(path),
        number,
        source,
    })
}

impl Begin {
    fn check(self, path: &Path) -> Result<(), SandboxError> {
        if self.format <= FORMAT {
            return Ok(());
        }
        Err(SandboxError::Newer {
            path: path.to_owned(),
            version: self.version,
        })
    }
}
