//! What operators ask: alive, and ready to serve.

use axum::extract::State;
use http::StatusCode;

use crate::app::App;

/// Alive: the process answers.
pub(crate) async fn healthz() -> &'static str {
    "ok"
}

/// Ready: the database answers too.
pub(crate) async fn readyz(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.office.db.read().await {
        Ok(_) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::warn!(error = %error, "the database does not answer");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer",
            )
        }
    }
}
