//! The pages: the books in the words and the order of Exact Online, with the acts of a bookkeeper as forms; and what a
//! developer sees of his calls. No sign-in; everything works without scripts.

mod bank;
mod blocking;
mod choice;
mod developer;
mod documents;
mod entries;
mod entry;
mod field;
mod frame;
mod grid;
mod guard;
mod home;
mod invoices;
mod ledger;
mod mistake;
mod names;
mod notice;
mod overview;
mod paging;
mod periods;
mod receivables;
mod relations;
mod text;
mod typed;
mod visit;

use askama::Template;
use axum::Router;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use crate::state::Shared;

pub(crate) use guard::own_pages_only;

/// What pages may load and do: their own style sheets, scripts, pictures and files, and forms that lead to themselves.
pub(crate) const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
     img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The routes of the pages.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/", get(home::show))
        .route("/assets/sandbox.css", get(style))
        .route("/docs/DocView.aspx", get(documents::by_exact_address))
        .nest("/administratie/{division}", of_company())
        .merge(developer::routes())
}

/// The pages of a company.
fn of_company() -> Router<Shared> {
    Router::new()
        .route("/boekingen", get(overview::show))
        .route(
            "/boekingen/{journal}",
            get(entries::show).post(entries::act),
        )
        .route("/boeking/{entry}", get(entry::show).post(entry::act))
        .route("/facturen", get(invoices::list))
        .route(
            "/factuur/{invoice}",
            get(invoices::show).post(invoices::act),
        )
        .route("/debiteuren", get(receivables::list))
        .route(
            "/debiteuren/{account}",
            get(receivables::customer).post(receivables::act),
        )
        .route("/bank", get(bank::journals))
        .route("/ontvangst", get(bank::receipt).post(bank::book))
        .route("/afpunten", get(bank::loose).post(bank::match_loose))
        .route("/grootboek", get(ledger::list))
        .route("/grootboek/{account}", get(ledger::card).post(ledger::act))
        .route("/perioden", get(periods::show).post(periods::act))
        .route("/relaties", get(relations::list))
        .route(
            "/relaties/nieuw",
            get(relations::new).post(relations::create),
        )
        .route(
            "/relatie/{account}",
            get(relations::card).post(relations::act),
        )
        .route(
            "/relatie/{account}/wijzigen",
            get(relations::edit).post(relations::change),
        )
        .route("/documenten", get(documents::list))
        .route("/document/{document}", get(documents::document))
        .route("/bijlage/{attachment}/{name}", get(documents::file))
        .fallback(nothing)
}

/// No page has this address.
async fn nothing(visit: visit::Visit) -> Response {
    visit.show((frame::Part::Start, ""), |_, _| None::<frame::MissingPage>)
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
