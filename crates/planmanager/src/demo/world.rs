//! The whole demo as data: who, what, when, and what stands in the other books. Made from a seed and a date.
//!
//! Nothing here writes anywhere; [`sandbox_books`](super::sandbox_books) and `our_books` do.

use domain::Printed;
use jiff::civil::Date;
use uuid::Uuid;

use super::calendar::{self, Month};
use super::chance::Chance;
use super::dirty::Snag;
use super::group::SHOPS;
use super::people::{self, Person};
use super::year::Year;

/// The demo's default seed.
pub const SEED: u64 = 20_260_101;

/// Everything.
#[derive(Debug)]
pub struct World {
    /// The last day.
    pub today: Date,
    /// The months, the last one open.
    pub months: Vec<Month>,
    /// All customers of the group.
    pub people: Vec<Person>,
    /// Who of them an administration knows.
    pub relations: Vec<Relation>,
    /// All invoices and credit notes, shop by shop in order of date.
    pub invoices: Vec<Planned>,
}

/// A customer as an administration knows him.
#[derive(Debug)]
pub struct Relation {
    /// The shop, as a place in [`SHOPS`].
    pub shop: usize,
    /// The customer, as a place in [`World::people`].
    pub person: usize,
    /// His key there.
    pub id: Uuid,
    /// We know that he is ours: his invoices were booked before.
    pub linked: bool,
    /// What is odd about him.
    pub snag: Option<Snag>,
}

/// An invoice or credit note.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The shop, as a place in [`SHOPS`].
    pub shop: usize,
    /// The code of its journal.
    pub journal: &'static str,
    /// The customer, as a place in [`World::people`].
    pub person: usize,
    /// What is printed.
    pub printed: Printed,
    /// The ledger account of each line.
    pub accounts: Vec<Option<&'static str>>,
    /// Where it stands in the other books; none when it is still to be exported.
    pub entry: Option<Entry>,
    /// What is odd about it.
    pub snag: Option<Snag>,
    /// It stands in a journal that is never exported.
    pub internal: bool,
}

/// An entry in the other books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its key.
    pub id: Uuid,
    /// Its number.
    pub number: i32,
    /// Someone typed it in there: we do not know of it.
    pub typed: bool,
}

impl World {
    /// Plans the demo that ends on this day.
    #[must_use]
    pub fn plan(today: Date, seed: u64) -> Self {
        let months = calendar::months(today);
        let mut chance = Chance::of(seed, 0);
        let mut people = people::of_group(&mut chance);
        let shared = people.len();
        let (mut invoices, mut relations) = (Vec::new(), Vec::new());
        for (place, shop) in (0_u32..).zip(&SHOPS) {
            let mut chance = Chance::of(seed, u64::from(place) + 1);
            let first = people.len();
            people.extend(people::of_shop(shop, i64::from(place), &mut chance));
            people::tell_apart(&mut people);
            let mut year = Year::new(
                usize::try_from(place).unwrap_or_default(),
                &mut people,
                chance,
            );
            year.set_customers(0..shared, first);
            for month in &months {
                year.live(month);
            }
            let (more, known) = year.finish();
            invoices.extend(more);
            relations.extend(known);
        }
        Self {
            today,
            months,
            people,
            relations,
            invoices,
        }
    }

    /// The open month.
    #[must_use]
    pub fn open_month(&self) -> Month {
        self.months.last().copied().unwrap_or(Month {
            first: self.today,
            last: self.today,
            open: true,
        })
    }

    /// The invoices of a shop's open month.
    pub fn open_invoices(&self, shop: usize) -> impl Iterator<Item = &Planned> {
        let open = self.open_month();
        self.invoices
            .iter()
            .filter(move |it| it.shop == shop && it.printed.issue_date >= open.first)
    }
}

impl Planned {
    /// The reason that exporting it must be refused with; none when it goes through.
    #[must_use]
    pub fn expected_refusal(&self) -> Option<&'static str> {
        if self.internal {
            return Some(link::reasons::JOURNAL_INTERNAL);
        }
        self.snag.and_then(Snag::reason)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::InvoiceKind;
    use jiff::civil::date;

    use super::*;
    use crate::demo::dirty::SNAGS;

    fn world() -> World {
        World::plan(date(2026, 11, 24), SEED)
    }

    #[test]
    fn it_is_a_year_of_some_five_thousand_invoices() {
        let world = world();
        assert!(
            (4_800..5_300).contains(&world.invoices.len()),
            "{}",
            world.invoices.len()
        );
        let credits = world
            .invoices
            .iter()
            .filter(|it| it.printed.kind == InvoiceKind::CreditNote)
            .count();
        assert!((120..280).contains(&credits), "{credits} credit notes");
        for shop in 0..SHOPS.len() {
            assert!((110..180).contains(&world.open_invoices(shop).count()));
        }
    }

    #[test]
    fn the_past_is_booked_and_the_open_month_is_not() {
        let world = world();
        let open = world.open_month();
        for it in &world.invoices {
            let known = it.entry.is_some_and(|entry| !entry.typed);
            assert_eq!(
                known,
                it.printed.issue_date < open.first && !it.internal,
                "{:?}",
                it.printed.number
            );
        }
    }

    #[test]
    fn every_shop_has_every_snag_once() {
        let world = world();
        for shop in 0..SHOPS.len() {
            for (snag, _) in SNAGS {
                let count = world
                    .open_invoices(shop)
                    .filter(|it| it.snag == Some(*snag))
                    .count();
                assert_eq!(count, 1, "{snag:?} in shop {shop}");
            }
        }
    }

    #[test]
    fn numbers_are_unique_and_amounts_add_up() {
        let world = world();
        let mut numbers = BTreeSet::new();
        for it in &world.invoices {
            if let Some(number) = &it.printed.number {
                assert!(numbers.insert(number.key()), "{number:?} twice");
            }
            assert_eq!(it.accounts.len(), it.printed.lines.len());
            let vat: i64 = it.printed.lines.iter().map(|line| line.vat.cents()).sum();
            assert_eq!(vat, it.printed.vat_total.cents());
            let negative = it.printed.total.is_negative();
            assert_eq!(negative, it.printed.kind == InvoiceKind::CreditNote);
        }
    }

    #[test]
    fn the_same_day_and_seed_give_the_same_world() {
        let fingerprint = |world: World| {
            world
                .invoices
                .iter()
                .map(|it| (it.printed.content_hash(), it.entry))
                .collect::<Vec<_>>()
        };
        assert_eq!(fingerprint(world()), fingerprint(world()));
    }
}
