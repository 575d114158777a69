//! The link against the sandbox in the same process, on both databases.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests are not recognised as tests"
)]

mod books;
mod broken_lane;
mod browser;
mod calls;
mod clocks;
mod coded_anew;
mod conditions;
mod connection;
mod crash;
mod desk;
mod faults;
mod flipped;
mod keys;
mod late_rows;
mod limits;
mod lost_lane;
mod order_of_steps;
mod outage;
mod presses;
mod rights;
mod shop;
mod stale_reads;
mod typed_by_hand;
mod whole_export;
