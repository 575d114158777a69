//! The pages of PlanManager: extract, one verb of `office` or `link`, a page or a redirect.
//!
//! No SQL and no HTTP to other hosts here. Pages work without scripts; texts come from `i18n`.

mod app;
mod assets;
mod client;
mod cookies;
mod error;
mod failures;
mod forms;
mod handlers;
mod hosts;
mod importing;
mod limits;
mod misdirected;
pub mod pages;
mod recognise;
mod router;
pub mod routes;
mod security;
mod serve;
mod shell;
pub mod views;
mod visitor;
mod waiting;

pub use app::{App, Settings};
pub use assets::{asset_router, has_scripts};
pub use client::{Peer, Proxies};
pub use hosts::Names;
pub use limits::Limits;
pub use router::router;
pub use serve::serve;
