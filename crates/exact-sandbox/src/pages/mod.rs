//! The pages: what a bookkeeper sees of the books, and what a developer sees of his calls. No sign-in; everything works
//! without scripts.

mod developer;
mod entries;
mod entry;
mod frame;
mod home;
mod overview;
mod text;

use askama::Template;
use axum::Router;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use crate::state::Shared;

/// What pages may load and do: their own style sheets and scripts, and forms that may lead back to any app.
pub(crate) const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; \
     form-action 'self' http: https:; base-uri 'none'; frame-ancestors 'none'";

/// The routes of the pages.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/", get(home::show))
        .route("/assets/sandbox.css", get(style))
        .route("/administratie/{division}/boekingen", get(overview::show))
        .route(
            "/administratie/{division}/boekingen/{journal}",
            get(entries::show),
        )
        .route(
            "/administratie/{division}/boeking/{entry}",
            get(entry::show),
        )
        .merge(developer::routes())
}

async fn style() -> Response {
    let headers = [
        (CONTENT_TYPE, "text/css; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, include_str!("../../assets/sandbox.css")).into_response()
}

fn page(template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "a page cannot be rendered"
            );
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn missing(frame: frame::Frame) -> Response {
    let mut response = page(&frame::MissingPage { frame });
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
