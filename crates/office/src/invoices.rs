//! Invoices and credit notes (*facturen*, *creditnota's*).
//!
//! What an issued invoice prints never changes; its coding may be mended until it is booked.

mod booking;
mod credit;
mod fill_number_order;
mod get;
mod issue;
mod list;
mod load_many;
mod recode;
mod reference;
pub(crate) mod row;
mod store_many;
mod totals;

pub use booking::BookingView;
pub use fill_number_order::fill_number_order;
pub use get::{InvoiceView, Reference, get};
pub use issue::{InvoiceDraft, issue};
pub(crate) use issue::{Issued, about_journal};
pub use list::{InvoiceQuery, InvoiceRow, list};
pub use load_many::{load_many, load_many_in};
pub use recode::recode;
pub use store_many::store_many;
pub use totals::{InvoiceTotals, totals};
