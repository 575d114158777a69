//! `crm/Accounts` and its delta: the relations of a division, customers among them.

mod create;
mod list;
mod sync;
mod update;

pub use create::CreateAccount;
pub use list::{Account, ListAccounts};
pub use sync::SyncAccounts;
pub use update::{AccountChanges, UpdateAccount};
