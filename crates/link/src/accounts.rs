//! Ledger accounts: imported from Exact, linked by number, and what Exact lacks.

mod import;
mod link;
mod save;

pub use import::import;
pub use link::{synchronise, unlinked};
pub use save::save;

pub use crate::export::{MissingAccount, missing};

pub(crate) use import::now as import_now;
pub(crate) use link::{link_one, link_row, now as synchronise_now};
