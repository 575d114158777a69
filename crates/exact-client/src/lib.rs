//! Sends any endpoint of `exact-api`.
//!
//! [`Api`] makes the request, a [`Transport`] carries it, the answer becomes a typed success or a
//! [`CallError`] that says whether it is *certain* that nothing happened. [`Budget`] says when a
//! call may go, [`Pages`] walks a list page by page, [`SignInError`] belongs to the token calls.
//!
//! What is *not* here: retries (whoever keeps the intent decides), storage of tokens or cursors, the
//! clock (times come in as arguments, or from the caller's [`Gate`]), and any knowledge of the
//! program that uses it.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod api;
mod base;
mod budget;
mod call_error;
mod classify;
mod gate;
mod http_transport;
mod pages;
mod sign_in;
mod transport;

pub use api::{Api, Call, Sent};
pub use base::BaseError;
pub use budget::{
    Budget, BudgetView, COUNTED_ERRORS, Class, EXPORT_RELEASE, PAYMENT_RESERVE, Permit, StopReason,
};
pub use call_error::{CallError, CallOutcome, LimitWindow, Unknown, UnknownWhy};
pub use gate::{Gate, GateClosed};
pub use http_transport::{
    CONNECT_TIMEOUT, HttpSettings, HttpSetupError, HttpTransport, MAX_ANSWER_BYTES, TOTAL_TIMEOUT,
};
pub use pages::Pages;
pub use sign_in::{ACCESS_LIFE, EARLIEST_REFRESH, SignInError, TOKEN_ENDPOINT};
pub use transport::{BoxError, Outgoing, Transport, TransportError};
