//! What of the state is on the disk: the log of every change, and the counters beside it.

use std::path::Path;

use crate::counters::{Counters, CountersFile};
use crate::error::SandboxError;
use crate::log::{Line, Log};

/// The files of a data folder; nothing in memory.
#[derive(Default)]
pub(crate) struct Kept {
    files: Option<(Log, CountersFile)>,
    /// Lines that are to be written together.
    together: Option<Vec<Line>>,
}

impl Kept {
    /// Opens a data folder, and gives back what its log holds.
    ///
    /// # Errors
    /// When it cannot be used or read.
    pub(crate) fn in_folder(folder: &Path) -> Result<(Kept, Vec<Line>), SandboxError> {
        let (log, lines) = Log::open(folder)?;
        let kept = Kept {
            files: Some((log, CountersFile::in_folder(folder))),
            together: None,
        };
        Ok((kept, lines))
    }

    /// Whether anything is kept.
    pub(crate) fn is_on_disk(&self) -> bool {
        self.files.is_some()
    }

    /// Whether changes can be kept, which is asked before one is carried out.
    ///
    /// # Errors
    /// When an earlier one could not.
    pub(crate) fn ready(&self) -> Result<(), SandboxError> {
        let log = self.files.as_ref().map(|(log, _)| log);
        log.map_or(Ok(()), Log::ready).map_err(SandboxError::Write)
    }

    /// Keeps a line, now or with the others that belong together.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn write(&mut self, line: &Line) -> Result<(), SandboxError> {
        let Some((log, _)) = &mut self.files else {
            return Ok(());
        };
        match &mut self.together {
            Some(lines) => {
                lines.push(line.clone());
                Ok(())
            }
            None => log.append(line).map_err(SandboxError::Write),
        }
    }

    /// From here on lines wait for each other.
    pub(crate) fn begin(&mut self) {
        self.together.get_or_insert_default();
    }

    /// Writes the lines that waited, all or none.
    ///
    /// # Errors
    /// When they cannot be written.
    pub(crate) fn end(&mut self) -> Result<(), SandboxError> {
        let mut lines = self.together.take().unwrap_or_default();
        match lines.len() {
            0 => Ok(()),
            1 => lines.pop().map_or(Ok(()), |line| self.write(&line)),
            _ => self.write(&Line::Together(lines)),
        }
    }

    /// The counters of before.
    pub(crate) fn counters(&self) -> Counters {
        let file = self.files.as_ref().map(|(_, file)| file);
        file.map(CountersFile::read).unwrap_or_default()
    }

    /// Writes the counters, when they changed since the last time.
    ///
    /// # Errors
    /// When they cannot be written.
    pub(crate) fn write_counters(&mut self, counters: &Counters) -> Result<(), SandboxError> {
        let file = self.files.as_mut().map(|(_, file)| file);
        file.map_or(Ok(()), |file| file.write(counters))
    }
}
