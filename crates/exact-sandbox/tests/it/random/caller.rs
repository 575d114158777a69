//! A link that calls the API in process, with faults that strike now and then, and the tests on every answer.

use axum::Router;
use axum::body::Body;
use exact_sandbox::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, Dropped, Fault, Sandbox};
use http::{Method, Request};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::{COMPANY, Run};

const REDIRECT: &str = "http://127.0.0.1:8080/oauth/callback";

/// Someone signed in, and the router that he calls.
pub(crate) struct Caller {
    router: Router,
    token: String,
}

/// An answer; status 0 when the connection was cut.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    pub(crate) fn message(&self) -> String {
        let json = self.json();
        json["error"]["message"]["value"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// An entity or rows, nothing, or an error object.
    fn is_sound(&self) -> bool {
        let json = self.json();
        match self.status {
            204 => self.text.is_empty(),
            200..=299 => !json["d"].is_null(),
            _ => json["error"]["message"]["value"].is_string(),
        }
    }
}

impl Caller {
    pub(crate) async fn sign_in(sandbox: &Sandbox) -> Caller {
        let mut caller = Caller {
            router: sandbox.router(),
            token: String::new(),
        };
        caller.renew(sandbox).await;
        caller
    }

    /// Signs in anew.
    pub(crate) async fn renew(&mut self, sandbox: &Sandbox) {
        let user = sandbox.with_books(|books| books.users[0].id);
        let code = sandbox
            .consent(DEMO_CLIENT_ID, user, &[COMPANY], REDIRECT)
            .unwrap();
        let form = format!(
            "grant_type=authorization_code&code={code}&redirect_uri={REDIRECT}&client_id={DEMO_CLIENT_ID}&client_secret={DEMO_CLIENT_SECRET}"
        );
        let request = Request::post("/api/oauth2/token")
            .header("content-type", "application/x-www-form-urlencoded");
        let reply = self.send(request.body(Body::from(form)).unwrap()).await;
        self.token = reply.json()["access_token"].as_str().unwrap().to_owned();
    }

    /// Keeps its token and calls another sandbox.
    pub(crate) fn call_from_now_on(&mut self, sandbox: &Sandbox) {
        self.router = sandbox.router();
    }

    async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = match response.extensions().get::<Dropped>() {
            Some(_) => 0,
            None => response.status().as_u16(),
        };
        let body = response.into_body().collect().await;
        let bytes = body
            .map(|body| body.to_bytes().to_vec())
            .unwrap_or_default();
        Reply {
            status,
            text: String::from_utf8(bytes).unwrap(),
        }
    }

    async fn raw(&self, method: Method, uri: &str, body: String) -> Option<Reply> {
        let request = Request::builder()
            .method(method)
            .uri(uri.replace(' ', "%20").replace('\'', "%27"))
            .header("host", "exact.test")
            .header("accept", "application/json")
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {}", self.token));
        // An address that HTTP itself does not allow makes no request.
        let request = request.body(Body::from(body)).ok()?;
        Some(self.send(request).await)
    }

    /// Calls whatever the address is; gives back the status of a well-formed answer, 0 when there was nothing to call.
    pub(crate) async fn fuzzed(
        &self,
        method: Method,
        uri: &str,
        body: String,
    ) -> Result<u16, String> {
        match self.raw(method, uri, body).await {
            None => Ok(0),
            Some(reply) if reply.is_sound() => Ok(reply.status),
            Some(reply) => Err(format!("{} {}", reply.status, reply.text)),
        }
    }

    async fn call(&self, method: Method, path: &str, body: String) -> Result<Reply, String> {
        let place = if path.starts_with("current/") {
            format!("/api/v1/{path}")
        } else {
            format!("/api/v1/{COMPANY}/{path}")
        };
        let reply = self.raw(method.clone(), &place, body.clone()).await;
        reply.ok_or_else(|| format!("{method} {path} {body}: not a request"))
    }

    /// A read; the answer must be well formed.
    pub(crate) async fn get(&self, path: &str) -> Result<Reply, String> {
        self.checked(Method::GET, path, String::new()).await
    }

    /// A call whose answer must be well formed.
    pub(crate) async fn checked(
        &self,
        method: Method,
        path: &str,
        body: String,
    ) -> Result<Reply, String> {
        let reply = self.call(method.clone(), path, body.clone()).await?;
        if reply.is_sound() {
            Ok(reply)
        } else {
            Err(format!(
                "{method} {path} {body}: {} {}",
                reply.status, reply.text
            ))
        }
    }
}

