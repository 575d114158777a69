//! The token calls. Nothing is stored here: whoever calls puts the new pair on disk before using it.

use bytes::Bytes;
use exact_api::oauth::{AppCredentials, Grant, TOKEN_PATH, TokenAnswer, TokenError};
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Method, StatusCode};
use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};

use crate::{Api, BoxError, Gate, TransportError};

/// A refresh is refused, and counted as an error, until this long after the last pair.
pub const EARLIEST_REFRESH: SignedDuration = SignedDuration::from_secs(570);

/// How long an access token lives.
pub const ACCESS_LIFE: SignedDuration = SignedDuration::from_secs(600);

/// The name under which a budget counts the token calls.
pub const TOKEN_ENDPOINT: &str = "oauth2/token";

/// Why there is no new pair of tokens.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Nothing left this machine: the old token is still good.
    #[error("the token request was not sent")]
    NotSent(#[source] BoxError),
    /// Exact said no; no new pair was made.
    #[error("Exact Online refused the token request")]
    Refused(#[source] TokenError),
    /// A new pair may have been made and lost, and the old refresh token with it.
    #[error("it is not known what became of the token request")]
    Unknown(#[source] BoxError),
}

impl Api {
    /// The first pair of tokens, for the code of a consent (once, within 180 seconds).
    ///
    /// # Errors
    /// See [`SignInError`].
    pub async fn exchange_code(
        &self,
        app: &AppCredentials,
        code: SecretString,
        redirect_uri: &str,
        gate: &Gate,
    ) -> Result<TokenAnswer, SignInError> {
        let redirect_uri = redirect_uri.to_owned();
        self.token(app, &Grant::Code { code, redirect_uri }, gate)
            .await
    }

    /// The next pair of tokens. Not before [`EARLIEST_REFRESH`].
    ///
    /// # Errors
    /// See [`SignInError`].
    pub async fn refresh(
        &self,
        app: &AppCredentials,
        refresh_token: &SecretString,
        gate: &Gate,
    ) -> Result<TokenAnswer, SignInError> {
        self.token(app, &Grant::Refresh(refresh_token.clone()), gate)
            .await
    }

    async fn token(
        &self,
        app: &AppCredentials,
        grant: &Grant,
        gate: &Gate,
    ) -> Result<TokenAnswer, SignInError> {
        let form = grant.form(app);
        let request = self
            .builder(Method::POST, TOKEN_PATH)
            .header(
                CONTENT_TYPE,
                HeaderValue::from_static("application/x-www-form-urlencoded"),
            )
            .body(Bytes::from(form.expose_secret().to_owned()))
            .map_err(|error| SignInError::NotSent(Box::new(error)))?;
        let response = match self.carry(request, gate).await.response {
            Ok(response) => response,
            Err(TransportError::NotSent(source)) => return Err(SignInError::NotSent(source)),
            Err(TransportError::Unknown(source)) => return Err(SignInError::Unknown(source)),
        };
        let body = String::from_utf8_lossy(response.body());
        if response.status() == StatusCode::OK {
            return TokenAnswer::read(&body).map_err(|error| SignInError::Unknown(Box::new(error)));
        }
        let reason = response
            .headers()
            .get("reason")
            .and_then(|value| value.to_str().ok());
        let error = TokenError::read(response.status().as_u16(), &body, reason);
        if error.is_certain() {
            Err(SignInError::Refused(error))
        } else {
            Err(SignInError::Unknown(Box::new(error)))
        }
    }
}
