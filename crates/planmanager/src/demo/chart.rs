//! The chart of accounts of the demo's administrations.

mod belgian;

pub use belgian::{ACCOUNTS, FRENCH};
