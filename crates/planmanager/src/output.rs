//! What a command says: text for people, JSON for machines. The only place of this crate that prints.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line speaks here and only here"
)]

use std::process::ExitCode;

use anyhow::Error;
use domain::{Language, Refusal};
use i18n::Lang;
use link::LinkError;
use office::OfficeError;
use serde::Serialize;
use serde_json::json;

/// How a command ends.
pub mod exit {
    use std::process::ExitCode;

    /// Everything was done.
    pub const DONE: ExitCode = ExitCode::SUCCESS;
    /// Done, and something was refused or differs.
    pub const REFUSED: ExitCode = ExitCode::FAILURE;
    /// The settings or the data folder cannot be used.
    pub const SETTINGS: u8 = 3;
    /// Ours.
    pub const BROKEN: u8 = 4;
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
#[derive(Clone, Copy, Debug)]
pub struct Output {
    json: bool,
}

impl Output {
    /// An output for people, or for machines.
    #[must_use]
    pub const fn new(json: bool) -> Self {
        Self { json }
    }

    /// A line for people; machines do not see it.
    pub fn line(&self, text: &str) {
        if !self.json {
            println!("{text}");
        }
    }

    /// The answer for machines; people do not see it.
    pub fn value(&self, value: &impl Serialize) {
        if self.json {
            match serde_json::to_string(value) {
                Ok(text) => println!("{text}"),
                Err(error) => eprintln!("planmanager: {error}"),
            }
        }
    }

    /// Says what stopped the command, and gives its exit code.
    #[must_use]
    pub fn broken(&self, error: &Error) -> ExitCode {
        if let Some(refusals) = refusals(error) {
            let sentences: Vec<String> = refusals.iter().map(sentence).collect();
            self.value(&json!({ "refused": refusals, "sentences": sentences }));
            sentences.iter().for_each(|text| self.line(text));
            return exit::REFUSED;
        }
        let settings = error.is::<SettingsError>();
        self.value(&json!({ "error": format!("{error:#}") }));
        eprintln!("planmanager: {error:#}");
        ExitCode::from(if settings {
            exit::SETTINGS
        } else {
            exit::BROKEN
        })
    }
}

/// What is wrong and how it is mended, in Dutch, as on the pages.
#[must_use]
pub fn sentence(refusal: &Refusal) -> String {
    let text = i18n::reason(Lang::Nl, &refusal.code, &refusal.params);
    format!("{} {} [{}]", text.sentence, text.fix, refusal.code)
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
