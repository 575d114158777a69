//! Locations (*locaties*): the shops, and as whom each of them invoices.

mod get;
mod list;
pub(crate) mod row;
mod save;

pub use get::get;
pub(crate) use get::load;
pub use list::{LOCATIONS_MAX, list};
pub use save::{LocationForm, save};
