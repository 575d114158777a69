//! Journals (*journalen*): what invoices are numbered and booked in, with the marks that people set.

mod create;
mod get;
mod list;
pub(crate) mod row;
mod save_marks;
mod set_series;

pub use create::{JournalForm, create};
pub use get::get;
pub(crate) use get::{load, load_alone};
pub use list::{JOURNALS_MAX, list};
pub use save_marks::{Marks, save_marks};
pub use set_series::set_series;
