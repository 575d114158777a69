//! Relaties: the list, the card of one, and the form by which one is made or changed.

mod card;
mod form;
mod list;
mod prospect;

pub(super) use card::{act, show as card};
pub(super) use form::{change, create, edit, new};
pub(super) use list::{found, show as list};
