//! Customers and the relations that stand for them in Exact: who is linked, who may be whom, and what a person answers
//! when that is asked.

mod answer;
mod set;
mod standing;

pub use answer::{keep_apart, link_to};
pub use standing::{CustomerStanding, RelationView, standing};

pub(crate) use set::{Linking, set};
