//! A very small browser: cookies, forms, redirects one at a time. The demo signs in with it, as a person would; the
//! comparison reads the local Exact Online with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail, ensure};
use exact_client::{Gate, GateClosed, HttpTransport, Outgoing, Transport};
use http::{HeaderMap, Method, Request, header};
use serde::de::DeserializeOwned;
use store::Clock;
use url::Url;

/// A browser with its cookies, one jar per name: our two programs use different names.
pub struct Browser {
    transport: Arc<dyn Transport>,
    clock: Clock,
    cookies: BTreeMap<String, String>,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Page {
    /// The status.
    pub status: u16,
    /// Where it sends the browser, if anywhere; whole, also when it was given without a host.
    pub location: Option<Url>,
    /// The body.
    pub body: String,
}

impl Browser {
    /// One that has never been anywhere, over the real network.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self> {
        let transport = Arc::new(HttpTransport::new()?);
        Ok(Self {
            transport,
            clock: Clock::system(),
            cookies: BTreeMap::new(),
        })
    }

    /// Opens a page.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn get(&mut self, url: &Url) -> Result<Page> {
        self.send(url, Method::GET, HeaderMap::new(), String::new())
            .await
    }

    /// Posts a form.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn post(&mut self, url: &Url, fields: &[(&str, &str)]) -> Result<Page> {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.post_as(url, "application/x-www-form-urlencoded", body)
            .await
    }

    /// Posts JSON.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn post_json(&mut self, url: &Url, body: &serde_json::Value) -> Result<Page> {
        self.post_as(url, "application/json", body.to_string())
            .await
    }

    async fn post_as(&mut self, url: &Url, kind: &str, body: String) -> Result<Page> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, kind.parse()?);
        headers.insert(header::ORIGIN, url.origin().ascii_serialization().parse()?);
        self.send(url, Method::POST, headers, body).await
    }

    async fn send(
        &mut self,
        url: &Url,
        method: Method,
        headers: HeaderMap,
        body: String,
    ) -> Result<Page> {
        let text = format!("{method} {}", url.as_str());
        let mut request = Request::builder()
            .method(method)
            .uri(&url[url::Position::BeforePath..]);
        for (name, value) in &headers {
            request = request.header(name, value);
        }
        let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
        request = request.header(header::HOST, host);
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let clock = self.clock.clone();
        let outgoing = Outgoing {
            base: url.join("/")?,
            request: request.body(body.into())?,
            gate: Gate::new(move || Ok::<_, GateClosed>(clock.now())),
        };
        let answer = self.transport.send(outgoing).await.with_context(|| text)?;
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap_or_default());
        }
        let location = answer
            .headers()
            .get(header::LOCATION)
            .and_then(|it| it.to_str().ok());
        Ok(Page {
            status: answer.status().as_u16(),
            location: location.map(|it| url.join(it)).transpose()?,
            body: String::from_utf8_lossy(answer.body()).into_owned(),
        })
    }

    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            self.cookies
                .insert(name.trim().to_owned(), value.trim().to_owned());
        }
    }
}

impl Page {
    /// Where it sends the browser.
    ///
    /// # Errors
    /// When it is no redirect; the text says what it is instead.
    pub fn redirect(self, step: &str) -> Result<Url> {
        let Some(location) = self.location else {
            let begin: String = self.body.chars().take(400).collect();
            bail!(
                "{step}: a redirect was expected, status {} came: {begin}",
                self.status
            );
        };
        Ok(location)
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// When the status is not 200 or the body is something else.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        ensure!(self.status == 200, "status {}: {}", self.status, self.body);
        Ok(serde_json::from_str(&self.body)?)
    }
}
