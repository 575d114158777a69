//! The job queue: work that follows from a change, done later, in order, by one node at a time.
//!
//! - A job is enqueued in the transaction of the change it follows from.
//! - Jobs of one key run one after the other, in the order in which they were due; one that waits for its next try
//!   keeps its place, and those behind it wait too. A job due later does not hold up one that is due now.
//! - A claim is a lease with a fence. When a node dies, the lease runs out and another node takes the job over with
//!   a greater fence; the first, should it wake up, can neither prolong nor finish it.
//! - No job waits for longer than [`LONGEST_WAIT`], and no lease is longer than [`LONGEST`](crate::lease::LONGEST): what
//!   is stored beyond that was written by a clock that was wrong, and holds nothing up.
//! - The job decides its own outcome. A job that is done is deleted; one that gave up stays, for a person to see.
//!
//! Time is the caller's. What a payload means is the handler's; its field `v` says in which version it was written.

mod claim;
mod enqueue;
mod finish;
mod list;

pub use claim::{Claim, Claimed, LONGEST_WAIT, all_due, claim, heartbeat};
pub use enqueue::{NewJob, enqueue};
pub use finish::{Outcome, finish, try_again};
pub use list::{Counts, JobState, Listed, counts, failed, find, left};
