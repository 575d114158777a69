//! OData as Exact speaks it: literals, filters, query options.

mod filter;
mod literal;
mod query;

pub use filter::{Filter, MAX_OR_TERMS, TooManyTerms};
pub use literal::Literal;
pub use query::Query;
