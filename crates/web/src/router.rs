//! From address to handler, and the layers around all of them.

use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use axum::{Extension, Router};
use http::{Response, StatusCode};
use http_body::Body;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};
use tower_http::csrf::CsrfLayer;

use crate::app::App;
use crate::error::WebError;
use crate::handlers::{
    accounting, accounts, customer_relation, customers, health, home, import, import_take,
    installation, invoices, journals, locations, options, runs, sign_in,
};
use crate::importing::Imports;
use crate::limits::{FORM_MAX_BYTES, IMPORT_MAX_BYTES, PACKED_MAX_BYTES};
use crate::routes::{self, Route};
use crate::{assets, failures, misdirected, recognise, security, waiting};

/// Every page of PlanManager.
pub fn router(app: App) -> Router {
    let imports = Imports::new(&app.settings.limits);
    let pages = people()
        .merge(books())
        .merge(set_up())
        .merge(uploads().layer(Extension(imports)));
    pages
        .route(routes::Asset::PATH, get(assets::serve))
        .fallback(async || WebError::NotFound)
        .method_not_allowed_fallback(async || StatusCode::METHOD_NOT_ALLOWED)
        .layer(from_fn_with_state(app.clone(), waiting::in_time))
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(app.clone(), failures::say))
        .layer(from_fn_with_state(app.clone(), recognise::recognise))
        .layer(from_fn_with_state(app.clone(), waiting::patiently))
        .route(routes::Healthz::PATH, get(health::healthz))
        .route(routes::Readyz::PATH, get(health::readyz))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(Small)))
        .layer(from_fn_with_state(app.clone(), misdirected::check))
        .layer(from_fn_with_state(app.clone(), security::headers))
        .with_state(app)
}

/// What is packed in a moment.
#[derive(Clone, Copy, Debug)]
struct Small;

impl Predicate for Small {
    fn should_compress<B: Body>(&self, response: &Response<B>) -> bool {
        response.body().size_hint().lower() <= PACKED_MAX_BYTES
    }
}

fn people() -> Router<App> {
    Router::new()
        .route(
            routes::SignIn::PATH,
            get(sign_in::form).post(sign_in::sign_in),
        )
        .route(
            routes::Password::PATH,
            get(sign_in::password_form).post(sign_in::change_password),
        )
        .route(routes::SignOut::PATH, post(sign_in::sign_out))
        .route(routes::Language::PATH, get(sign_in::language))
        .route(routes::Home::PATH, get(home::show))
        .layer(DefaultBodyLimit::max(FORM_MAX_BYTES))
}

fn books() -> Router<App> {
    Router::new()
        .route(routes::Invoices::PATH, get(invoices::list))
        .route(routes::Invoice::PATH, get(invoices::show))
        .route(routes::Recode::PATH, post(invoices::recode))
        .route(routes::Customers::PATH, get(customers::list))
        .route(
            routes::NewCustomer::PATH,
            get(customers::new).post(customers::create),
        )
        .route(
            routes::Customer::PATH,
            get(customers::show).post(customers::save),
        )
        .route(
            routes::CustomerRelation::PATH,
            post(customer_relation::answer),
        )
        .route(
            routes::Accounts::PATH,
            get(accounts::show).post(accounts::save),
        )
        .route(routes::ImportAccounts::PATH, post(accounts::import))
        .route(
            routes::Journals::PATH,
            get(journals::show).post(journals::save),
        )
        .route(routes::ImportJournals::PATH, post(journals::import))
        .route(
            routes::Accounting::PATH,
            get(accounting::show).post(accounting::export),
        )
        .route(routes::Preview::PATH, get(accounting::preview))
        .route(
            routes::Synchronise::PATH,
            get(accounting::ask_synchronise).post(accounting::synchronise),
        )
        .route(routes::Runs::PATH, get(runs::list))
        .route(routes::Run::PATH, get(runs::show))
        .route(routes::RunProgress::PATH, get(runs::progress))
        .layer(DefaultBodyLimit::max(FORM_MAX_BYTES))
}

fn set_up() -> Router<App> {
    Router::new()
        .route(
            routes::Locations::PATH,
            get(locations::show).post(locations::save),
        )
        .route(
            routes::Options::PATH,
            get(options::show).post(options::save),
        )
        .route(routes::Connect::PATH, post(options::connect))
        .route(
            routes::AdministrationSettings::PATH,
            post(options::administration),
        )
        .route(routes::MapVat::PATH, post(options::map_vat))
        .route(routes::Installation::PATH, get(installation::show))
        .route(
            routes::InstallationContinues::PATH,
            post(installation::goes_on),
        )
        .route(
            routes::InstallationIsCopy::PATH,
            post(installation::is_copy),
        )
        .route(routes::ExactCallback::PATH, get(options::callback))
        .layer(DefaultBodyLimit::max(FORM_MAX_BYTES))
}

fn uploads() -> Router<App> {
    Router::new()
        .route(routes::Import::PATH, get(import::form).post(import::look))
        .route(routes::ImportConfirm::PATH, post(import_take::take_over))
        .layer(DefaultBodyLimit::max(IMPORT_MAX_BYTES))
}
