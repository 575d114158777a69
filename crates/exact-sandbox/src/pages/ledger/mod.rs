//! Grootboek: the chart of accounts with balances, and the card of an account.

mod card;
mod list;

pub(super) use card::{act, show as card};
pub(super) use list::show as list;
