//! Sessions: who is signed in, told by a random token of which only the SHA-256 is stored.
//!
//! A token is new at every sign-in and never reused; it ends after [`SESSION_IDLE`] without a request, after
//! [`SESSION_LIFE`] in any case, at the sign-out, and when password or access of the person change.

mod begin;
mod change_password;
mod device;
mod failures;
mod knock;
mod resume;
mod sign_in;
mod sign_out;

use std::time::Duration;

use secrecy::SecretString;

use crate::Actor;

pub(crate) use begin::begin;
pub use change_password::change_password;
pub use failures::{
    ADDRESS_FREE, ADDRESS_PAUSE_MAX, FAILURES_FORGOTTEN, FAILURES_FREE, FAILURES_KEPT, PAUSE_MAX,
};
pub use knock::Knock;
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

/// A browser is known for so long after somebody last signed in there.
pub const DEVICE_LIFE: Duration = Duration::from_secs(180 * 24 * 3600);
/// How many browsers of a person are known at most; the one longest unused is forgotten when there is one more.
pub const DEVICES_PER_USER: i64 = 20;

/// Someone who has just signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// What the browser keeps; shown once.
    pub token: SecretString,
    /// Who it is.
    pub actor: Actor,
    /// Whether the password is a one-time one: nothing else may be done before it is changed.
    pub must_change_password: bool,
    /// By what the browser is known from now on, when it is new; shown once.
    pub device: Option<SecretString>,
}
