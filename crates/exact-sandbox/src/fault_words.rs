//! What an ordered fault does, in a few words: for the log of calls and the pages.

use crate::faults::{Fault, FaultKind, When, Window};

impl Fault {
    /// What it does, in a few words.
    pub(crate) fn words(&self) -> String {
        let done = match self.when {
            When::Before => "",
            When::After => "done, but ",
        };
        match &self.kind {
            FaultKind::Status { status, .. } => format!("{done}answered {status}"),
            FaultKind::Drop if self.when == When::After => "done, but never answered".to_owned(),
            FaultKind::Drop => "cut before anything happened".to_owned(),
            FaultKind::Reset if self.when == When::After => "done, but reset".to_owned(),
            FaultKind::Reset => "reset before anything happened".to_owned(),
            FaultKind::Delay { ms } if self.when == When::After => {
                format!("answered {} late", span(*ms))
            }
            FaultKind::Delay { ms } => format!("held back for {}", span(*ms)),
            FaultKind::Limit { window } => {
                let window = match window {
                    Window::Minute => "minute",
                    Window::Day => "day",
                };
                format!("{done}answered 429: {window} limit used up")
            }
            FaultKind::Html { status } => format!("{done}answered {status} in HTML"),
            FaultKind::Truncate { bytes } => format!("{done}answer broke off after {bytes} bytes"),
            FaultKind::Stale => "stale read".to_owned(),
            FaultKind::RevokeToken if self.when == When::After => {
                "token revoked after the call".to_owned()
            }
            FaultKind::RevokeToken => "token revoked before the call".to_owned(),
            FaultKind::Forbid { reason } => format!("{done}answered 403 {}", reason.text()),
            FaultKind::CommitLate { ms } => {
                format!("cut at once, done {} later", span(ms.unsigned_abs()))
            }
        }
    }
}

/// `250 ms`, `30 s`.
fn span(milliseconds: u64) -> String {
    if milliseconds >= 1_000 && milliseconds.is_multiple_of(1_000) {
        format!("{} s", milliseconds / 1_000)
    } else {
        format!("{milliseconds} ms")
    }
}
