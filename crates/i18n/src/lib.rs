//! The texts that people read, in Dutch, French and English, and the way they write money, dates
//! and amounts.
//!
//! Texts live in `i18n/<language>/`: `planmanager.ftl` holds what the pages say (checked by `fl!`
//! when compiled), `reasons.ftl` holds one sentence and one fix per reason code. This crate knows
//! nothing about invoices, pages or Exact Online.

mod format;
mod language;
mod moment;
mod parse;
mod reason;
mod texts;

pub use format::{count, decimal, euro, money, percent};
pub use language::Lang;
pub use moment::{date, date_hint, iso_date, moment, time_of_day, today};
pub use parse::parse_date;
pub use reason::{ReasonText, has_reason, reason};
pub use texts::{Texts, texts};
