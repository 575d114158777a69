//! Drives a sandbox in process: sign-in, calls, answers.

use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use exact_sandbox::{
    App, DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, Dropped, Sandbox, Seed, Switches, demo,
};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use serde_json::Value;
use tower::ServiceExt as _;
use uuid::Uuid;

pub(crate) const A: i32 = 123_456;
pub(crate) const B: i32 = 234_567;
pub(crate) const REDIRECT: &str = "http://127.0.0.1:8080/oauth/callback";

/// A Tuesday morning, half a minute into a clock minute.
pub(crate) fn morning() -> Timestamp {
    "2026-11-24T09:00:30Z".parse().unwrap()
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) dropped: bool,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The rows, bare or wrapped.
    pub(crate) fn rows(&self) -> Vec<Value> {
        let json = self.json();
        let d = &json["d"];
        d.as_array()
            .or_else(|| d["results"].as_array())
            .cloned()
            .unwrap_or_else(|| panic!("no rows: {}", self.text))
    }

    /// The error's text.
    pub(crate) fn message(&self) -> String {
        self.json()["error"]["message"]["value"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// A sandbox with someone signed in.
pub(crate) struct Exact {
    pub(crate) sandbox: Sandbox,
    pub(crate) token: String,
    pub(crate) refresh: String,
}

pub(crate) fn user(sandbox: &Sandbox, index: usize) -> Uuid {
    sandbox.with_books(|books| books.users[index].id)
}

pub(crate) fn seed() -> Seed {
    let mut seed = demo(morning());
    seed.apps.push(App {
        client_id: "other-app".into(),
        secret: "other".into(),
        redirect_uris: vec![REDIRECT.into()],
        ..seed.apps[0].clone()
    });
    seed
}

pub(crate) fn sandbox(switches: Switches, folder: Option<&Path>) -> Sandbox {
    let mut builder = Sandbox::builder(Arc::new(morning))
        .seed(seed())
        .switches(switches);
    if let Some(folder) = folder {
        builder = builder.data_dir(folder);
    }
    builder.build().unwrap()
}

/// Many calls a minute, for tests that are about something else.
pub(crate) fn roomy() -> Switches {
    Switches {
        minute_limit: 1_000,
        ..Switches::default()
    }
}

impl Exact {
    pub(crate) async fn start() -> Exact {
        Exact::with(roomy()).await
    }

    pub(crate) async fn with(switches: Switches) -> Exact {
        Exact::on(sandbox(switches, None)).await
    }

    /// Signs the first user in, for both companies.
    pub(crate) async fn on(sandbox: Sandbox) -> Exact {
        let mut exact = Exact {
            sandbox,
            token: String::new(),
            refresh: String::new(),
        };
        exact.sign_in(0, &[A, B]).await;
        exact
    }

    /// The same after the sandbox was ended and started again on its folder, by someone with the tokens of before.
    pub(crate) fn restarted(self, switches: Switches, folder: &Path) -> Exact {
        let Exact {
            sandbox: ended,
            token,
            refresh,
        } = self;
        ended.write_counters().unwrap();
        drop(ended);
        Exact {
            sandbox: sandbox(switches, Some(folder)),
            token,
            refresh,
        }
    }

    pub(crate) async fn sign_in(&mut self, who: usize, divisions: &[i32]) {
        let code = self.code(who, divisions);
        let reply = self.exchange(&code).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        self.keep(&reply);
    }

    pub(crate) fn keep(&mut self, reply: &Reply) {
        self.token = reply.json()["access_token"].as_str().unwrap().to_owned();
        self.refresh = reply.json()["refresh_token"].as_str().unwrap().to_owned();
    }

    pub(crate) fn code(&self, who: usize, divisions: &[i32]) -> String {
        self.sandbox
            .consent(
                DEMO_CLIENT_ID,
                user(&self.sandbox, who),
                divisions,
                REDIRECT,
            )
            .unwrap()
    }

    pub(crate) async fn exchange(&self, code: &str) -> Reply {
        self.token_call(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", REDIRECT),
        ])
        .await
    }

    pub(crate) async fn refresh_with(&self, token: &str) -> Reply {
        self.token_call(&[("grant_type", "refresh_token"), ("refresh_token", token)])
            .await
    }

    pub(crate) async fn token_call(&self, parameters: &[(&str, &str)]) -> Reply {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs([
            ("client_id", DEMO_CLIENT_ID),
            ("client_secret", DEMO_CLIENT_SECRET),
        ]);
        let body = form.extend_pairs(parameters).finish();
        self.form("/api/oauth2/token", body).await
    }

    pub(crate) async fn form(&self, path: &str, body: String) -> Reply {
        let request =
            Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    pub(crate) async fn send(&self, mut request: Request<Body>) -> Reply {
        request
            .headers_mut()
            .insert("host", "exact.test".parse().unwrap());
        let response = self.sandbox.router().oneshot(request).await.unwrap();
        let dropped = response.extensions().get::<Dropped>().is_some();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.map(|body| body.to_bytes().to_vec());
        assert_eq!(bytes.is_err(), dropped, "a cut connection has no body");
        let text = String::from_utf8(bytes.unwrap_or_default()).unwrap();
        Reply {
            status: parts.status,
            headers: parts.headers,
            text,
            dropped,
        }
    }

    /// A call of the API; blanks and quotes in the address are encoded here.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&str>,
        extra: &[(&str, &str)],
    ) -> Reply {
        let uri = path.replace(' ', "%20").replace('\'', "%27");
        let mut request = Request::builder()
            .method(method)
            .uri(uri)
            .header("accept", "application/json");
        request = request.header("authorization", format!("Bearer {}", self.token));
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in extra {
            request = request.header(*name, *value);
        }
        self.send(
            request
                .body(Body::from(body.unwrap_or_default().to_owned()))
                .unwrap(),
        )
        .await
    }

    /// Reads from the first company.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.call(Method::GET, &format!("/api/v1/{A}/{path}"), None, &[])
            .await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        self.call(
            Method::POST,
            &format!("/api/v1/{A}/{path}"),
            Some(&body.to_string()),
            &[],
        )
        .await
    }

    /// A POST that asks for the filled entity.
    pub(crate) async fn post_full(&self, path: &str, body: &Value) -> Reply {
        let prefer = [("prefer", "return=representation")];
        self.call(
            Method::POST,
            &format!("/api/v1/{A}/{path}"),
            Some(&body.to_string()),
            &prefer,
        )
        .await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Reply {
        self.call(
            Method::PUT,
            &format!("/api/v1/{A}/{path}"),
            Some(&body.to_string()),
            &[],
        )
        .await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.call(Method::DELETE, &format!("/api/v1/{A}/{path}"), None, &[])
            .await
    }

    pub(crate) fn customer(&self, code: &str) -> Uuid {
        self.sandbox
            .with_books(|books| books.company(A).unwrap().account_by_code(code).unwrap().id)
    }

    pub(crate) fn gl(&self, code: &str) -> Uuid {
        self.sandbox
            .with_books(|books| books.company(A).unwrap().gl_by_code(code).unwrap().id)
    }

    /// A sales entry with one line of 100.00 on 704000, to be changed by the test.
    pub(crate) fn sale(&self, your_ref: &str) -> Value {
        serde_json::json!({
            "Customer": self.customer("101"), "Journal": "70", "EntryDate": "2026-11-20", "YourRef": your_ref,
            "SalesEntryLines": [{ "AmountFC": 100.0, "GLAccount": self.gl("704000"), "VATCode": "2" }],
        })
    }

    pub(crate) fn entry_of(&self, your_ref: &str) -> exact_sandbox::admin::EntryView {
        let books = self.sandbox.books(A).unwrap();
        books
            .entries
            .into_iter()
            .find(|entry| entry.your_ref == your_ref)
            .expect("the entry is in the books")
    }
}
