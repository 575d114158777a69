//! What a sandbox starts with.

mod demo;
mod demo_ledger;
mod file;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::books::{CompanySeed, Period, User};
use crate::derived::derived_key;
use crate::gate::App;
use crate::switches::Switches;

pub use demo::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, DEMO_USER, demo};
pub(crate) use demo::{Shape, company};
pub use file::SeedError;

/// People, registered apps, companies and switches. Load as many as wanted: a company with the same number is replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Seed {
    /// People who can sign in.
    pub users: Vec<User>,
    /// Registered apps.
    pub apps: Vec<App>,
    /// Companies with everything in them.
    pub companies: Vec<CompanySeed>,
    /// The switches to begin with; the defaults when absent. Those that are not named keep their default.
    pub switches: Option<Switches>,
}

impl Seed {
    /// No users, apps or companies.
    #[must_use]
    pub fn empty() -> Seed {
        Seed::default()
    }
}

/// A key that follows from a name.
pub(crate) fn key(owner: &str, name: &str) -> Uuid {
    derived_key(&[owner.as_bytes(), b"/", name.as_bytes()])
}

/// A period a month, for last year, this year and next year.
fn months(id: &dyn Fn(&str) -> Uuid, year: i16) -> Vec<Period> {
    let months = (year - 1..=year + 1).flat_map(|year| (1..=12_i8).map(move |month| (year, month)));
    let make = |(year, month): (i16, i8)| {
        let start = Date::new(year, month, 1).ok()?;
        Some(Period {
            id: id(&format!("period {year} {month}")),
            year,
            period: i16::from(month),
            start,
            end: start.last_of_month(),
            ..Period::default()
        })
    };
    months.filter_map(make).collect()
}
