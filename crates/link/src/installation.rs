//! What a person decides about the installation: it goes on, it is a copy, it stands still; and how it is.
//!
//! Whether it is certainly the same is `office::installation`; what is looked through after it goes on is a step of each
//! lane (`sending::look_through`).

mod decide;
mod goes_on;
mod status;

pub use decide::{backed_up, copy, pause};
pub use goes_on::{Continued, goes_on};
pub use status::{Alarm, InstallationView, LookView, UnknownNumbers, alarm, status};
