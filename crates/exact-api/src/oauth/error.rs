//! What a refusal of the token endpoint means.

use serde::Deserialize;

use crate::errors::CERTAIN_STATUSES;

/// A refusal of the token endpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Asked before 570 s had passed: the access token still works; keep it. It counts as an error.
    #[error("the access token has not expired yet")]
    TooEarly,
    /// The refresh token was used before: another process has the newer pair, or the chain is lost.
    #[error("the refresh token was used before")]
    OldRefreshToken,
    /// The Exact user was disabled.
    #[error("the Exact user is not active")]
    UserNotActive,
    /// The code or token is unknown, used or expired, or its chain is broken.
    #[error("the code or token is not accepted: {0}")]
    InvalidGrant(String),
    /// The app's id or secret is wrong.
    #[error("the app's id or secret is not accepted")]
    InvalidClient,
    /// A parameter is missing or double.
    #[error("the token request is not well-formed: {0}")]
    InvalidRequest(String),
    /// The account behind the token has no rights (left).
    #[error("the Exact user has no access")]
    Forbidden,
    /// Too many token calls.
    #[error("too many token requests")]
    TooMany,
    /// Any other answer; whether a new pair was made is not known.
    #[error("the token endpoint answered {status}: {text}")]
    Other {
        /// The HTTP status.
        status: u16,
        /// What it said, cut.
        text: String,
    },
}

#[derive(Deserialize, Default)]
struct OnTheWire {
    error: String,
    #[serde(default)]
    error_description: Option<String>,
}

impl TokenError {
    /// Reads any answer but a 200; `reason` is the header of that name.
    #[must_use]
    pub fn read(status: u16, body: &str, reason: Option<&str>) -> Self {
        let wire: OnTheWire = serde_json::from_str(body).unwrap_or_default();
        let description = wire.error_description.unwrap_or_default();
        let said = |words: &str| {
            [body, reason.unwrap_or_default()]
                .iter()
                .any(|text| text.to_lowercase().contains(words))
        };
        match (status, wire.error.as_str()) {
            (429, _) => Self::TooMany,
            (400 | 401 | 403, _) if said("tooearlytorefresh") || said("token not expired") => {
                Self::TooEarly
            }
            (400 | 401, _) if said("old refresh token") => Self::OldRefreshToken,
            (400 | 401, _) if said("user is not active") => Self::UserNotActive,
            (400 | 401, "invalid_grant") => Self::InvalidGrant(description),
            (400 | 401, "invalid_client" | "unauthorized_client") => Self::InvalidClient,
            (400 | 401, "invalid_request" | "unsupported_grant_type") => {
                Self::InvalidRequest(description)
            }
            (403, _) => Self::Forbidden,
            _ => Self::Other {
                status,
                text: body.chars().take(200).collect(),
            },
        }
    }

    /// Whether the refusal proves that no new pair was made.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        match self {
            Self::Other { status, .. } => CERTAIN_STATUSES.contains(status),
            _ => true,
        }
    }

    /// Whether only a new consent helps. [`Self::OldRefreshToken`] and [`Self::InvalidGrant`] may
    /// also mean that another process refreshed: look in the store for a newer pair first.
    #[must_use]
    pub fn needs_consent(&self) -> bool {
        matches!(
            self,
            Self::OldRefreshToken | Self::UserNotActive | Self::InvalidGrant(_) | Self::Forbidden
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_were_met() {
        let early = r#"{"error":"access_denied","error_description":"Rate limit exceeded: access_token not expired"}"#;
        let old =
            r#"{"error":"unauthorized_client","error_description":"Old refresh token used."}"#;
        let inactive = r#"{"error":"invalid_grant","error_description":"The user is not active"}"#;
        let grant = r#"{"error":"invalid_grant"}"#;
        let reason = "TooEarlyToRefreshTokens: Rate limit exceeded: access_token not expired";
        for (status, body, reason, expected) in [
            (400, early, None, TokenError::TooEarly),
            (400, "", Some(reason), TokenError::TooEarly),
            (401, "Access Token not expired", None, TokenError::TooEarly),
            (401, old, None, TokenError::OldRefreshToken),
            (400, inactive, None, TokenError::UserNotActive),
            (400, grant, None, TokenError::InvalidGrant(String::new())),
            (
                401,
                r#"{"error":"invalid_client"}"#,
                None,
                TokenError::InvalidClient,
            ),
            (
                400,
                r#"{"error":"invalid_request"}"#,
                None,
                TokenError::InvalidRequest(String::new()),
            ),
            (403, "Forbidden", None, TokenError::Forbidden),
            (429, "", None, TokenError::TooMany),
        ] {
            let read = TokenError::read(status, body, reason);
            assert_eq!(read, expected, "{body}");
            assert!(read.is_certain());
        }
        let gateway = TokenError::read(502, "<html>", None);
        assert!(!gateway.is_certain() && !gateway.needs_consent());
        assert!(!TokenError::read(408, "", None).is_certain());
        assert!(TokenError::read(404, "", None).is_certain());
    }
}
