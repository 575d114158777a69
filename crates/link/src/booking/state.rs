//! The states of a booking and which may follow which (protocol, section 3).

use std::fmt;

/// Where an invoice is on its way into Exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingState {
    /// May be exported.
    Ready,
    /// Chosen; the division is pinned from here on.
    Queued,
    /// An intent is open.
    Sending,
    /// The entry stands in Exact and is linked.
    Booked,
    /// Exact or our check said no, and it is certain that nothing was booked.
    Refused,
    /// Nobody can know yet; being looked up.
    Unknown,
    /// Something with this reference exists and differs.
    Conflict,
    /// Waits: it shares a suspect value with a refused one, or a person must choose.
    Parked,
    /// Left out by a person, with a reason.
    Excluded,
}

impl BookingState {
    /// Every state, in the order of the protocol.
    pub const ALL: &'static [Self] = &[
        Self::Ready,
        Self::Queued,
        Self::Sending,
        Self::Booked,
        Self::Refused,
        Self::Unknown,
        Self::Conflict,
        Self::Parked,
        Self::Excluded,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Booked => "booked",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Conflict => "conflict",
            Self::Parked => "parked",
            Self::Excluded => "excluded",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|state| state.as_str() == text)
    }

    /// Whether a press on the button takes it up (again).
    #[must_use]
    pub const fn may_be_queued(self) -> bool {
        matches!(self, Self::Ready | Self::Refused | Self::Parked)
    }

    /// Whether the lane still has something to do for it by itself.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Unknown)
    }

    /// Whether `next` may follow. Whatever is not here must not be written.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        use BookingState::{
            Booked, Conflict, Excluded, Parked, Queued, Ready, Refused, Sending, Unknown,
        };
        match self {
            Ready => matches!(next, Queued | Refused | Parked | Excluded),
            Queued => matches!(next, Sending | Booked | Refused | Conflict | Parked),
            // Back to queued only when certainly nothing was sent or Exact took no notice (429).
            Sending => matches!(next, Booked | Refused | Unknown | Conflict | Queued),
            // Never straight to sending: a look and the queue come first.
            Unknown => matches!(next, Booked | Conflict | Queued),
            Booked => matches!(next, Conflict | Ready),
            Refused => matches!(next, Queued | Parked | Ready | Excluded | Refused),
            Parked => matches!(next, Queued | Refused | Ready | Excluded | Parked),
            Conflict => matches!(next, Booked | Ready | Excluded),
            Excluded => matches!(next, Ready),
        }
    }
}

impl fmt::Display for BookingState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::BookingState;

    #[test]
    fn stored_words_come_back() {
        for state in BookingState::ALL {
            assert_eq!(BookingState::parse(state.as_str()), Some(*state));
        }
        assert_eq!(BookingState::parse("sent"), None);
    }

    #[test]
    fn unknown_is_never_sent_and_never_refused_without_a_look() {
        assert!(!BookingState::Unknown.may_become(BookingState::Sending));
        assert!(!BookingState::Unknown.may_become(BookingState::Refused));
        assert!(!BookingState::Unknown.may_be_queued());
    }

    #[test]
    fn only_queued_is_sent() {
        for state in BookingState::ALL {
            assert_eq!(
                state.may_become(BookingState::Sending),
                *state == BookingState::Queued
            );
        }
    }

    #[test]
    fn what_is_booked_is_not_queued_again() {
        assert!(!BookingState::Booked.may_become(BookingState::Queued));
        assert!(!BookingState::Booked.may_be_queued());
        assert!(!BookingState::Conflict.may_be_queued());
    }
}
