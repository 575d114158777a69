//! A set of records with a key, a row version per change, and look-up by the fields that clients filter on.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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

/// A field by which records are found without reading them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the field of that name")]
pub enum Index {
    Code,
    Account,
    Journal,
    YourRef,
    Entry,
    EntryNumber,
    PaymentReference,
    VatNumber,
}

/// Something kept in a [`Table`].
pub trait Record {
    /// Its key.
    fn id(&self) -> Uuid;
    /// Its stamp.
    fn stamp(&self) -> &Stamp;
    /// Its stamp, to be changed.
    fn stamp_mut(&mut self) -> &mut Stamp;
    /// The values it can be found by; text is compared in lower case without outer blanks.
    fn keys(&self) -> Vec<(Index, String)>;
}

/// Records of one kind.
#[derive(Clone, Debug)]
pub struct Table<T> {
    rows: BTreeMap<Uuid, T>,
    versions: BTreeMap<u64, Uuid>,
    index: BTreeMap<(Index, String), BTreeSet<Uuid>>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table {
            rows: BTreeMap::new(),
            versions: BTreeMap::new(),
            index: BTreeMap::new(),
        }
    }
}

/// The form in which an indexed value is kept and asked for.
fn folded(key: &str) -> String {
    key.trim().to_lowercase()
}

impl<T: Record> Table<T> {
    /// Adds the record, or replaces the one with its key.
    pub fn put(&mut self, record: T) {
        let id = record.id();
        self.remove(id);
        self.versions.insert(record.stamp().version, id);
        for (index, key) in record.keys() {
            self.index
                .entry((index, folded(&key)))
                .or_default()
                .insert(id);
        }
        self.rows.insert(id, record);
    }

    /// Takes the record out.
    pub fn remove(&mut self, id: Uuid) -> Option<T> {
        let record = self.rows.remove(&id)?;
        self.versions.remove(&record.stamp().version);
        for (index, key) in record.keys() {
            let slot = (index, folded(&key));
            if let Some(ids) = self.index.get_mut(&slot) {
                ids.remove(&id);
                if ids.is_empty() {
                    self.index.remove(&slot);
                }
            }
        }
        Some(record)
    }

    /// The record with this key.
    #[must_use]
    pub fn get(&self, id: Uuid) -> Option<&T> {
        self.rows.get(&id)
    }

    /// The records whose indexed field equals `key`, in the order of their keys.
    pub fn find(&self, index: Index, key: &str) -> impl Iterator<Item = &T> + use<'_, T> {
        let ids = self.index.get(&(index, folded(key)));
        ids.into_iter().flatten().filter_map(|id| self.rows.get(id))
    }

    /// All records with a key above `after`, in the order of their keys.
    pub fn iter_after(&self, after: Option<Uuid>) -> impl Iterator<Item = &T> + use<'_, T> {
        use std::ops::Bound::{Excluded, Unbounded};
        let from = after.map_or(Unbounded, Excluded);
        self.rows.range((from, Unbounded)).map(|(_, record)| record)
    }

    /// All records, in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.rows.values()
    }

    /// The records that changed after the row version, oldest change first.
    pub fn changed_after(&self, version: u64) -> impl Iterator<Item = &T> + use<'_, T> {
        use std::ops::Bound::{Excluded, Unbounded};
        let versions = self.versions.range((Excluded(version), Unbounded));
        versions.filter_map(|(_, id)| self.rows.get(id))
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
