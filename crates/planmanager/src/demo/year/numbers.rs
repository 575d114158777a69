//! What counts up in a shop's year: invoice numbers, entry numbers of the other books, payment references.

use std::collections::BTreeMap;

use domain::{InvoiceNumber, NumberSeries, StructuredReference};
use jiff::civil::Date;

use crate::demo::group::{Shop, ShopJournal};

/// All counters of one shop.
pub(super) struct Numbers {
    series: BTreeMap<&'static str, NumberSeries>,
    entries: BTreeMap<(&'static str, i16), i32>,
    place: u64,
    references: u64,
}

impl Numbers {
    pub(super) fn new(shop: &Shop, place: usize) -> Self {
        let start = |journal: &ShopJournal| (journal.code, NumberSeries::starting(journal.prefix));
        Self {
            series: shop.journals.iter().map(start).collect(),
            entries: BTreeMap::new(),
            place: u64::try_from(place).unwrap_or_default() + 1,
            references: 0,
        }
    }

    /// The next invoice number of a journal; days come in order, so it is never refused.
    pub(super) fn take(&mut self, journal: &'static str, day: Date) -> Option<InvoiceNumber> {
        let (number, next) = self.series.get(journal)?.take(day).ok()?;
        self.series.insert(journal, next);
        Some(number)
    }

    /// The next entry number of a journal in the other books: year, two digits of the journal, four that count.
    pub(super) fn entry(&mut self, journal: &'static str, day: Date) -> i32 {
        let count = self.entries.entry((journal, day.year())).or_insert(0);
        *count += 1;
        let range: i32 = journal
            .get(..2)
            .and_then(|digits| digits.parse().ok())
            .unwrap_or_default();
        i32::from(day.year().rem_euclid(100)) * 1_000_000 + range * 10_000 + *count
    }

    /// The next payment reference: shop, year, six digits that count. One row per shop, since its journals
    /// share a bank account.
    pub(super) fn reference(&mut self, day: Date) -> String {
        self.references += 1;
        let year = u64::from(day.year().rem_euclid(100).unsigned_abs());
        let base = self.place * 100_000_000 + year * 1_000_000 + self.references;
        StructuredReference::from_base(base)
            .map(|it| it.digits().to_owned())
            .unwrap_or_default()
    }
}
