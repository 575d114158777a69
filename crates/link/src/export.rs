//! *Exporteer Klanten & Facturen*: what is in a filter, what Exact would say, the press on the button, the runs.

mod check;
pub(crate) mod ended;
mod missing;
mod open_in;
mod press;
mod preview;
mod run;
mod runs;
pub(crate) mod select;
mod start;
mod subjects;
mod take_up;
mod under_way;

pub use check::{InvoiceCheck, check};
pub use missing::{MissingAccount, missing};
pub use open_in::open_in;
pub use preview::{Preview, preview};
pub use run::{ITEM_ROWS, RunItem, RunView, run};
pub use runs::{RunLine, runs};
pub use start::start;
pub use under_way::{Became, UnderWay, became, under_way};
