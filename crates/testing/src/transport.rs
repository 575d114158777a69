//! Exact Online in the same process: the client's requests go straight to the sandbox's router, without a socket.
//!
//! The router sees what it would see over HTTP: path and query as `url` encodes them, a `Host` header. A transport
//! can be told to die before or after a call, as a process does whose power goes.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use axum::{Router, body::Body};
use bytes::Bytes;
use exact_client::{Outgoing, Transport, TransportError};
use exact_sandbox::{Dropped, Sandbox};
use futures_util::future::BoxFuture;
use http::{Request, Response};
use http_body_util::BodyExt as _;
use tokio::sync::Notify;
use tower::ServiceExt as _;

/// Where a dying transport dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Death {
    /// Before the request of this call (from 1) is written.
    Before(u32),
    /// After this call has taken effect, before its answer is read.
    After(u32),
    /// After this call has taken effect whoever made it panics, once; the process goes on.
    Panic(u32),
}

/// Carries requests to the sandbox's router. Clones share the count of calls.
#[derive(Clone)]
pub struct SandboxTransport {
    router: Router,
    calls: Arc<AtomicU32>,
    death: Option<Death>,
    died: Arc<Notify>,
}

impl SandboxTransport {
    /// A way to this sandbox.
    #[must_use]
    pub fn new(sandbox: &Sandbox) -> Self {
        Self {
            router: sandbox.router(),
            calls: Arc::default(),
            death: None,
            died: Arc::default(),
        }
    }

    /// The same, but it dies: the call at which it does never ends. Wait for [`died`](Self::died) and drop whoever
    /// waits for the answer.
    #[must_use]
    pub fn dying(sandbox: &Sandbox, death: Death) -> Self {
        Self {
            death: Some(death),
            ..Self::new(sandbox)
        }
    }

    /// How many requests came this way.
    #[must_use]
    pub fn calls(&self) -> u32 {
        self.calls.load(Ordering::SeqCst)
    }

    /// Ready once it has died.
    pub async fn died(&self) {
        self.died.notified().await;
    }

    async fn carry(&self, outgoing: Outgoing) -> Result<Response<Bytes>, TransportError> {
        let call = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        if self.death == Some(Death::Before(call)) {
            return self.die().await;
        }
        outgoing
            .gate
            .pass()
            .map_err(|closed| TransportError::NotSent(Box::new(closed)))?;
        let response = self.ask(outgoing.request).await?;
        if self.death == Some(Death::After(call)) {
            return self.die().await;
        }
        assert_ne!(self.death, Some(Death::Panic(call)), "a mistake of ours");
        Ok(response)
    }

    async fn ask(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let request = request.map(Body::from);
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        if response.extensions().get::<Dropped>().is_some() {
            return Err(TransportError::Unknown("the connection was cut".into()));
        }
        let (parts, body) = response.into_parts();
        let body = body
            .collect()
            .await
            .map_err(|error| TransportError::Unknown(Box::new(error)))?;
        Ok(Response::from_parts(parts, body.to_bytes()))
    }

    async fn die<T>(&self) -> T {
        self.died.notify_one();
        std::future::pending().await
    }
}

impl Transport for SandboxTransport {
    fn send(&self, outgoing: Outgoing) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(self.carry(outgoing))
    }
}
