//! A company whose books have run for a year, so that there is something to see: invoices that were paid in time, late,
//! in part or not at all, bank statements with payments still to be matched, a credit note, payment differences,
//! documents with a file. Everything in it is invented, and follows from the day on which it is made.
//!
//! It is made by the acts that a bookkeeper would do, each at its time, so that the books are real ones.

mod company;
mod filing;
mod from_items;
mod paper;
mod plan;
mod year;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::error::SandboxError;
use crate::seed::Seed;
use crate::state::Core;

/// Number of the company.
pub(crate) const DIVISION: i32 = 345_678;

/// Adds the company, and lets all users open it.
pub(crate) fn add(core: &mut Core) -> Result<(), SandboxError> {
    let today: Date = TimeZone::UTC.to_datetime(core.now()).date();
    let mut users = core.books.users.clone();
    for user in &mut users {
        if !user.divisions.contains(&DIVISION) {
            user.divisions.push(DIVISION);
        }
    }
    core.load(Seed {
        users,
        companies: vec![company::company(today)],
        ..Seed::empty()
    })?;
    year::run(core, today)
}
