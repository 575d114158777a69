//! What the shop does at its own desk: customers, invoices, journals, ledger accounts, locations, people and
//! their rights, options, and taking over invoices from files.
//!
//! One file per verb, reading top-down: authorise, load, decide (in `domain`), store, tell. A change, its audit
//! row and its event commit together or not at all. No HTTP, no Exact Online, no printing.

pub mod accounts;
mod actor;
pub mod customers;
mod error;
mod fields;
mod guesses;
pub mod imports;
pub mod installation;
pub mod invoices;
pub mod journals;
pub mod locations;
pub mod locks;
mod office;
pub mod options;
mod page;
mod password;
pub mod preferences;
pub mod reasons;
mod rights;
mod rows;
pub mod sessions;
mod trail;
pub mod users;
mod vault;

pub use actor::Actor;
pub use error::OfficeError;
pub use fields::FIELD_MAX;
pub use office::Office;
pub use page::{PAGE_ROWS, Page};
pub use password::{HASHES_AT_ONCE, HASHES_PER_SOURCE, HASHES_WAITING, PASSWORD_MAX, PASSWORD_MIN};
pub use rights::{Right, Role, UnknownRole};
pub use store::{Trouble, patience};
pub use vault::{Vault, VaultError};
