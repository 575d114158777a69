//! What a command says: text for people, JSON for machines. The only place of this crate that prints.
//!
//! Whoever stops reading (`| head`) stops nothing: what is left unsaid is dropped, the work goes on to its end, and the
//! exit code tells.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::OnceLock;

use anyhow::Error;
use domain::{Language, Refusal};
use i18n::Lang;
use link::LinkError;
use office::OfficeError;
use serde::Serialize;
use serde_json::json;

pub use crate::exit;
pub use crate::sentence::sentence;
use crate::stop::Stopped;

/// How a command that was not broken off ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Everything was done.
    Done,
    /// Done, and something was refused or differs.
    Refused,
    /// What is left waits.
    Waits,
}

impl Ending {
    /// Done, unless something was refused or differs.
    #[must_use]
    pub const fn well(well: bool) -> Self {
        if well { Self::Done } else { Self::Refused }
    }

    const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused => exit::REFUSED,
            Self::Waits => exit::WAITS,
        }
    }
}

/// Settings or data folder that cannot be used: told apart from what is broken.
#[derive(Debug)]
pub struct SettingsError;

impl std::fmt::Display for SettingsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the settings cannot be used")
    }
}

/// Where a command's answer goes.
#[derive(Debug)]
pub struct Output {
    json: bool,
    /// Why nothing can be said any more.
    lost: OnceLock<io::Error>,
}

impl Output {
    /// An output for people, or for machines.
    #[must_use]
    pub const fn new(json: bool) -> Self {
        Self {
            json,
            lost: OnceLock::new(),
        }
    }

    /// A line for people; machines do not see it.
    pub fn line(&self, text: &str) {
        if !self.json {
            self.say(text);
        }
    }

    /// The answer for machines; people do not see it.
    pub fn value(&self, value: &impl Serialize) {
        if self.json {
            match serde_json::to_string(value) {
                Ok(text) => self.say(&text),
                Err(error) => complain(&error.to_string()),
            }
        }
    }

    /// Whether nobody reads what is said any more.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.lost.get().is_some()
    }

    /// The exit code of a command that ended.
    #[must_use]
    pub fn ended(&self, outcome: Result<Ending, Error>) -> ExitCode {
        let code = match outcome {
            Ok(ending) => ending.code(),
            Err(error) => self.broken(&error),
        };
        match self.lost.get() {
            None => ExitCode::from(code),
            Some(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                ExitCode::from(exit::PIPE_CLOSED)
            }
            Some(error) => {
                complain(&format!("the output could not be written: {error}"));
                ExitCode::from(exit::BROKEN)
            }
        }
    }

    /// Says what stopped the command, and gives its exit code.
    fn broken(&self, error: &Error) -> u8 {
        if let Some(refusals) = refusals(error) {
            let sentences: Vec<String> = refusals.iter().map(sentence).collect();
            self.value(&json!({ "refused": refusals, "sentences": sentences }));
            sentences.iter().for_each(|text| self.line(text));
            return exit::REFUSED;
        }
        if let Some(stopped) = error.downcast_ref::<Stopped>() {
            let told = stopped.to_string();
            self.value(&json!({ "error": told, "reason": stopped.reason }));
            complain(&told);
            return stopped.exit;
        }
        self.value(&json!({ "error": format!("{error:#}") }));
        complain(&format!("{error:#}"));
        if error.is::<SettingsError>() {
            exit::SETTINGS
        } else {
            exit::BROKEN
        }
    }

    fn say(&self, text: &str) {
        if self.is_lost() {
            return;
        }
        let mut out = io::stdout().lock();
        if let Err(error) = writeln!(out, "{text}").and_then(|()| out.flush()) {
            // Only the first reason counts.
            let _ = self.lost.set(error);
        }
    }
}

/// Says what is wrong where errors go; when nobody reads that either, there is nobody left to tell.
fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "planmanager: {text}");
}

/// The language of the pages for a language of the books.
#[must_use]
pub const fn lang(language: Language) -> Lang {
    match language {
        Language::Nl => Lang::Nl,
        Language::Fr => Lang::Fr,
        Language::En => Lang::En,
    }
}

fn refusals(error: &Error) -> Option<&[Refusal]> {
    error.chain().find_map(|cause| {
        match (
            cause.downcast_ref::<OfficeError>(),
            cause.downcast_ref::<LinkError>(),
        ) {
            (Some(OfficeError::Refused(refusals)), _) => Some(refusals.as_slice()),
            (_, Some(LinkError::Refused(refusals))) => Some(refusals.as_slice()),
            _ => None,
        }
    })
}
