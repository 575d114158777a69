//! Ledger accounts (*algemene rekeningen*): where lines are booked.
//!
//! Exact Online is leading, so an account is made there first; here it is known under the same number.

mod choices;
mod list;
mod load_many;
pub(crate) mod row;
mod save;

pub use choices::{CHOICES_MAX, choices};
pub use list::{AccountQuery, list};
pub(crate) use load_many::{load_many, refuse_unknown};
pub use save::{AccountForm, Saved, save, save_in};
