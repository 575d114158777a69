//! A local Exact Online: books, REST API, sign-in, faults and pages of its own, as the published API describes them.
//!
//! It is for developers of connectors who cannot, or do not want to, test against the real service. As a library it
//! gives an axum [`Router`](axum::Router) that can be called without a socket; as a program it listens on loopback.
//! It checks what it receives against its own transcription of the published properties. It is not a bookkeeping
//! program, and it is not safe to be reached by strangers: its pages and its `/_sandbox` doors are open.

pub mod admin;
mod api;
mod blobs;
pub mod books;
mod calls;
mod counters;
mod deliver;
mod error;
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
mod state;
mod switches;
mod typos;
mod wire;

pub use api::{Dropped, PublishedProperty, published};
pub use blobs::BLOB_FOLDER;
pub use calls::{BODY_KEPT, CALLS_KEPT, CallRecord, EXCHANGES_KEPT, Exchange};
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
