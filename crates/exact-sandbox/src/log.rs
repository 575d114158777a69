//! The log on disk: one change per line, flushed before the answer that tells of it. Replayed at the next start.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::books::Act;
use crate::error::SandboxError;
use crate::gate::Event;
use crate::hooks::Change;
use crate::seed::Seed;
use crate::switches::Switches;

/// Name of the log in the data folder.
pub const LOG_FILE: &str = "sandbox.log";

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
}

impl Log {
    /// Opens the log in a folder, which is made when it is absent, and gives back what it holds. A last line that was
    /// cut off by a power failure is taken off: nobody was told of it.
    ///
    /// # Errors
    /// When the folder or file cannot be used, or a line inside is not readable.
    pub(crate) fn open(folder: &Path) -> Result<(Log, Vec<Line>), SandboxError> {
        let path = folder.join(LOG_FILE);
        std::fs::create_dir_all(folder).map_err(|source| SandboxError::Log {
            path: path.clone(),
            source,
        })?;
        let broken = |source| SandboxError::Log {
            path: path.clone(),
            source,
        };
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(&path)
            .map_err(broken)?;
        let mut reader = BufReader::new(&file);
        let (mut lines, mut whole, mut text) = (Vec::new(), 0_u64, String::new());
        while reader.read_line(&mut text).map_err(broken)? > 0 {
            if !text.ends_with('\n') {
                break;
            }
            let number = lines.len() + 1;
            lines.push(
                serde_json::from_str(&text)
                    .map_err(|source| SandboxError::LogLine { number, source })?,
            );
            whole += u64::try_from(text.len()).unwrap_or(u64::MAX);
            text.clear();
        }
        file.set_len(whole).map_err(broken)?;
        Ok((Log { file }, lines))
    }

    /// Writes one line and waits until it is on the disk.
    ///
    /// # Errors
    /// When it cannot be written; the change must not be told then.
    pub(crate) fn append(&mut self, line: &Line) -> Result<(), std::io::Error> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        self.file.write_all(&text)?;
        self.file.sync_data()
    }
}
