//! The pages of PlanManager: extract, one verb of `office` or `link`, a page or a redirect.
//!
//! No SQL and no HTTP to other hosts here. Pages work without scripts; texts come from `i18n`.

mod assets;
pub mod pages;
pub mod routes;
pub mod views;

/// The embedded files alone, for the style guide.
pub fn asset_router<S: Clone + Send + Sync + 'static>() -> axum::Router<S> {
    use routes::Route as _;
    axum::Router::new().route(routes::Asset::PATH, axum::routing::get(assets::serve))
}
