//! Our books beside those of a local Exact Online, per invoice to the cent. It reads both and changes nothing.
//!
//! It works with the sandbox only: the real service shows its books to nobody in one piece.

pub mod difference;
pub mod ours;
pub mod theirs;

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use jiff::civil::Date;
use link::administrations;
use office::Actor;
use serde::Serialize;
use url::Url;

use crate::browser::Browser;
use crate::wiring::Wiring;
use difference::Difference;
use ours::Ours;
use theirs::{Books, Entry};

/// Which invoices are compared.
#[derive(Clone, Debug)]
pub struct Which {
    /// Of this location; of all when there is none.
    pub location: Option<domain::LocationId>,
    /// From this invoice date.
    pub from: Date,
    /// To this invoice date.
    pub to: Date,
}

/// What the comparison found.
#[derive(Debug, Default, Serialize)]
pub struct Comparison {
    /// Invoices that are booked here and were compared.
    pub compared: usize,
    /// Invoices that are not booked here and do not stand there either.
    pub not_booked: usize,
    /// Known conflicts: the number stands there for something else, and we say so.
    pub conflicts: usize,
    /// Everything that is not as it must be.
    pub differences: Vec<Difference>,
}

/// Compares every invoice of the period.
///
/// # Errors
/// When our database or the other side's books cannot be read.
pub async fn run(
    wiring: &Wiring,
    actor: &Actor,
    sandbox: &Url,
    which: &Which,
) -> Result<Comparison> {
    let mut comparison = Comparison::default();
    let divisions: BTreeMap<_, _> = administrations::list(&wiring.link, actor)
        .await?
        .into_iter()
        .map(|administration| (administration.id, administration.division))
        .collect();
    let mut browser = Browser::new()?;
    for location in office::locations::list(&wiring.office, actor).await? {
        let division = location.administration.and_then(|id| divisions.get(&id));
        let (Some(division), true) = (division, which.location.is_none_or(|id| id == location.id))
        else {
            continue;
        };
        let address = sandbox.join(&format!("/_sandbox/books?division={division}"))?;
        let books: Books = browser
            .get(&address)
            .await?
            .json()
            .with_context(|| format!("reading {address}"))?;
        let ours = ours::read(&wiring.office, actor, location.id, which).await?;
        comparison.add(&ours, &books);
    }
    Ok(comparison)
}

impl Comparison {
    /// Holds a location's invoices against the books of its administration.
    fn add(&mut self, ours: &[Ours], books: &Books) {
        let mut standing: BTreeMap<(String, String), Vec<&Entry>> = BTreeMap::new();
        for entry in &books.entries {
            let key = (
                entry.journal.trim().to_owned(),
                entry.your_ref.trim().to_lowercase(),
            );
            standing.entry(key).or_default().push(entry);
        }
        for invoice in ours {
            let key = (invoice.journal.clone(), invoice.number.to_lowercase());
            let entries = standing.get(&key).map(Vec::as_slice).unwrap_or_default();
            match (invoice.state.as_str(), entries) {
                ("booked", _) => {
                    self.compared += 1;
                    self.differences
                        .extend(difference::between(invoice, entries));
                }
                (_, []) => self.not_booked += 1,
                ("conflict", _) => self.conflicts += 1,
                (_, [entry, ..]) => self
                    .differences
                    .push(difference::only_there(invoice, entry)),
            }
        }
    }

    /// Whether both books say the same.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.differences.is_empty()
    }
}
