//! Documenten: the list, the page of one, and its files.

mod document;
mod file;
mod list;

pub(super) use document::{by_exact_address, show as document};
pub(super) use file::{file_address, show as file};
pub(super) use list::{document_row, show as list};
