//! Ledger accounts: imported from Exact, linked by number, and what Exact lacks.

mod import;
mod link;
mod missing;
mod save;

pub use import::import;
pub use link::{synchronise, unlinked};
pub use missing::{MissingAccount, missing};
pub use save::save;

pub(crate) use import::now as import_now;
pub(crate) use link::{link_one, link_row, now as synchronise_now};
pub(crate) use missing::missing_in;
