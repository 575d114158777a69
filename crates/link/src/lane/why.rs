//! Why a lane was put off: a reason code for people, and what happened for support; as one text in its job.

use std::fmt;

use exact_client::{CallError, SignInError};
use office::OfficeError;

use super::{LaneError, described};
use crate::{LinkError, reasons};

/// What stands between the code and what happened.
const BETWEEN: &str = ": ";

/// Why a lane was put off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Why {
    /// A reason code.
    pub(crate) code: String,
    /// What happened; empty where the code says all.
    pub(crate) detail: String,
}

impl Why {
    /// What stopped a lane.
    pub(crate) fn of(error: &LaneError) -> Self {
        match error {
            LaneError::Wait { why, .. } => Self::plain(why),
            LaneError::Unreachable => Self::plain(reasons::EXACT_UNREACHABLE),
            LaneError::Link(LinkError::Refused(refusals)) => {
                let code = refusals.first().map(|refusal| refusal.code.as_str());
                Self::plain(code.unwrap_or(reasons::LANE_BROKE_DOWN))
            }
            LaneError::Link(LinkError::Exact(cause)) => Self {
                code: sign_in(cause.downcast_ref()).to_owned(),
                detail: described(error),
            },
            LaneError::Link(LinkError::Office(OfficeError::Vault(_))) => Self {
                code: reasons::SECRET_KEY_FOREIGN.to_owned(),
                detail: described(error),
            },
            LaneError::Link(_) => Self {
                code: reasons::LANE_BROKE_DOWN.to_owned(),
                detail: described(error),
            },
            LaneError::Call(call) => Self {
                code: of_call(call).to_owned(),
                detail: said(call).unwrap_or_else(|| described(error)),
            },
        }
    }

    /// What a job tells; a text that begins with no code of ours is one of ours that broke down.
    pub(crate) fn parse(text: &str) -> Self {
        let (code, detail) = text.split_once(BETWEEN).unwrap_or((text, ""));
        if reasons::ALL.contains(&code) {
            Self {
                code: code.to_owned(),
                detail: detail.to_owned(),
            }
        } else {
            Self {
                code: reasons::LANE_BROKE_DOWN.to_owned(),
                detail: text.to_owned(),
            }
        }
    }

    fn plain(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            detail: String::new(),
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)?;
        if self.detail.is_empty() {
            return Ok(());
        }
        write!(f, "{BETWEEN}{}", self.detail)
    }
}

/// Whether Exact gives no access: rights, licence, or the administration itself is gone.
pub(crate) const fn is_denied(call: &CallError) -> bool {
    matches!(
        call,
        CallError::Forbidden { .. } | CallError::NotFound { .. }
    )
}

const fn of_call(call: &CallError) -> &'static str {
    match call {
        call if is_denied(call) => reasons::EXACT_DENIES_ACCESS,
        CallError::NotSent(_) => reasons::EXACT_UNREACHABLE,
        CallError::Refused(_) | CallError::BadRequest { .. } => reasons::EXACT_REJECTED_REQUEST,
        CallError::TooManyPages { .. } | CallError::ForeignNextPage(_) => reasons::LANE_BROKE_DOWN,
        _ => reasons::EXACT_UNWELL,
    }
}

/// What Exact said, where people can use it.
fn said(call: &CallError) -> Option<String> {
    match call {
        CallError::Forbidden { reason, text } => {
            Some(reason.clone().unwrap_or_else(|| text.clone()))
        }
        CallError::NotFound { text } | CallError::BadRequest { text } => Some(text.clone()),
        CallError::Refused(refusal) => Some(refusal.text()),
        _ => None,
    }
}

const fn sign_in(error: Option<&SignInError>) -> &'static str {
    match error {
        Some(SignInError::NotSent(_)) => reasons::EXACT_UNREACHABLE,
        _ => reasons::EXACT_UNWELL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_job_tells_is_read_again() {
        for code in [reasons::EXACT_UNWELL, reasons::DAY_EXHAUSTED] {
            for detail in ["", "status 503: come back: later"] {
                let why = Why {
                    code: code.to_owned(),
                    detail: detail.to_owned(),
                };
                assert_eq!(Why::parse(&why.to_string()), why);
            }
        }
        let ours = Why::parse("the database failed: full");
        assert_eq!(ours.code, reasons::LANE_BROKE_DOWN);
        assert_eq!(ours.detail, "the database failed: full");
    }
}
