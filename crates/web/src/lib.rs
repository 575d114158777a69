//! The pages of PlanManager: extract, one verb of `office` or `link`, a page or a redirect.
//!
//! No SQL and no HTTP to other hosts here. Pages work without scripts; texts come from `i18n`.

mod app;
mod assets;
mod cookies;
mod error;
mod failures;
mod forms;
mod handlers;
mod limits;
pub mod pages;
mod router;
pub mod routes;
mod security;
mod serve;
mod shell;
pub mod views;
mod visitor;

pub use app::{App, Settings};
pub use assets::{asset_router, has_scripts};
pub use router::router;
pub use serve::serve;
