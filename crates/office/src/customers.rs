//! Customers (*klanten*): who is invoiced.

mod form;
mod get;
mod list;
pub(crate) mod row;
mod save;

pub use form::CustomerForm;
pub(crate) use form::{normal_email, normal_endpoint};
pub use get::get;
pub(crate) use get::load;
pub use list::{CustomerQuery, list};
pub use save::save;
pub(crate) use save::{insert, next_free_number};
