//! A local Exact Online: books, REST API, sign-in, faults and pages of its own, as the published API describes them.
//!
//! It is for developers of connectors who cannot, or do not want to, test against the real service. As a program it
//! listens on loopback (see the README); as a library it is built, called and looked at inside a test, without a socket:
//!
//! ```
//! use std::sync::Arc;
//!
//! use axum::body::Body;
//! use exact_sandbox::{DEMO_CLIENT_ID, DEMO_USER, Fault, FaultKind, Sandbox, demo};
//! use http::Request;
//! use tower::ServiceExt as _;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // Time is an argument, chance follows from a number: a run can be repeated.
//! let now = "2026-11-24T09:00:30Z".parse()?;
//! let sandbox = Sandbox::builder(Arc::new(move || now)).seed(demo(now)).build()?;
//!
//! // A token by hand; the pages and the token endpoint are there for tests of the sign-in itself.
//! let user = sandbox.user(DEMO_USER).ok_or("no such user")?;
//! let token = sandbox.sign_in(DEMO_CLIENT_ID, user, &[123_456])?.access;
//! let request = || {
//!     Request::get("/api/v1/123456/financial/Journals?$select=Code,Description")
//!         .header("host", "exact.test")
//!         .header("accept", "application/json")
//!         .header("authorization", format!("Bearer {token}"))
//!         .body(Body::empty())
//! };
//! let response = sandbox.router().oneshot(request()?).await?;
//! assert_eq!(response.status(), 200);
//!
//! // The next call is refused, the one after it is not.
//! sandbox.fault(Fault::new(FaultKind::Html { status: 502 }).times(1))?;
//! assert_eq!(sandbox.router().oneshot(request()?).await?.status(), 502);
//! assert_eq!(sandbox.router().oneshot(request()?).await?.status(), 200);
//!
//! // Ten minutes later the token is dead.
//! sandbox.advance(600_000)?;
//! assert_eq!(sandbox.router().oneshot(request()?).await?.status(), 401);
//!
//! // The books, as they really are.
//! let books = sandbox.books(123_456).ok_or("no such company")?;
//! assert_eq!(books.entries.len(), 4);
//! # Ok(())
//! # }
//! ```
//!
//! The main types, in the order in which a test meets them:
//!
//! - [`Sandbox::builder`] takes a [`Clock`], a [`Seed`] ([`demo`], [`Seed::from_json`]), [`Switches`], and where wanted a
//!   data folder and a [`Courier`](hooks::Courier) that receives webhooks in process.
//! - [`Sandbox::router`] is everything that answers HTTP, as an axum [`Router`](axum::Router); [`Sandbox::serve`] puts it
//!   on a socket. A cut connection is, in process, a response with the extension [`Dropped`].
//! - [`Sandbox::sign_in`] gives tokens out by hand, [`Sandbox::consent`] a code for the token endpoint.
//! - [`Sandbox::order`] makes the bookkeeper act ([`Order`](admin::Order)), [`Sandbox::fault`] lets something go wrong
//!   ([`Fault`]), [`Sandbox::advance`] moves the clock.
//! - [`Sandbox::books`] tells what is in the books, [`Sandbox::calls`] what was called.
//!
//! It checks what it receives against its own transcription of the published properties. It is not a bookkeeping
//! program, and it is not safe to be reached by strangers: its pages and its `/_sandbox` doors are open.

pub mod admin;
mod api;
mod blobs;
pub mod books;
mod by_hand;
mod calls;
mod counters;
mod deliver;
mod derived;
mod error;
mod fault_check;
mod fault_words;
mod faults;
mod gate;
pub mod hooks;
mod kept;
mod late;
mod limits;
mod log;
mod money;
mod oauth;
mod odata;
mod pages;
mod replay;
mod sandbox;
mod seed;
mod showcase;
mod state;
mod switches;
mod tail;
mod typos;
mod wire;

pub use api::{
    Dropped, EndpointInfo, PublishedProperty, endpoints, published, refusals_in_english,
};
pub use blobs::BLOB_FOLDER;
pub use by_hand::Tokens;
pub use calls::{BODY_KEPT, CALLS_KEPT, CallRecord, EXCHANGES_KEPT, Exchange, Spent};
pub use counters::COUNTERS_FILE;
pub use error::SandboxError;
pub use faults::{Fault, FaultKind, Reason, When, Where, Window};
pub use gate::{App, TokenRefusal};
pub use log::{LOG_FILE, TORN_FILE};
pub use money::Money;
pub use sandbox::{Builder, Sandbox};
pub use seed::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, DEMO_USER, Seed, SeedError, demo};
pub use state::Clock;
pub use switches::{CallbackRule, ClientKeys, OldRefreshToken, Switches, TextLanguage};

/// The version in the `X-Exact-Sandbox` header of every answer.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
