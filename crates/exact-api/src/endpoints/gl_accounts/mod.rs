//! `financial/GLAccounts` and its delta: the chart of accounts.

mod create;
mod list;
mod sync;

pub use create::CreateGlAccount;
pub use list::{GlAccount, ListGlAccounts, gl_type};
pub use sync::SyncGlAccounts;
