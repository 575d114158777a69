//! *Controleren*: what would Exact say, without asking it.
//!
//! Works on mirrored master data that were loaded in bulk: no call and no query per invoice. The conditions are
//! those of mission line 15, plus what Exact refuses that can be known beforehand.

pub mod account;
pub mod alike;
pub mod books;
pub mod customer;
pub mod invoice;
pub mod journal;
pub(crate) mod load;
pub(crate) mod many;
pub(crate) mod mirrored;
pub mod period;
mod relations;
pub(crate) mod rows;
pub mod vat;

pub use books::Books;
pub use invoice::{Checked, Subject, check};
