//! Sessions: who is signed in, told by a random token of which only the SHA-256 is stored.
//!
//! A token is new at every sign-in and never reused; it ends after [`SESSION_IDLE`] without a request, after
//! [`SESSION_LIFE`] in any case, at the sign-out, and when password or access of the person change.

mod begin;
mod change_password;
mod failures;
mod resume;
mod sign_in;
mod sign_out;

use std::time::Duration;

use secrecy::SecretString;

use crate::Actor;

pub(crate) use begin::begin;
pub use change_password::change_password;
pub(crate) use failures::forget;
pub use failures::{FAILURES_FORGOTTEN, FAILURES_FREE, PAUSE_MAX};
pub use resume::{Session, resume};
pub(crate) use sign_in::check_password;
pub use sign_in::sign_in;
pub use sign_out::sign_out;

/// A session ends after so long without a request: a lunch break.
pub const SESSION_IDLE: Duration = Duration::from_secs(2 * 3600);
/// A session ends after so long in any case: a working day.
pub const SESSION_LIFE: Duration = Duration::from_secs(12 * 3600);
/// A request is noted at most once in so long, so that pages that refresh themselves write little.
pub const SESSION_TOUCH: Duration = Duration::from_secs(60);
/// A session that was stored by a clock that is ahead by more than this is not believed. Pages are served also by a node
/// whose clock is minutes off, and nobody is to be signed out by that.
pub const SESSION_AHEAD: Duration = Duration::from_secs(3600);
/// How many sessions a person has at most; the oldest ends when there is one more.
pub const SESSIONS_PER_USER: i64 = 20;

/// Someone who has just signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// What the browser keeps; shown once.
    pub token: SecretString,
    /// Who it is.
    pub actor: Actor,
    /// Whether the password is a one-time one: nothing else may be done before it is changed.
    pub must_change_password: bool,
}
