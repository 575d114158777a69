//! What operators ask: alive, and ready to serve.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::RETRY_AFTER;

use crate::app::App;

/// Alive: the process answers.
pub(crate) async fn healthz() -> &'static str {
    "ok"
}

/// After how many seconds it is worth asking again.
const AGAIN: &str = "5";

/// Ready: the database was asked, and it reads, would write, is the one that was opened, and has room. However often
/// this is asked, the database is asked by one at a time and a few times a second.
pub(crate) async fn readyz(State(app): State<App>) -> Response {
    match app.office.db.condition().await {
        Ok(()) => (StatusCode::OK, "ready").into_response(),
        Err(trouble) => {
            let again = [(RETRY_AFTER, AGAIN)];
            (StatusCode::SERVICE_UNAVAILABLE, again, trouble.as_str()).into_response()
        }
    }
}
