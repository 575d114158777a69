//! What carries a request: HTTP, or a router in the same process.

use std::error::Error;
use std::fmt;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use url::Url;

use crate::Gate;

/// Any error, as a cause.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Carries one request and brings the whole answer.
pub trait Transport: Send + Sync {
    /// Asks the gate, writes the request, reads the answer to its end. Never a second time, and
    /// never to another address than the one given.
    fn send(
        &self,
        outgoing: Outgoing,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;
}

/// A request on its way. Its URI is path and query only, encoded as the crate `url` encodes, and
/// its `Host` header is set: over HTTP and in process the receiver sees the same.
pub struct Outgoing {
    /// Scheme, host and port.
    pub base: Url,
    /// The request. Its headers and body may hold secrets.
    pub request: http::Request<Bytes>,
    /// Asked immediately before the bytes are written.
    pub gate: Gate,
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("base", &self.base.as_str())
            .field("method", self.request.method())
            .field("path", &self.request.uri().path())
            .finish_non_exhaustive()
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// The connection was never opened, or the gate was closed: no whole request left this machine.
    #[error("the request was not sent")]
    NotSent(#[source] BoxError),
    /// Anything else. The request may have arrived and been carried out.
    #[error("it is not known what became of the request")]
    Unknown(#[source] BoxError),
}
