//! Where reads find records: in a table, which lends them, or among the lines of the ledger, which are made for the
//! one who asks.

use jiff::Timestamp;
use uuid::Uuid;

use super::index::Index;
use super::lines::Lines;
use super::table::{Record, Table};
use super::transaction::TransactionLine;

/// What was found.
pub(crate) type Found<'a, R> = Box<dyn Iterator<Item = R> + 'a>;

/// Records that can be looked up.
pub trait Source<'a>: Copy {
    /// A record, or its loan.
    type Row: 'a;
    /// Its key.
    fn id(row: &Self::Row) -> Uuid;
    /// Its row version.
    fn version(row: &Self::Row) -> u64;
    /// The record with this key.
    fn get(self, id: Uuid) -> Option<Self::Row>;
    /// Those whose indexed field equals `key`.
    fn find(self, index: Index, key: &str) -> Found<'a, Self::Row>;
    /// Those whose indexed field lies between the two texts, both included, of at most fifteen bytes each.
    fn between(self, index: Index, bounds: (&str, &str)) -> Found<'a, Self::Row>;
    /// Those that were last changed at this time or later, oldest change first.
    fn modified_since(self, from: Timestamp) -> Found<'a, Self::Row>;
    /// All with a key above `after`, in the order of their keys.
    fn iter_after(self, after: Option<Uuid>) -> Found<'a, Self::Row>;
}

/// Both have functions of these names.
macro_rules! found_in {
    () => {
        fn get(self, id: Uuid) -> Option<Self::Row> {
            self.get(id)
        }
        fn find(self, index: Index, key: &str) -> Found<'a, Self::Row> {
            Box::new(self.find(index, key))
        }
        fn between(self, index: Index, bounds: (&str, &str)) -> Found<'a, Self::Row> {
            Box::new(self.between(index, bounds))
        }
        fn modified_since(self, from: Timestamp) -> Found<'a, Self::Row> {
            Box::new(self.modified_since(from))
        }
        fn iter_after(self, after: Option<Uuid>) -> Found<'a, Self::Row> {
            Box::new(self.iter_after(after))
        }
    };
}

impl<'a, T: Record> Source<'a> for &'a Table<T> {
    type Row = &'a T;
    fn id(row: &&'a T) -> Uuid {
        row.id()
    }
    fn version(row: &&'a T) -> u64 {
        row.stamp().version
    }
    found_in!();
}

impl<'a> Source<'a> for &'a Lines {
    type Row = TransactionLine;
    fn id(row: &TransactionLine) -> Uuid {
        row.id
    }
    fn version(row: &TransactionLine) -> u64 {
        row.stamp.version
    }
    found_in!();
}
