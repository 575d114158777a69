//! Journals (*journalen*): what invoices are numbered and booked in, with the marks that people set.

mod create;
mod get;
mod list;
pub(crate) mod row;
mod save_marks;

pub use create::{JournalForm, create};
pub use get::get;
pub(crate) use get::load;
pub use list::{JOURNALS_MAX, list};
pub use save_marks::{Marks, save_marks};
