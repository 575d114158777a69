//! `salesentry/SalesEntries` and `SalesEntryLines`: sales bookings.

mod create;
mod delete;
mod lines;
mod list;

pub use create::{CreateSalesEntry, NewSalesEntryLine};
pub use delete::DeleteSalesEntry;
pub use lines::{ListSalesEntryLines, SalesEntryLine};
pub use list::{ListSalesEntries, SalesEntry};
