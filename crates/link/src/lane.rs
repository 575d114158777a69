//! A lane: everything that calls Exact about one administration, one thing after the other.
//!
//! A lane belongs to one administration and runs under a lease with a fencing number: whatever it writes commits
//! only while the lease is held. Calls go out inside the budgets; waiting holds nothing but the renewed lease.

mod accounts;
pub(crate) mod call;
mod change;
mod customers;
mod entries;
mod entry;
mod export;
pub(crate) mod jobs;
mod look;
mod open;
pub(crate) mod plan;
pub(crate) mod prelook;
mod proven;
mod recheck;
mod recover;
mod reread;
mod runs;
mod state;
pub(crate) mod write;

pub use state::{LaneView, lane as view};

pub(crate) use change::{BookingChange, apply};
pub(crate) use entries::describe as described;
pub(crate) use export::run;
pub(crate) use open::{Lane, LaneError};
pub(crate) use state::Lanes;
