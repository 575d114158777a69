//! How long anybody waits: for the database, for the rest of a form, for an answer.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use office::patience;
use tokio::time::{Sleep, sleep};

use crate::app::App;
use crate::error::WebError;
use crate::routes::{ExactCallback, Import, ImportConfirm, Route};

/// Everything that a request does may wait so long for the database, and no longer.
pub(crate) async fn patiently(State(app): State<App>, request: Request, next: Next) -> Response {
    let wait = app.settings.limits.database_wait;
    patience::limited(wait, next.run(request)).await
}

/// The body is here in time, and so is the answer.
pub(crate) async fn in_time(State(app): State<App>, request: Request, next: Next) -> Response {
    let limits = app.settings.limits;
    let path = request.uri().path();
    let files = [Import::PATH, ImportConfirm::PATH].contains(&path);
    // The consent is used up once Exact was asked: whoever is cut off then has to give it again.
    let own = files || path == ExactCallback::PATH;
    let body_within = if files {
        limits.files_within
    } else {
        limits.form_within
    };
    let late = Arc::new(AtomicBool::new(false));
    let request = request.map(|body| Body::new(Hurried::new(body, body_within, &late)));
    let answer = next.run(request);
    let answer = if own {
        Ok(answer.await)
    } else {
        tokio::time::timeout(limits.answer_within, answer).await
    };
    match answer {
        Ok(_) if late.load(Ordering::SeqCst) => WebError::Slow.into_response(),
        Ok(answer) => answer,
        Err(_) => WebError::Late.into_response(),
    }
}

/// A body that has to be here within a time.
struct Hurried {
    body: Body,
    within: Duration,
    end: Option<Pin<Box<Sleep>>>,
    late: Arc<AtomicBool>,
}

impl Hurried {
    fn new(body: Body, within: Duration, late: &Arc<AtomicBool>) -> Self {
        Self {
            body,
            within,
            end: None,
            late: Arc::clone(late),
        }
    }
}

impl HttpBody for Hurried {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let came = Pin::new(&mut self.body).poll_frame(context);
        if came.is_ready() {
            return came;
        }
        let within = self.within;
        // The time runs from when it is first waited for.
        let end = self.end.get_or_insert_with(|| Box::pin(sleep(within)));
        if end.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.late.store(true, Ordering::SeqCst);
        let error = io::Error::from(io::ErrorKind::TimedOut);
        Poll::Ready(Some(Err(axum::Error::new(error))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
