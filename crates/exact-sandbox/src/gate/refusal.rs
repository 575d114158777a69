//! How the token endpoint says no (facts 1.5).

use thiserror::Error;

/// A refused token call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TokenRefusal {
    /// Refresh before 570 s.
    #[error("Rate limit exceeded: access_token not expired")]
    TooEarly,
    /// A rotated refresh token came back.
    #[error("Old refresh token used.")]
    OldRefreshToken,
    /// Expired, used or unknown code or refresh token.
    #[error("the code or refresh token is not valid")]
    InvalidGrant,
    /// A later consent by the same user replaced this chain.
    #[error("Token is not allowed, because of invalid or empty chainId")]
    BrokenChain,
    /// The Exact user was disabled.
    #[error("The user is not active")]
    InactiveUser,
    /// A parameter is missing or given twice.
    #[error("a parameter is missing or given twice")]
    InvalidRequest,
    /// Another grant type.
    #[error("the grant type is not supported")]
    UnsupportedGrant,
    /// Unknown app or wrong secret.
    #[error("unknown client or wrong secret")]
    InvalidClient,
    /// More than 200 token calls on this UTC day.
    #[error("too many token calls today")]
    TooMany,
    /// Too many errors within an hour.
    #[error("blocked for too many errors")]
    Blocked,
}
