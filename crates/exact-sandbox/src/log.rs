//! The log on disk: one change per line, flushed before the answer that tells of it. Replayed at the next start. Its
//! first line says in which format it is written; while it is open, no other program can open it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::books::Act;
use crate::error::SandboxError;
use crate::faults::FaultChange;
use crate::gate::Event;
use crate::hooks::Change;
use crate::late::LateChange;
use crate::seed::Seed;
use crate::switches::Switches;
use crate::tail::Tail;

/// Name of the log in the data folder.
pub const LOG_FILE: &str = "sandbox.log";
/// Where the end of a log goes that was cut off by a power failure.
pub const TORN_FILE: &str = "sandbox.log.torn";

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
    /// A change of the ordered faults.
    Fault(FaultChange),
    /// A change of the calls that take effect late.
    Late(LateChange),
    /// Changes of which all or none are on the disk.
    Together(Vec<Line>),
}

/// The open log.
pub(crate) struct Log {
    tail: Tail<File>,
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
        let read = read(&file, &path)?;
        if let Some(torn) = &read.torn {
            tracing::warn!(
                path = %path.display(), bytes = torn.len(),
                "the last line of the log was cut off while it was written; it was moved to {TORN_FILE}",
            );
            set_aside(folder, torn).map_err(broken)?;
            file.set_len(read.whole).map_err(broken)?;
        }
        let tail = Tail::after(read.whole, file);
        Ok((Log { tail }, read.lines))
    }

    /// Whether lines can be written; not any more after one could not.
    ///
    /// # Errors
    /// When an earlier line could not be written: the state may be ahead of the log since then.
    pub(crate) fn ready(&self) -> Result<(), std::io::Error> {
        self.tail.ready()
    }

    /// Writes one line and waits until it is on the disk.
    ///
    /// # Errors
    /// When it cannot be written; the change must not be told then.
    pub(crate) fn append(&mut self, line: &Line) -> Result<(), std::io::Error> {
        let mut text = Vec::new();
        if self.tail.whole == 0 {
            let begin = Begin {
                format: FORMAT,
                version: crate::VERSION.to_owned(),
            };
            serde_json::to_writer(&mut text, &Opening { begin })?;
            text.push(b'\n');
        }
        serde_json::to_writer(&mut text, line)?;
        text.push(b'\n');
        self.tail.append(&text)
    }
}

/// What a log holds.
#[derive(Default)]
struct Read {
    lines: Vec<Line>,
    /// How many bytes of it are whole lines.
    whole: u64,
    /// What follows them.
    torn: Option<Vec<u8>>,
}

/// Reads the log. The last line may be torn: without its end, or no JSON at all because only some of its blocks reached
/// the disk. Anything else that cannot be read is not the work of a power failure, and is refused.
fn read(file: &File, path: &Path) -> Result<Read, SandboxError> {
    let broken = |source| SandboxError::Log {
        path: path.to_owned(),
        source,
    };
    let mut reader = BufReader::new(file);
    let (mut read, mut text, mut number) = (Read::default(), Vec::new(), 0);
    while reader.read_until(b'\n', &mut text).map_err(broken)? > 0 {
        number += 1;
        let last = reader.fill_buf().map_err(broken)?.is_empty();
        if last && is_torn(&text) {
            read.torn = Some(text);
            break;
        }
        let opening = (number == 1).then(|| serde_json::from_slice::<Opening>(&text));
        match opening {
            Some(Ok(Opening { begin })) => begin.check(path)?,
            _ => read.lines.push(parse(&text, number, path)?),
        }
        read.whole += u64::try_from(text.len()).unwrap_or(u64::MAX);
        text.clear();
    }
    Ok(read)
}

fn is_torn(text: &[u8]) -> bool {
    !text.ends_with(b"\n") || serde_json::from_slice::<IgnoredAny>(text).is_err()
}

fn parse(text: &[u8], number: usize, path: &Path) -> Result<Line, SandboxError> {
    serde_json::from_slice(text).map_err(|source| SandboxError::LogLine {
        path: PathBuf::from(path),
        number,
        source,
    })
}

fn set_aside(folder: &Path, torn: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .open(folder.join(TORN_FILE))?;
    file.write_all(torn)?;
    file.write_all(b"\n")?;
    file.sync_data()
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
