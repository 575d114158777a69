//! Customers (*klanten*): who is invoiced.

mod form;
mod get;
mod known_as;
mod list;
pub(crate) mod row;
mod save;
mod store_many;

pub use form::CustomerForm;
pub(crate) use form::{normal_email, normal_endpoint};
pub use get::get;
pub(crate) use get::load;
pub use known_as::{KnownAs, known_as};
pub use list::{CustomerQuery, list};
pub(crate) use save::next_free_number;
pub use save::save;
pub use store_many::store_many;
