//! Openstaande posten: per relation by age, or per item; and the items of one relation, to be matched.

mod customer;
mod items;
mod list;

pub(super) use customer::{act, show as customer};
pub(super) use items::{ItemRow, open_items};
pub(super) use list::show as list;
