//! A call as it arrived, with what matters of it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use base64::Engine as _;
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode};
use percent_encoding::percent_decode_str;

use super::answer::Answer;
use crate::gate::{Pass, TokenRefusal};
use crate::hooks::Heard;
use crate::state::Core;

/// Why a body was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is larger than any that is taken.
    TooLarge,
    /// It broke off.
    BrokeOff,
}

/// A call of the API or of the token endpoint.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// Decoded path.
    pub(crate) path: String,
    /// Query as sent.
    pub(crate) query: String,
    /// Path and query as sent.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// Why the body is only the beginning of what was sent.
    pub(crate) unread: Option<Unread>,
    /// `http://host`, as the client wrote it.
    pub(crate) origin: String,
    /// Length of path and query as sent.
    pub(crate) uri_length: usize,
    /// What an address answered that the call had to ask before it could be carried out.
    pub(crate) heard: OnceLock<Heard>,
}

impl Call {
    /// Takes a request apart.
    pub(crate) fn new(parts: Parts, body: Vec<u8>) -> Call {
        let path = percent_decode_str(parts.uri.path())
            .decode_utf8_lossy()
            .into_owned();
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let target = parts
            .uri
            .path_and_query()
            .map(ToString::to_string)
            .unwrap_or_default();
        let host = parts
            .headers
            .get(http::header::HOST)
            .and_then(|host| host.to_str().ok());
        let host = host
            .or_else(|| parts.uri.authority().map(http::uri::Authority::as_str))
            .unwrap_or("localhost");
        let forwarded = parts
            .headers
            .get("x-forwarded-proto")
            .and_then(|scheme| scheme.to_str().ok());
        let scheme = forwarded
            .filter(|scheme| *scheme == "https")
            .or(parts.uri.scheme_str())
            .unwrap_or("http");
        let origin = format!("{scheme}://{host}");
        let uri_length = parts.uri.path().len() + query.len();
        Call {
            method: parts.method,
            path,
            query,
            target,
            headers: parts.headers,
            body,
            unread: None,
            origin,
            uri_length,
            heard: OnceLock::new(),
        }
    }

    /// A header as text; empty when absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Whether the client asks for JSON.
    pub(crate) fn wants_json(&self) -> bool {
        self.header("accept")
            .to_ascii_lowercase()
            .contains("application/json")
    }

    /// The bearer token.
    pub(crate) fn bearer(&self) -> Option<&str> {
        let (scheme, token) = self.header("authorization").split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    }

    /// Whom its token stands for, be it valid or not.
    pub(crate) fn pass(&self, core: &Core) -> Option<Pass> {
        core.gate.pass(self.bearer()?, core.now())
    }

    /// Whether all of its body arrived.
    ///
    /// # Errors
    /// 413 or 400 when it did not.
    pub(crate) fn whole(&self) -> Result<(), Answer> {
        let (status, text) = match self.unread {
            None => return Ok(()),
            Some(Unread::TooLarge) => (StatusCode::PAYLOAD_TOO_LARGE, "The request is too large."),
            Some(Unread::BrokeOff) => (StatusCode::BAD_REQUEST, "The request broke off."),
        };
        Err(Answer::error(status, text))
    }

    /// Whether the filled entity is asked for after a write.
    pub(crate) fn wants_representation(&self) -> bool {
        self.header("prefer")
            .to_ascii_lowercase()
            .contains("return=representation")
    }

    /// Whether it asks for tokens.
    pub(crate) fn is_token_call(&self) -> bool {
        self.path.ends_with("/oauth2/token")
    }

    /// The parameters of a token call; credentials in the header win over those in the form.
    ///
    /// # Errors
    /// When a parameter comes twice.
    pub(crate) fn token_parameters(&self) -> Result<BTreeMap<String, String>, TokenRefusal> {
        let mut parameters = BTreeMap::new();
        for (name, value) in url::form_urlencoded::parse(&self.body) {
            if parameters
                .insert(name.into_owned(), value.into_owned())
                .is_some()
            {
                return Err(TokenRefusal::InvalidRequest);
            }
        }
        if let Some((id, secret)) = self.basic_credentials() {
            parameters.insert("client_id".to_owned(), id);
            parameters.insert("client_secret".to_owned(), secret);
        }
        Ok(parameters)
    }

    fn basic_credentials(&self) -> Option<(String, String)> {
        let encoded = self.header("authorization").strip_prefix("Basic ")?;
        let decoded = base64::engine::general_purpose::STANDARD
            .decode(encoded.trim())
            .ok()?;
        let text = String::from_utf8(decoded).ok()?;
        let (id, secret) = text.split_once(':')?;
        let plain = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
        Some((plain(id), plain(secret)))
    }
}
