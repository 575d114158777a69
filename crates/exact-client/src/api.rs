//! Makes the request of an endpoint, sends it, reads the answer.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use exact_api::{Division, Endpoint, Limits};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue, USER_AGENT};
use http::{Method, Request, Response};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::call_error::{CallError, CallOutcome, Unknown, UnknownWhy};
use crate::classify::classify;
use crate::{BaseError, Gate, Outgoing, Transport, TransportError, base};

/// One Exact Online (of a country, or a sandbox) and the way there. Cheap to clone.
#[derive(Clone)]
pub struct Api {
    transport: Arc<dyn Transport>,
    base: Url,
    host: HeaderValue,
    user_agent: HeaderValue,
}

/// Under whose name a call goes, and until when.
#[derive(Debug, Clone)]
pub struct Call {
    /// The administration; it stands in the path.
    pub division: Division,
    /// The access token.
    pub token: SecretString,
    /// Asked immediately before the bytes are written.
    pub gate: Gate,
}

/// What became of one call.
#[derive(Debug)]
pub struct Sent<T> {
    /// The answer, or why there is none.
    pub result: Result<T, CallError>,
    /// What the answer told about the quotas.
    pub limits: Limits,
    /// When the request was written, by the gate's clock; `None` when nothing was.
    pub written_at: Option<Timestamp>,
    /// The HTTP status, when a whole answer came.
    pub status: Option<u16>,
}

/// A request of its own making, and what the carrier brought.
pub(crate) struct Carried {
    pub(crate) response: Result<Response<Bytes>, TransportError>,
    pub(crate) written_at: Option<Timestamp>,
}

impl Api {
    /// `base` is scheme, host and port: `https://start.exactonline.be`, or `http://127.0.0.1:8090`.
    ///
    /// # Errors
    /// When the address has a path, or is plain http to another machine.
    pub fn new(
        transport: Arc<dyn Transport>,
        base: &str,
        user_agent: &str,
    ) -> Result<Self, BaseError> {
        let base = base::parse(base)?;
        let header = |text: &str| HeaderValue::from_str(text).map_err(BaseError::NotAHeader);
        Ok(Self {
            transport,
            host: header(&base::host_header(&base))?,
            user_agent: header(user_agent)?,
            base,
        })
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// Sends one endpoint: exactly one HTTP request, never repeated, no redirect followed.
    pub async fn send<E: Endpoint>(&self, endpoint: &E, call: &Call) -> Sent<E::Answer> {
        self.send_to(endpoint, &endpoint.target(call.division), call)
            .await
    }

    /// The same to another target of the same list: a next page.
    pub(crate) async fn send_to<E: Endpoint>(
        &self,
        endpoint: &E,
        target: &str,
        call: &Call,
    ) -> Sent<E::Answer> {
        let request = match self.request(endpoint, target, &call.token) {
            Ok(request) => request,
            Err(error) => return Sent::unsent(CallError::NotSent(Box::new(error))),
        };
        let carried = self.carry(request, &call.gate).await;
        let sent = Sent::read(carried);
        tracing::debug!(
            endpoint = E::NAME,
            method = %endpoint.method(),
            division = call.division.get(),
            status = sent.status,
            "called Exact Online"
        );
        sent
    }

    /// Hands a request to the transport and notes when it was written.
    pub(crate) async fn carry(&self, request: Request<Bytes>, gate: &Gate) -> Carried {
        let written: Arc<Mutex<Option<Timestamp>>> = Arc::default();
        let gate = {
            let (gate, written) = (gate.clone(), Arc::clone(&written));
            Gate::new(move || {
                let now = gate.pass()?;
                *written.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
                Ok(now)
            })
        };
        let outgoing = Outgoing {
            base: self.base.clone(),
            request,
            gate,
        };
        let response = self.transport.send(outgoing).await;
        let written_at = match response {
            Err(TransportError::NotSent(_)) => None,
            _ => *written.lock().unwrap_or_else(PoisonError::into_inner),
        };
        Carried {
            response,
            written_at,
        }
    }

    /// A request with what every request has.
    pub(crate) fn builder(&self, method: Method, target: &str) -> http::request::Builder {
        Request::builder()
            .method(method)
            .uri(target)
            .header(HOST, self.host.clone())
            .header(USER_AGENT, self.user_agent.clone())
            .header(ACCEPT, HeaderValue::from_static("application/json"))
    }

    fn request<E: Endpoint>(
        &self,
        endpoint: &E,
        target: &str,
        token: &SecretString,
    ) -> Result<Request<Bytes>, http::Error> {
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.expose_secret()))?;
        bearer.set_sensitive(true);
        let mut builder = self
            .builder(endpoint.method(), target)
            .header(AUTHORIZATION, bearer);
        if endpoint.wants_representation() {
            builder = builder.header("prefer", HeaderValue::from_static("return=representation"));
        }
        match endpoint.body() {
            Some(json) => builder
                .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
                .body(Bytes::from(json)),
            None => builder.body(Bytes::new()),
        }
    }
}

impl Call {
    /// With these.
    #[must_use]
    pub fn new(division: Division, token: &SecretString, gate: Gate) -> Self {
        Self {
            division,
            token: token.clone(),
            gate,
        }
    }
}

impl<T> Sent<T> {
    /// What it means for the budget.
    #[must_use]
    pub fn outcome(&self) -> CallOutcome {
        self.result
            .as_ref()
            .err()
            .map_or(CallOutcome::Fine, CallError::outcome)
    }

    pub(crate) fn unsent(error: CallError) -> Self {
        Self {
            result: Err(error),
            limits: Limits::default(),
            written_at: None,
            status: None,
        }
    }

    pub(crate) fn map<U>(self, convert: impl FnOnce(T) -> U) -> Sent<U> {
        Sent {
            result: self.result.map(convert),
            limits: self.limits,
            written_at: self.written_at,
            status: self.status,
        }
    }
}

impl<A: exact_api::Answer> Sent<A> {
    fn read(carried: Carried) -> Self {
        match carried.response {
            Ok(response) => {
                let limits = Limits::read(response.headers());
                Self {
                    result: classify(&response, &limits),
                    limits,
                    written_at: carried.written_at,
                    status: Some(response.status().as_u16()),
                }
            }
            Err(TransportError::NotSent(source)) => Self::unsent(CallError::NotSent(source)),
            Err(TransportError::Unknown(source)) => Self {
                result: Err(CallError::Unknown(Unknown {
                    status: None,
                    why: UnknownWhy::Transport(source),
                    retry_after: None,
                })),
                limits: Limits::default(),
                written_at: carried.written_at,
                status: None,
            },
        }
    }
}
