//! Who carries notifications. The library calls it through a trait, so that a test receives them in process.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use reqwest::Client;
use thiserror::Error;

/// How long an address may take to answer. The real limit is not known.
const PATIENCE: Duration = Duration::from_secs(10);
/// How much of an answer is read, in bytes.
const READ: usize = 2_000;

/// What an address answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// HTTP status; absent when there was no answer.
    pub status: Option<u16>,
    /// The beginning of the answer, or why there was none.
    pub text: String,
}

impl Heard {
    /// Whether the notification was taken: 200 or 201 (facts 5.4).
    #[must_use]
    pub fn is_taken(&self) -> bool {
        matches!(self.status, Some(200 | 201))
    }

    /// The words of a failed subscription.
    pub(crate) fn words(&self) -> String {
        match self.status {
            None | Some(500) => "500 An error occurred while sending the request.".to_owned(),
            Some(status) => {
                let known = http::StatusCode::from_u16(status).ok();
                let reason = known
                    .and_then(|it| it.canonical_reason())
                    .unwrap_or_default();
                format!("{status} {reason}")
            }
        }
    }
}

/// Carries a POST to an address and brings what it answers.
pub trait Courier: Send + Sync {
    /// Posts `body` as JSON; an empty one asks whether anybody is there.
    fn post(&self, address: String, body: Bytes) -> BoxFuture<'static, Heard>;
}

/// Carries over HTTP and HTTPS; follows no redirect and tries once. Its client is made when the first thing is to be
/// carried.
#[derive(Clone, Debug)]
pub struct HttpCourier {
    client: Arc<OnceLock<Result<Client, String>>>,
    patience: Duration,
}

impl Default for HttpCourier {
    fn default() -> Self {
        HttpCourier::with_patience(PATIENCE)
    }
}

impl HttpCourier {
    /// One that waits so long for an answer.
    #[must_use]
    pub fn with_patience(patience: Duration) -> HttpCourier {
        HttpCourier {
            client: Arc::default(),
            patience,
        }
    }
}

/// The client cannot be made.
#[derive(Debug, Error)]
enum SetUpError {
    #[error("TLS cannot be set up")]
    Tls(#[from] rustls::Error),
    #[error("the HTTP client cannot be set up")]
    Client(#[from] reqwest::Error),
}

/// A client with TLS roots of its own; settings of the machine play no part.
fn client(patience: Duration) -> Result<Client, SetUpError> {
    let roots = rustls::RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the sandbox's one HTTP client: it depends on no other crate of the workspace"
    )]
    let builder = Client::builder();
    Ok(builder
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .timeout(patience)
        .build()?)
}

impl Courier for HttpCourier {
    fn post(&self, address: String, body: Bytes) -> BoxFuture<'static, Heard> {
        let made = self
            .client
            .get_or_init(|| client(self.patience).map_err(|error| causes(&error)))
            .clone();
        Box::pin(async move {
            let client = match made {
                Ok(client) => client,
                Err(text) => return Heard { status: None, text },
            };
            let mut request = client.post(address).header("content-length", body.len());
            if !body.is_empty() {
                request = request.header("content-type", "application/json; charset=utf-8");
            }
            match request.body(body).send().await {
                Ok(answer) => heard(answer).await,
                Err(error) => Heard {
                    status: None,
                    text: causes(&error),
                },
            }
        })
    }
}

async fn heard(mut answer: reqwest::Response) -> Heard {
    let status = Some(answer.status().as_u16());
    let mut text = Vec::new();
    while text.len() < READ {
        match answer.chunk().await {
            Ok(Some(piece)) => text.extend_from_slice(&piece),
            Ok(None) | Err(_) => break,
        }
    }
    text.truncate(READ);
    Heard {
        status,
        text: String::from_utf8_lossy(&text).into_owned(),
    }
}

fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
