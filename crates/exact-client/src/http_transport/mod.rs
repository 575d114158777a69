//! The transport over HTTP: one request, one answer, no second try, no redirect.

mod gated_body;

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::header::HOST;
use reqwest::redirect::Policy;
use reqwest::{Body, Client};
use url::Url;

use self::gated_body::GatedBody;
use crate::{GateClosed, Outgoing, Transport, TransportError};

/// How long opening a connection may take, TLS included.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a whole call may take. An entry of fifty lines takes Exact several seconds.
pub const TOTAL_TIMEOUT: Duration = Duration::from_secs(90);

/// How large an answer may be. A page of 1,000 transaction lines is some 2 MB.
pub const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;

/// Idle connections are closed before any server in between would: a request on a connection that
/// is being closed has an unknown fate.
const IDLE_TIMEOUT: Duration = Duration::from_secs(10);

/// The limits of a transport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HttpSettings {
    /// See [`CONNECT_TIMEOUT`].
    pub connect_timeout: Duration,
    /// See [`TOTAL_TIMEOUT`].
    pub total_timeout: Duration,
    /// See [`MAX_ANSWER_BYTES`].
    pub max_answer_bytes: usize,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            connect_timeout: CONNECT_TIMEOUT,
            total_timeout: TOTAL_TIMEOUT,
            max_answer_bytes: MAX_ANSWER_BYTES,
        }
    }
}

/// HTTP/1.1 with our own TLS roots; settings of the machine (proxies, certificates) play no part.
#[derive(Debug, Clone)]
pub struct HttpTransport {
    client: Client,
    max_answer_bytes: usize,
}

/// The HTTP client cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum HttpSetupError {
    /// TLS refuses its configuration.
    #[error("TLS cannot be set up")]
    Tls(#[source] rustls::Error),
    /// The client refuses its configuration.
    #[error("the HTTP client cannot be set up")]
    Client(#[source] reqwest::Error),
}

#[derive(Debug, thiserror::Error)]
#[error("the answer is longer than {0} bytes")]
struct AnswerTooLong(usize);

impl HttpTransport {
    /// With the usual limits.
    ///
    /// # Errors
    /// When TLS or the client cannot be set up.
    pub fn new() -> Result<Self, HttpSetupError> {
        Self::with_settings(HttpSettings::default())
    }

    /// With other limits.
    ///
    /// # Errors
    /// When TLS or the client cannot be set up.
    pub fn with_settings(settings: HttpSettings) -> Result<Self, HttpSetupError> {
        // A client without certificate roots fails even for plain http on a bare machine.
        let roots =
            rustls::RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(HttpSetupError::Tls)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place that makes the HTTP client"
        )]
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .retry(reqwest::retry::never())
            .redirect(Policy::none())
            .no_proxy()
            .http1_only()
            .pool_idle_timeout(IDLE_TIMEOUT)
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.total_timeout)
            .build()
            .map_err(HttpSetupError::Client)?;
        Ok(Self {
            client,
            max_answer_bytes: settings.max_answer_bytes,
        })
    }

    async fn exchange(&self, outgoing: Outgoing) -> Result<http::Response<Bytes>, TransportError> {
        outgoing.gate.pass().map_err(not_sent)?;
        let request = to_reqwest(outgoing)?;
        let response = self.client.execute(request).await.map_err(failed)?;
        self.read(response).await
    }

    /// Reads the answer to its end: half an answer proves nothing.
    async fn read(
        &self,
        mut response: reqwest::Response,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut answer = http::Response::new(Bytes::new());
        *answer.status_mut() = response.status();
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(unknown)? {
            if body.len() + chunk.len() > self.max_answer_bytes {
                return Err(unknown(AnswerTooLong(self.max_answer_bytes)));
            }
            body.extend_from_slice(&chunk);
        }
        *answer.body_mut() = body.freeze();
        Ok(answer)
    }
}

impl Transport for HttpTransport {
    fn send(
        &self,
        outgoing: Outgoing,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.exchange(outgoing).boxed()
    }
}

/// The absolute address again, and a body that asks the gate once more when it is written.
fn to_reqwest(outgoing: Outgoing) -> Result<reqwest::Request, TransportError> {
    let (mut head, body) = outgoing.request.into_parts();
    let url = outgoing
        .base
        .join(&head.uri.to_string())
        .map_err(not_sent)?;
    if url.origin() != outgoing.base.origin() {
        return Err(not_sent(OtherHost(url)));
    }
    let mut request = reqwest::Request::new(head.method, url);
    head.headers.remove(HOST);
    *request.headers_mut() = head.headers;
    if !body.is_empty() {
        *request.body_mut() = Some(Body::wrap(GatedBody::new(body, outgoing.gate)));
    }
    Ok(request)
}

#[derive(Debug, thiserror::Error)]
#[error("{} is not the host that was meant", .0.host_str().unwrap_or("it"))]
struct OtherHost(Url);

/// Not sent, only when the connection was never opened or the gate stopped the body; a request of
/// which the body was not written is not one that a server can carry out.
fn failed(error: reqwest::Error) -> TransportError {
    if error.is_connect() || caused_by_gate(&error) {
        not_sent(error)
    } else {
        unknown(error)
    }
}

fn caused_by_gate(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<GateClosed>() {
            return true;
        }
        cause = error.source();
    }
    false
}

fn not_sent(error: impl Error + Send + Sync + 'static) -> TransportError {
    TransportError::NotSent(Box::new(error))
}

fn unknown(error: impl Error + Send + Sync + 'static) -> TransportError {
    TransportError::Unknown(Box::new(error))
}
