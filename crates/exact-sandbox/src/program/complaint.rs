//! Why the program cannot go on, in one sentence with what can be done about it.

use std::error::Error;
use std::fmt;

use exact_sandbox::books::LoadError;
use exact_sandbox::{SandboxError, refusals_in_english};

/// An error with its cause and a way out.
#[derive(Debug)]
pub(crate) struct Hint {
    what: String,
    way_out: String,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Hint {
    pub(crate) fn new(what: String, way_out: impl Into<String>) -> Hint {
        Hint {
            what,
            way_out: way_out.into(),
            cause: None,
        }
    }

    pub(crate) fn because(self, cause: impl Error + Send + Sync + 'static) -> Hint {
        Hint {
            cause: Some(Box::new(cause)),
            ..self
        }
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl Error for Hint {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| {
            let cause: &(dyn Error + 'static) = &**cause;
            cause
        })
    }
}

/// What is wrong, why, and what to do.
pub(crate) fn sentence(error: &anyhow::Error) -> String {
    let mut told: Vec<String> = error
        .chain()
        .map(|cause| plain(&cause.to_string()))
        .collect();
    if let Some(text) = error.downcast_ref().and_then(refused_entry) {
        told.truncate(1);
        told.push(text);
    }
    let way_out = error
        .downcast_ref::<Hint>()
        .map(|hint| hint.way_out.clone())
        .or_else(|| error.downcast_ref().and_then(way_out));
    let way_out = way_out.map(|text| format!(" {text}.")).unwrap_or_default();
    format!("{}.{way_out}", told.join(": "))
}

/// An entry of the seed that the books refuse, in the words of the API.
fn refused_entry(error: &SandboxError) -> Option<String> {
    let SandboxError::Seed(LoadError::Entry {
        division,
        your_ref,
        refusals,
        ..
    }) = error
    else {
        return None;
    };
    let why = refusals_in_english(refusals);
    Some(format!(
        "division {division} refuses the entry {your_ref}: {why}"
    ))
}

/// Without the number that the system adds.
fn plain(text: &str) -> String {
    text.split(" (os error").next().unwrap_or(text).to_owned()
}

/// What can be done about an error of the sandbox itself.
fn way_out(error: &SandboxError) -> Option<String> {
    Some(match error {
        SandboxError::Log { .. } | SandboxError::Write(_) => {
            "Give a folder with --data that you may write in".to_owned()
        }
        SandboxError::InUse(_) => {
            "Stop the other one, or give another folder with --data".to_owned()
        }
        SandboxError::Newer { version, .. } => {
            format!("Start version {version} or later, or give another folder with --data")
        }
        SandboxError::LogLine { .. } => {
            "Put back a copy of the folder, or give another folder with --data".to_owned()
        }
        SandboxError::Seed(_) => {
            "Mend the seed; 'exact-sandbox --print-seed' shows one that works".to_owned()
        }
        SandboxError::Act(_) | SandboxError::Fault(_) | SandboxError::Serve(_) => return None,
    })
}
