//! What a person chose last (*Locatie*, language of a list …), remembered per person.
//!
//! Everyone may remember for oneself; it is no change of the books, so it leaves no audit row.

mod get;
mod set;

pub use get::get;
pub use set::{PREFERENCE_MAX, set};
