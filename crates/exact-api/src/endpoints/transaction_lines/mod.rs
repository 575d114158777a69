//! `financialtransaction/TransactionLines` and its delta: what is booked, line by line.

mod list;
mod row;
mod sync;

pub use list::ListTransactionLines;
pub use row::{TransactionLine, transaction_type};
pub use sync::SyncTransactionLines;
