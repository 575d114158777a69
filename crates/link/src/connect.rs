//! The consent of an Exact user: the sign-in, the chain of tokens, and what the consent reaches.

pub mod divisions;
mod finish;
mod keys;
mod pending;
mod start;
mod status;
pub(crate) mod token;

pub use finish::finish;
pub use keys::{Sealed, give_up, sealed};
pub use start::{CONSENT_MINUTES, start};
pub use status::{ConnectionState, ConnectionView, status};
