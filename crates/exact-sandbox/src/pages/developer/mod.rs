//! The pages for whoever builds a connector: what was called and answered, what is left of the limits, tokens,
//! webhooks, faults, switches, the clock. In English, in the words of HTTP and of the `/_sandbox` doors; what they
//! change, they change as those doors do.

mod access;
mod apps;
mod by_hand;
mod call;
mod calls;
mod clock;
mod counts;
mod curl;
mod delivery;
mod desk;
mod fault_form;
mod faults;
mod filter;
mod limits;
mod overview;
mod presets;
mod pretty;
mod switch_words;
mod switches;
mod tokens;
mod webhooks;
mod when;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use crate::state::Shared;

/// The routes of the developer's pages.
pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/assets/developer.css", get(style))
        .route("/assets/developer.js", get(script))
        .route("/ontwikkelaar", get(overview::show))
        .route("/ontwikkelaar/readme", get(readme))
        .route("/ontwikkelaar/calls", get(calls::show))
        .route("/ontwikkelaar/calls/counts", get(counts::show))
        .route("/ontwikkelaar/calls/clear", post(calls::clear))
        .route("/ontwikkelaar/calls/{number}", get(call::show))
        .route("/ontwikkelaar/limits", get(limits::show))
        .route("/ontwikkelaar/limits/forget", post(limits::forget))
        .route(
            "/ontwikkelaar/tokens",
            get(tokens::show).post(by_hand::give),
        )
        .route(
            "/ontwikkelaar/access",
            get(access::show).post(access::change),
        )
        .route("/ontwikkelaar/access/app", post(apps::register))
        .route("/ontwikkelaar/access/secrets", post(apps::secrets))
        .route(
            "/ontwikkelaar/webhooks",
            get(webhooks::show).post(webhooks::dial),
        )
        .route("/ontwikkelaar/webhooks/{id}", get(delivery::show))
        .route("/ontwikkelaar/webhooks/{id}/again", post(delivery::again))
        .route(
            "/ontwikkelaar/faults",
            get(faults::show).post(faults::order),
        )
        .route("/ontwikkelaar/faults/take-back", post(faults::take_back))
        .route(
            "/ontwikkelaar/switches",
            get(switches::show).post(switches::set),
        )
        .route("/ontwikkelaar/switches/defaults", post(switches::defaults))
        .route("/ontwikkelaar/clock", get(clock::show).post(clock::change))
}

async fn style() -> Response {
    asset(
        "text/css; charset=utf-8",
        include_str!("../../../assets/developer.css"),
    )
}

async fn script() -> Response {
    asset(
        "text/javascript; charset=utf-8",
        include_str!("../../../assets/developer.js"),
    )
}

async fn readme() -> Response {
    asset(
        "text/plain; charset=utf-8",
        include_str!("../../../README.md"),
    )
}

fn asset(kind: &'static str, text: &'static str) -> Response {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], text).into_response()
}
