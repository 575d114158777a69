//! How far an invoice is on its way into Exact Online, as chips show it.

use i18n::Texts;
use i18n_embed_fl::fl;

/// The state of an invoice's booking on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// May be exported.
    Ready,
    /// Chosen; waits for its turn.
    Queued,
    /// A call is open.
    Sending,
    /// In Exact.
    Booked,
    /// Certainly not in Exact, with a reason.
    Refused,
    /// Nobody can know yet.
    Unknown,
    /// Something with this reference exists and differs.
    Conflict,
    /// Shares a suspect value with a refused one.
    Parked,
    /// By a person, with a reason.
    Excluded,
}

impl State {
    /// Every state, in the order of work to do.
    pub const ALL: [State; 9] = [
        State::Ready,
        State::Queued,
        State::Sending,
        State::Refused,
        State::Unknown,
        State::Conflict,
        State::Parked,
        State::Excluded,
        State::Booked,
    ];

    /// The word that the database and addresses use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            State::Ready => "ready",
            State::Queued => "queued",
            State::Sending => "sending",
            State::Booked => "booked",
            State::Refused => "refused",
            State::Unknown => "unknown",
            State::Conflict => "conflict",
            State::Parked => "parked",
            State::Excluded => "excluded",
        }
    }

    /// Reads the word; `None` for one that is no state.
    #[must_use]
    pub fn from_word(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// What people read.
    #[must_use]
    pub fn label(self, l: Texts) -> String {
        match self {
            State::Ready => fl!(l, "state-ready"),
            State::Queued => fl!(l, "state-queued"),
            State::Sending => fl!(l, "state-sending"),
            State::Booked => fl!(l, "state-booked"),
            State::Refused => fl!(l, "state-refused"),
            State::Unknown => fl!(l, "state-unknown"),
            State::Conflict => fl!(l, "state-conflict"),
            State::Parked => fl!(l, "state-parked"),
            State::Excluded => fl!(l, "state-excluded"),
        }
    }

    /// What the state means, in a sentence.
    #[must_use]
    pub fn meaning(self, l: Texts) -> String {
        match self {
            State::Ready => fl!(l, "state-ready-meaning"),
            State::Queued => fl!(l, "state-queued-meaning"),
            State::Sending => fl!(l, "state-sending-meaning"),
            State::Booked => fl!(l, "state-booked-meaning"),
            State::Refused => fl!(l, "state-refused-meaning"),
            State::Unknown => fl!(l, "state-unknown-meaning"),
            State::Conflict => fl!(l, "state-conflict-meaning"),
            State::Parked => fl!(l, "state-parked-meaning"),
            State::Excluded => fl!(l, "state-excluded-meaning"),
        }
    }

    /// A shape beside the word, so that colour is never the only sign.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            State::Ready => "○",
            State::Queued => "◔",
            State::Sending => "◑",
            State::Booked => "✓",
            State::Refused => "✕",
            State::Unknown => "?",
            State::Conflict => "≠",
            State::Parked => "‖",
            State::Excluded => "–",
        }
    }
}
