//! Sign-in: `/api/oauth2/auth` and `/api/oauth2/token`. The rules are those of `gate`.

mod consent;
mod page;
mod token;

use axum::Router;
use axum::routing::{get, post};

use crate::state::Shared;

pub(crate) use token::carry_out_late;

/// As for the pages; but the consent form leads back to whatever app asked.
pub(crate) const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
     form-action 'self' http: https:; base-uri 'none'; frame-ancestors 'none'";

/// The pages on which a user signs in and consents: their forms are sent from themselves, or by programs.
pub(crate) fn pages() -> Router<Shared> {
    Router::new()
        .route("/api/oauth2/auth", get(consent::show).post(consent::decide))
        .route("/api/oauth2/signin", post(consent::sign_in))
}

/// The door at which apps exchange their codes and tokens; it asks for a secret, so that it may be called from anywhere.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/api/oauth2/token", post(token::token))
}
