//! Refusals: what Exact says when it does not do what it was asked.
//!
//! Business rules are refused with HTTP 500 and a localised text, one line per failure, each
//! `{category}: {field label}`. The texts follow the language of the Exact user. [`read_message`]
//! finds the text in any of the shapes a body has, [`Refusal`] takes it apart,
//! [`is_certain_refusal`] tells whether it proves that nothing happened.

mod certain;
mod message;
mod refusal;
mod vocabulary;

pub use certain::{CERTAIN_STATUSES, is_certain_refusal};
pub use message::{Message, read_message};
pub use refusal::{Category, Refusal, RefusalLine};
