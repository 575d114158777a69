//! The link against the sandbox in the same process, on both databases.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests are not recognised as tests"
)]

mod batches;
mod books;
mod broken_lane;
mod browser;
mod busy;
mod calls;
mod clocks;
mod coded_anew;
mod conditions;
mod connection;
mod crash;
mod desk;
mod faults;
mod flipped;
mod full_disk;
mod keys;
mod late_rows;
mod limits;
mod lost_lane;
mod lost_relations;
mod mended_doubles;
mod nodes;
mod order_of_steps;
mod outage;
mod presses;
mod refused_customers;
mod rights;
mod shop;
mod sparse;
mod stale_reads;
mod typed_by_hand;
mod typed_meanwhile;
mod unnoted;
mod waits;
mod whole_export;
mod wide;
