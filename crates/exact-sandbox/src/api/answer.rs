//! An answer of the API before it is put on the wire.

use axum::body::Body;
use bytes::Bytes;
use futures_util::StreamExt as _;
use http::header::{CONTENT_TYPE, HeaderName};
use http::{HeaderValue, Response, StatusCode};
use jiff::Timestamp;

use crate::limits::{Budget, Window};
use crate::state::Core;

/// In process there is no connection to cut: a response with this extension stands for one that was cut without an
/// answer, or in the middle of it. Its body fails when it is read. Over a socket the connection is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dropped;

/// Carries a call out, at the time it is given.
pub(crate) type Effect = Box<dyn Fn(&mut Core, Timestamp) -> Answer + Send + Sync>;

/// Status, headers and body.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) content_type: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
    /// An address that must be asked, with an empty POST, before the call can be answered.
    pub(crate) ask: Option<String>,
}

const JSON: &str = "application/json; charset=utf-8";
const XML: &str = "application/xml; charset=utf-8";
const PLAIN: &str = "text/plain; charset=utf-8";

impl Answer {
    /// JSON.
    pub(crate) fn json(status: StatusCode, body: String) -> Answer {
        Answer {
            status,
            content_type: JSON,
            headers: Vec::new(),
            body: Bytes::from(body),
            ask: None,
        }
    }

    /// Nothing.
    pub(crate) fn empty(status: StatusCode) -> Answer {
        Answer {
            status,
            content_type: "",
            headers: Vec::new(),
            body: Bytes::new(),
            ask: None,
        }
    }

    /// Exact's error object.
    pub(crate) fn error(status: StatusCode, text: &str) -> Answer {
        let text = serde_json::Value::from(text);
        Answer::json(
            status,
            format!(r#"{{"error":{{"code":"","message":{{"lang":"","value":{text}}}}}}}"#),
        )
    }

    /// Plain text, with the header that says why.
    pub(crate) fn forbidden(text: &str, reason: Option<&str>) -> Answer {
        let mut answer = Answer {
            content_type: PLAIN,
            ..Answer::empty(StatusCode::FORBIDDEN)
        };
        answer.body = Bytes::copy_from_slice(text.as_bytes());
        answer
            .headers
            .extend(reason.map(|reason| ("Reason", reason.to_owned())));
        answer
    }

    /// The XML form of an error, for those who did not ask for JSON.
    pub(crate) fn xml_error(status: StatusCode, text: &str) -> Answer {
        let text = text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        let body = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<error><message>{text}</message></error>\n"
        );
        Answer {
            content_type: XML,
            body: Bytes::from(body),
            ..Answer::empty(status)
        }
    }

    /// The same answer with the limit headers (facts 3.1).
    pub(crate) fn with_budget(mut self, budget: &Budget) -> Answer {
        let (day, minute) = match budget {
            Budget::Open { day, minute } => (Some(day), Some(minute)),
            Budget::DayExhausted(day) => (Some(day), None),
            Budget::MinuteExhausted(minute) => (None, Some(minute)),
        };
        let mut add = |window: &Window, names: [&'static str; 3]| {
            let values = [
                i64::from(window.limit),
                i64::from(window.remaining),
                window.reset,
            ];
            self.headers
                .extend(names.into_iter().zip(values.map(|value| value.to_string())));
        };
        if let Some(day) = day {
            add(
                day,
                [
                    "X-RateLimit-Limit",
                    "X-RateLimit-Remaining",
                    "X-RateLimit-Reset",
                ],
            );
        }
        if let Some(minute) = minute {
            add(
                minute,
                [
                    "X-RateLimit-Minutely-Limit",
                    "X-RateLimit-Minutely-Remaining",
                    "X-RateLimit-Minutely-Reset",
                ],
            );
        }
        self
    }

    /// The same answer, whose connection is cut after so many bytes of its body.
    pub(crate) fn into_cut_response(self, bytes: usize) -> Response<Body> {
        let (length, part) = (
            self.body.len(),
            self.body.slice(..bytes.min(self.body.len())),
        );
        let mut response = self.into_response();
        let begun = futures_util::stream::iter([Ok(part)]);
        // What was written so far leaves when the server has to wait; an error at once would take it along.
        let ended = futures_util::stream::once(async {
            tokio::task::yield_now().await;
            Err(cut())
        });
        *response.body_mut() = Body::from_stream(begun.chain(ended));
        response
            .headers_mut()
            .insert(http::header::CONTENT_LENGTH, HeaderValue::from(length));
        response.extensions_mut().insert(Dropped);
        response
    }

    /// On the wire.
    pub(crate) fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        if !self.content_type.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        }
        headers.insert(
            "x-content-type-options",
            HeaderValue::from_static("nosniff"),
        );
        for (name, value) in self.headers {
            let name = HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(&value)) {
                headers.insert(name, value);
            }
        }
        response
    }
}

fn cut() -> std::io::Error {
    std::io::Error::new(
        std::io::ErrorKind::ConnectionReset,
        "the sandbox cut the connection as ordered",
    )
}

/// A response whose connection is cut.
pub(crate) fn dropped() -> Response<Body> {
    let body = Body::from_stream(futures_util::stream::iter([Err::<Bytes, _>(cut())]));
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    response.extensions_mut().insert(Dropped);
    response
}