/// What became of a write.
#[derive(Debug)]
pub(crate) struct Sent {
    /// Whether the books changed.
    pub(crate) took: bool,
    /// The row version before it.
    pub(crate) before: u64,
    /// The answer; `None` when a fault took it away.
    pub(crate) reply: Option<Reply>,
}

impl Sent {
    /// The key of what was made, where the answer was seen.
    pub(crate) fn made(&self, key: &str) -> Option<String> {
        let reply = self.reply.as_ref()?;
        Some(reply.json()["d"][key].as_str()?.to_owned())
    }

    pub(crate) fn message(&self) -> String {
        self.reply.as_ref().map(Reply::message).unwrap_or_default()
    }

    pub(crate) fn status(&self) -> Option<u16> {
        self.reply.as_ref().map(|it| it.status)
    }

    /// A write that has to be refused was, for a reason that it gives.
    pub(crate) fn must_refuse(&self, what: &Value) -> Result<(), String> {
        let silent = self.reply.is_some() && self.message().is_empty();
        if self.took || silent {
            return Err(format!("{what} is not refused: {self:?}"));
        }
        Ok(())
    }
}

/// Faults that strike before a write has an effect, and what is done about the token.
const BEFORE: &[&str] = &[
    r#"{"kind": "status", "status": 503, "retry_after": 5}"#,
    r#"{"kind": "status", "status": 500}"#,
    r#"{"kind": "drop"}"#,
    r#"{"kind": "reset"}"#,
    r#"{"kind": "html", "status": 502}"#,
    r#"{"kind": "limit", "window": "minute"}"#,
    r#"{"kind": "limit", "window": "day"}"#,
    r#"{"kind": "truncate", "bytes": 9}"#,
    r#"{"kind": "forbid", "reason": "LicenseExpired"}"#,
    r#"{"kind": "revoke_token"}"#,
];
/// Faults that strike after it.
const AFTER: &[&str] = &[
    r#"{"kind": "status", "status": 500, "when": "after"}"#,
    r#"{"kind": "drop", "when": "after"}"#,
    r#"{"kind": "reset", "when": "after"}"#,
    r#"{"kind": "truncate", "bytes": 20, "when": "after"}"#,
    r#"{"kind": "html", "status": 504, "when": "after"}"#,
    r#"{"kind": "commit_late", "ms": 120000}"#,
];

/// When a fault is to strike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strikes {
    Not,
    Before,
    After,
}

impl Run {
    /// A write of the books through the API. One in thirty meets a fault. An answer that was seen must be well formed and
    /// true: what was accepted changed the books, what was refused did not.
    pub(crate) async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Result<Sent, String> {
        let strikes = self.order_fault(&method);
        let (before, body) = (self.version(), body.to_string());
        self.counts.writes += 1;
        let reply = if strikes == Strikes::Not {
            Some(
                self.caller
                    .checked(method.clone(), path, body.clone())
                    .await?,
            )
        } else {
            self.caller.call(method.clone(), path, body.clone()).await?;
            self.after_the_fault().await?;
            None
        };
        let took = self.version() != before;
        let sent = Sent {
            took,
            before,
            reply,
        };
        let status = sent.status();
        self.counts.refused_writes += u64::from(status.is_some_and(|it| it >= 400));
        let lie = match status {
            Some(200..=299) => !took,
            Some(_) => took,
            None => took && strikes == Strikes::Before,
        };
        if lie {
            return Err(format!("{method} {path} {body}: {strikes:?} {sent:?}"));
        }
        Ok(sent)
    }

    fn order_fault(&mut self, method: &Method) -> Strikes {
        if self.dice.below(30) > 0 {
            return Strikes::Not;
        }
        let (strikes, kinds) = match self.dice.below(2) {
            0 => (Strikes::Before, BEFORE),
            _ => (Strikes::After, AFTER),
        };
        let mut fault: Value = serde_json::from_str(self.dice.pick(kinds).unwrap()).unwrap();
        fault["count"] = json!(1);
        fault["where"] = json!({ "method": method.as_str() });
        let fault: Fault = serde_json::from_value(fault).unwrap();
        self.counts.faults += 1;
        self.sandbox.fault(fault).unwrap();
        strikes
    }

    /// What is late takes effect, and a token that was lost is renewed.
    async fn after_the_fault(&mut self) -> Result<(), String> {
        self.sandbox.advance(120_000).map_err(super::text)?;
        self.caller.renew(&self.sandbox).await;
        Ok(())
    }
}
