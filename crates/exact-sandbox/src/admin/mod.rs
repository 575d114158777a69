//! `/_sandbox/…`: what a test, or whoever runs the sandbox, can see and do. Not part of Exact Online.

mod access;
mod act;
mod books;
mod calls;
mod deeds;
mod items;
mod orders;
mod settings;
mod typed_money;
mod typed_sale;
mod webhooks;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use http::StatusCode;

use crate::error::SandboxError;
use crate::state::Shared;

pub(crate) use access::{AccessOrder, set_access};
pub use act::Done;
pub(crate) use act::carry_out;
pub(crate) use books::snapshot;
pub use books::{
    AccountView, AttachmentView, BooksSnapshot, DocumentView, EntryView, GlAccountView,
    JournalView, LineView, TermView,
};
pub(crate) use calls::CallFilter;
pub use items::{ItemView, PostingLineView, PostingView};
pub use orders::{GeneralLine, Order, OrderLine, Party, Receipt};
pub(crate) use settings::ClockOrder;

/// The routes.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/_sandbox/calls", get(calls::list).delete(calls::empty))
        .route("/_sandbox/calls/{number}", get(calls::one))
        .route("/_sandbox/access", get(access::show).post(access::change))
        .route(
            "/_sandbox/limits",
            get(access::limits).delete(access::forget_limits),
        )
        .route(
            "/_sandbox/webhooks",
            get(webhooks::list).post(webhooks::again),
        )
        .route("/_sandbox/books", get(books::show))
        .route("/_sandbox/act", post(act::act))
        .route(
            "/_sandbox/clock",
            get(settings::clock).post(settings::advance),
        )
        .route(
            "/_sandbox/faults",
            get(settings::faults)
                .post(settings::order_fault)
                .delete(settings::clear_faults),
        )
        .route("/_sandbox/faults/{number}", delete(settings::take_back))
        .route(
            "/_sandbox/switches",
            get(settings::switches).post(settings::set_switches),
        )
}

/// JSON.
fn json(value: &impl serde::Serialize) -> Response {
    match serde_json::to_string(value) {
        Ok(body) => ([(http::header::CONTENT_TYPE, "application/json")], body).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A refusal in plain words.
fn refused(status: StatusCode, text: &str) -> Response {
    let mut response = json(&serde_json::json!({ "error": text }));
    *response.status_mut() = status;
    response
}

/// Nothing to tell, or why a change was not kept.
fn kept(done: Result<(), SandboxError>) -> Response {
    match done {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}
