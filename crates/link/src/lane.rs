//! A lane: the one way to Exact about one administration, one call after the other.
//!
//! A lane belongs to one administration and runs under a lease with a fencing number: whatever it writes commits
//! only while the lease is held. Calls go out inside the budgets; waiting holds nothing but the renewed lease. What a
//! lane does there is not here: reading is `mirror`, exporting is `sending`.

mod believed;
mod call;
mod open;
mod outage;
mod state;
mod waits;
mod wake;
mod why;

pub use state::{LaneView, held, lane as view};
pub use waits::{Asked, Doing, LaneWaits, Wait, waits};
pub use wake::wake;

pub(crate) use open::{Lane, LaneError, described};
pub(crate) use outage::{LONGEST_PAUSE, Outages, pause};
pub(crate) use state::Lanes;
pub(crate) use why::{Why, is_denied};
