//! What is counted call by call: limits, errors, token calls, chance of faults. A line of the log per call would be too
//! dear, so that it is written beside the log every few seconds and at the end. After a power cut the last few seconds
//! are missing from it, and nothing else.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::SandboxError;
use crate::faults::ChanceKept;
use crate::gate::GateCounts;
use crate::limits::LimitsKept;

/// Name of the file in the data folder.
pub const COUNTERS_FILE: &str = "counters.json";

/// All counters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Counters {
    pub(crate) limits: LimitsKept,
    pub(crate) gate: GateCounts,
    pub(crate) chance: Vec<ChanceKept>,
    /// The last number that a call got.
    pub(crate) last_call: u64,
}

/// Where they are kept.
pub(crate) struct CountersFile {
    path: PathBuf,
    /// What was written last.
    written: Vec<u8>,
}

impl CountersFile {
    pub(crate) fn in_folder(folder: &Path) -> CountersFile {
        CountersFile {
            path: folder.join(COUNTERS_FILE),
            written: Vec::new(),
        }
    }

    /// What is there. A file that cannot be read is no reason not to start: counting begins anew.
    pub(crate) fn read(&self) -> Counters {
        let text = match fs::read(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Counters::default();
            }
            Err(error) => {
                tracing::warn!(%error, path = %self.path.display(), "the counters cannot be read");
                return Counters::default();
            }
        };
        serde_json::from_slice(&text).unwrap_or_else(|error| {
            tracing::warn!(%error, path = %self.path.display(), "the counters are not readable");
            Counters::default()
        })
    }

    /// Writes them, whole or not at all, when they changed.
    ///
    /// # Errors
    /// When they cannot be written.
    pub(crate) fn write(&mut self, counters: &Counters) -> Result<(), SandboxError> {
        let text =
            serde_json::to_vec(counters).map_err(|error| SandboxError::Write(error.into()))?;
        if text == self.written {
            return Ok(());
        }
        let unfinished = self.path.with_extension("part");
        let replace = || {
            let mut file = File::create(&unfinished)?;
            file.write_all(&text)?;
            file.sync_data()?;
            fs::rename(&unfinished, &self.path)
        };
        replace().map_err(SandboxError::Write)?;
        self.written = text;
        Ok(())
    }
}
