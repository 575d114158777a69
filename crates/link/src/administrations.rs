//! The administrations that the consents reach, and what is set up about each.

mod choose;
mod imported;
mod list;
mod settings;

pub use choose::choose;
pub use imported::{Imported, imported};
pub use list::{AdministrationView, list};
pub use settings::{allow_account_creation, set_start_date, set_vat_filed_up_to};
