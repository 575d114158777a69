//! What an answer that is no success means.

use exact_api::NextLinkError;
use exact_api::errors::Refusal;
use jiff::Timestamp;

use crate::BoxError;

/// Why a call has no answer of its type.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// Nothing left this machine.
    #[error("the request was not sent")]
    NotSent(#[source] BoxError),
    /// Exact said no for a reason of business: a 500 of which every line is of a known kind.
    #[error("Exact Online refused it")]
    Refused(Refusal),
    /// 400: the request is not one that Exact takes. The mistake is ours.
    #[error("Exact Online does not understand the request: {text}")]
    BadRequest {
        /// What it said.
        text: String,
    },
    /// 401: the access token is missing, expired or not valid.
    #[error("Exact Online does not accept the access token")]
    Unauthorised {
        /// What it said.
        text: String,
    },
    /// 403: no right, no scope, no access to the division, or something is blocked.
    #[error("Exact Online gives no access: {text}")]
    Forbidden {
        /// The header `Reason`: `NoDivisionAccess`, `LicenseExpired`, …
        reason: Option<String>,
        /// What it said.
        text: String,
    },
    /// 404: unknown, or hidden from this user.
    #[error("Exact Online does not find it: {text}")]
    NotFound {
        /// What it said.
        text: String,
    },
    /// 429: a quota is used up.
    #[error("too many requests")]
    TooManyRequests {
        /// Which quota, as far as the headers tell.
        window: Option<LimitWindow>,
        /// When it is full again, as far as the headers tell.
        until: Option<Timestamp>,
    },
    /// The list has more pages than the caller wanted to read. Nothing was sent.
    #[error("the list has more than {max} pages")]
    TooManyPages {
        /// The limit.
        max: u32,
    },
    /// The next page lies elsewhere. Nothing was sent.
    #[error("the list goes on at another address")]
    ForeignNextPage(#[source] NextLinkError),
    /// It is not known whether the request was carried out.
    #[error(transparent)]
    Unknown(Unknown),
}

/// A quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitWindow {
    /// The clock minute.
    Minute,
    /// The UTC day.
    Day,
}

/// An answer, or the lack of one, that proves nothing.
#[derive(Debug, thiserror::Error)]
#[error("it is not known what became of the request (status {status:?})")]
pub struct Unknown {
    /// The HTTP status, when one was read.
    pub status: Option<u16>,
    /// What happened.
    #[source]
    pub why: UnknownWhy,
    /// The header `Retry-After`, in seconds.
    pub retry_after: Option<u32>,
}

impl Unknown {
    /// Whether Exact as a whole is away (502, 503, 504), whatever was asked: a second call would fare no better.
    #[must_use]
    pub const fn is_outage(&self) -> bool {
        matches!(self.status, Some(502..=504))
    }
}

/// Why nothing is known.
#[derive(Debug, thiserror::Error)]
pub enum UnknownWhy {
    /// No answer came, or not a whole one.
    #[error("no whole answer came")]
    Transport(#[source] BoxError),
    /// A success of which the body cannot be read.
    #[error("the answer cannot be read")]
    UnreadableAnswer(#[source] BoxError),
    /// A status that proves nothing, with the beginning of what it said.
    #[error("an unexpected answer: {0}")]
    UnexpectedStatus(String),
    /// A 500 with a line that is of no known kind.
    #[error("a refusal that is not understood: {}", .0.text())]
    UnknownRefusal(Refusal),
}

/// What a call means for the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallOutcome {
    /// It reached Exact, or may have.
    Fine,
    /// It did not reach Exact and was not counted there.
    NotSent,
    /// It counts for the limit of errors per endpoint and hour.
    CountedError,
    /// A quota is used up.
    TooMany {
        /// Which one, as far as told.
        window: Option<LimitWindow>,
        /// Until when, as far as told.
        until: Option<Timestamp>,
    },
}

impl CallError {
    /// Whether it is certain that nothing happened in Exact.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }

    /// Whether Exact counts it towards its limit of errors per endpoint and hour: 400, 401, 403 and
    /// 404.
    #[must_use]
    pub fn counts_for_error_velocity(&self) -> bool {
        matches!(
            self,
            Self::BadRequest { .. }
                | Self::Unauthorised { .. }
                | Self::Forbidden { .. }
                | Self::NotFound { .. }
        )
    }

    /// Whether the connection itself failed half-way: writes wait until a read has succeeded.
    #[must_use]
    pub fn is_transport_unknown(&self) -> bool {
        matches!(
            self,
            Self::Unknown(Unknown {
                why: UnknownWhy::Transport(_),
                ..
            })
        )
    }

    /// What it means for the budget.
    #[must_use]
    pub fn outcome(&self) -> CallOutcome {
        match self {
            Self::NotSent(_) | Self::TooManyPages { .. } | Self::ForeignNextPage(_) => {
                CallOutcome::NotSent
            }
            Self::TooManyRequests { window, until } => CallOutcome::TooMany {
                window: *window,
                until: *until,
            },
            error if error.counts_for_error_velocity() => CallOutcome::CountedError,
            _ => CallOutcome::Fine,
        }
    }
}
