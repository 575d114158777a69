//! A set of records with a key, a row version per change, and look-up by the fields that clients filter on.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Included, Unbounded};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::index::Finder;
pub use super::index::{Index, Slot};
use super::pack::packed;
use super::shelf::{Place, Position, Shelf, Shelves, Sum, SumKey, Total};
use crate::money::Money;

/// When and by whom a record was made and last changed, and its row version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// When it was made.
    pub created: Timestamp,
    /// Who made it.
    pub creator: Uuid,
    /// When it last changed.
    pub modified: Timestamp,
    /// Who changed it.
    pub modifier: Uuid,
    /// The row version: grows with each change in the company, unique, unrelated to time.
    pub version: u64,
}

packed!(Stamp {
    version,
    modified,
    modifier,
    created,
    creator,
});

/// Something kept in a [`Table`].
pub trait Record {
    /// Its key.
    fn id(&self) -> Uuid;
    /// Its stamp.
    fn stamp(&self) -> &Stamp;
    /// Its stamp, to be changed.
    fn stamp_mut(&mut self) -> &mut Stamp;
    /// The values it can be found by. Empty values are not kept.
    fn keys(&self) -> Vec<(Index, Slot)>;
    /// The lists, kept in order, on which it stands.
    fn shelves(&self) -> Vec<Shelf> {
        Vec::new()
    }
    /// Its order on each of them.
    fn order(&self) -> u64 {
        0
    }
    /// Where it stands on each of them: the point after it, or before it.
    fn position(&self) -> Position {
        Position {
            order: self.order(),
            id: self.id(),
        }
    }
    /// The sums that it is part of, with its amount.
    fn sums(&self) -> Vec<(SumKey, Money)> {
        Vec::new()
    }
}

/// Where a record stands on its lists.
fn places(record: &impl Record) -> Vec<Place> {
    let shelves = record.shelves().into_iter();
    shelves.map(|shelf| shelf.at(record.order())).collect()
}

/// Records of one kind.
#[derive(Clone, Debug)]
pub struct Table<T> {
    rows: BTreeMap<Uuid, T>,
    versions: BTreeMap<u64, Uuid>,
    modified: BTreeSet<(Timestamp, Uuid)>,
    found: Finder<Uuid>,
    shelves: Shelves,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table {
            rows: BTreeMap::new(),
            versions: BTreeMap::new(),
            modified: BTreeSet::new(),
            found: Finder::default(),
            shelves: Shelves::default(),
        }
    }
}

impl<T: Record> Table<T> {
    /// Adds the record, or replaces the one with its key.
    pub fn put(&mut self, record: T) {
        let id = record.id();
        self.remove(id);
        self.versions.insert(record.stamp().version, id);
        self.modified.insert((record.stamp().modified, id));
        for (index, slot) in record.keys() {
            self.found.insert(index, slot, id);
        }
        self.shelves.put(id, places(&record), record.sums());
        self.rows.insert(id, record);
    }

    /// Takes the record out.
    pub fn remove(&mut self, id: Uuid) -> Option<T> {
        let record = self.rows.remove(&id)?;
        self.versions.remove(&record.stamp().version);
        self.modified.remove(&(record.stamp().modified, id));
        for (index, slot) in record.keys() {
            self.found.remove(index, slot, id);
        }
        self.shelves.remove(id, places(&record), record.sums());
        Some(record)
    }

    /// The record with this key.
    #[must_use]
    pub fn get(&self, id: Uuid) -> Option<&T> {
        self.rows.get(&id)
    }

    /// The records whose indexed field equals `key`, in the order of their keys.
    pub fn find(&self, index: Index, key: &str) -> impl Iterator<Item = &T> + use<'_, T> {
        let found = self.found.equal(index, key.into());
        found.filter_map(|id| self.rows.get(&id))
    }

    /// The records whose indexed field lies between the two texts, both included, of at most fifteen bytes each.
    pub fn between(
        &self,
        index: Index,
        (from, to): (&str, &str),
    ) -> impl Iterator<Item = &T> + use<'_, T> {
        let found = self.found.between(index, (from.into(), to.into()));
        found.filter_map(|(_, id)| self.rows.get(&id))
    }

    /// The record with the highest value of an indexed field.
    #[must_use]
    pub fn highest(&self, index: Index) -> Option<&T> {
        self.found.highest(index).and_then(|id| self.rows.get(&id))
    }

    /// The records on a list after a position, in order.
    pub fn listed(
        &self,
        shelf: Shelf,
        after: Option<Position>,
    ) -> impl Iterator<Item = &T> + use<'_, T> {
        let keys = self.shelves.after(shelf, after);
        keys.filter_map(|id| self.rows.get(&id))
    }

    /// The records on a list before a position, last first.
    pub fn listed_back(
        &self,
        shelf: Shelf,
        before: Option<Position>,
    ) -> impl Iterator<Item = &T> + use<'_, T> {
        let keys = self.shelves.before(shelf, before);
        keys.filter_map(|id| self.rows.get(&id))
    }

    /// The sums of an owner from one date to another, both included, in the order of their dates.
    pub fn sums(
        &self,
        of: (Sum, Uuid),
        days: (Date, Date),
    ) -> impl DoubleEndedIterator<Item = (&SumKey, &Total)> + use<'_, T> {
        self.shelves.sums(of, days)
    }

    /// The records that were last changed at this time or later, oldest change first.
    pub fn modified_since(&self, from: Timestamp) -> impl Iterator<Item = &T> + use<'_, T> {
        let found = self
            .modified
            .range((Included((from, Uuid::nil())), Unbounded));
        found.filter_map(|(_, id)| self.rows.get(id))
    }

    /// All records with a key above `after`, in the order of their keys.
    pub fn iter_after(&self, after: Option<Uuid>) -> impl Iterator<Item = &T> + use<'_, T> {
        let from = after.map_or(Unbounded, Excluded);
        self.rows.range((from, Unbounded)).map(|(_, record)| record)
    }

    /// All records, in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.rows.values()
    }

    /// The records that changed after the row version, oldest change first.
    pub fn changed_after(&self, version: u64) -> impl Iterator<Item = &T> + use<'_, T> {
        let versions = self.versions.range((Excluded(version), Unbounded));
        versions.filter_map(|(_, id)| self.rows.get(id))
    }

    /// Gives every record the row version that `next` names for its present one.
    pub(super) fn renumber(&mut self, next: impl Fn(u64) -> u64) {
        for record in self.rows.values_mut() {
            let stamp = record.stamp_mut();
            stamp.version = next(stamp.version);
        }
        let rows = self.rows.values();
        self.versions = rows
            .map(|record| (record.stamp().version, record.id()))
            .collect();
    }

    /// The row versions in use.
    pub(super) fn versions(&self) -> impl Iterator<Item = u64> {
        self.versions.keys().copied()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
