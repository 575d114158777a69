//! VAT codes per administration and journal (option `VAT_JOURNAL_NUMBER`): which code of Exact stands for our
//! regime and rate.

pub mod candidates;
pub mod map;
pub mod mapping;
pub mod propose;

pub use map::{MappingKey, map};
pub use mapping::{Candidate, MappingRow, mapping};
pub use propose::propose;
