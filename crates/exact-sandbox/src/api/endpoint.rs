//! What an endpoint is: a path, a table, rules, and functions that find rows and carry out writes. A new endpoint is
//! one file in `endpoints` and one line in `registry`.

use jiff::Timestamp;
use uuid::Uuid;

use crate::books::{Books, Company, Index, Record, Stamp, Table as Records, User};
use crate::odata::{Filter, Value};
use crate::state::Core;
use crate::switches::Switches;

use super::failure::Failure;
use super::fields::Fields;
use super::prop::Table;

/// Rows on a page of an ordinary endpoint.
pub(crate) const PAGE: usize = 60;
/// Rows on a page of a sync endpoint.
pub(crate) const SYNC_PAGE: usize = 1_000;

/// Everything that a read may look at.
pub(crate) struct View<'a> {
    pub(crate) books: &'a Books,
    pub(crate) company: &'a Company,
    pub(crate) division: i32,
    pub(crate) user: &'a User,
    pub(crate) granted: &'a [i32],
    pub(crate) switches: &'a Switches,
    pub(crate) now: Timestamp,
    /// Milliseconds until new rows are seen; none for the answer to a write.
    pub(crate) delay_ms: i64,
}

impl View<'_> {
    /// Whether reads see a record yet: new ones may take a while.
    pub(crate) fn sees(&self, stamp: &Stamp) -> bool {
        let age = self
            .now
            .as_millisecond()
            .saturating_sub(stamp.created.as_millisecond());
        self.delay_ms <= 0 || age >= self.delay_ms
    }
}

/// One entity, as the API shows it.
pub(crate) trait Row {
    /// The value of a published property; null for those that the books do not keep.
    fn get(&self, property: &str) -> Value;

    /// The entities of an expanded collection.
    fn children(&self, _collection: &str) -> Vec<Box<dyn Row + '_>> {
        Vec::new()
    }
}

/// Rows in the order of the endpoint's key.
pub(crate) type Rows<'a> = Box<dyn Iterator<Item = Box<dyn Row + 'a>> + 'a>;

/// What a read wants, as far as an index can help.
pub(crate) struct Wanted<'a> {
    pub(crate) filter: Option<&'a Filter>,
    /// The key after which rows are wanted.
    pub(crate) after: Option<&'a [Value]>,
}

impl<'a> Wanted<'a> {
    /// The keys that a property must have one of.
    pub(crate) fn key(&self, property: &str) -> Option<Vec<Uuid>> {
        let guids = self
            .values(property)?
            .into_iter()
            .filter_map(|value| match value {
                Value::Guid(id) => Some(*id),
                _ => None,
            });
        Some(guids.collect())
    }

    /// The same wish without a position: for rows that are found through other records.
    pub(crate) fn without_position(&self) -> Wanted<'a> {
        Wanted {
            filter: self.filter,
            after: None,
        }
    }

    /// The values that a property must have one of, by the filter.
    fn values(&self, property: &str) -> Option<Vec<&Value>> {
        self.filter.and_then(|filter| filter.required(property))
    }

    /// Only rows that changed after this row version are wanted.
    pub(crate) fn since(&self) -> u64 {
        let by_filter = self
            .filter
            .and_then(|filter| filter.lower_bound("Timestamp"))
            .unwrap_or(0);
        let by_token = match self.after {
            Some([Value::Int(version)]) => *version,
            _ => 0,
        };
        u64::try_from(by_filter.max(by_token)).unwrap_or(0)
    }

    fn after_key(&self) -> Option<Uuid> {
        match self.after {
            Some([Value::Guid(id)]) => Some(*id),
            _ => None,
        }
    }
}

/// The records that can match, found by key or index where the filter allows it, in the order of their keys. The
/// filter itself is applied later.
pub(crate) fn candidates<'a, T: Record>(
    records: &'a Records<T>,
    wanted: &Wanted<'_>,
    key: &str,
    indexed: &[(&str, Index)],
) -> Box<dyn Iterator<Item = &'a T> + 'a> {
    let after = wanted.after_key();
    let found = if let Some(ids) = wanted.key(key) {
        Some(
            ids.into_iter()
                .filter_map(|id| records.get(id))
                .collect::<Vec<_>>(),
        )
    } else {
        indexed.iter().find_map(|(property, index)| {
            let values = wanted.values(property)?;
            Some(
                values
                    .into_iter()
                    .flat_map(|value| records.find(*index, &index_text(value)))
                    .collect(),
            )
        })
    };
    let Some(mut found) = found else {
        return Box::new(records.iter_after(after));
    };
    found.sort_by_key(|record| record.id());
    found.dedup_by_key(|record| record.id());
    Box::new(
        found
            .into_iter()
            .filter(move |record| after.is_none_or(|after| record.id() > after)),
    )
}

fn index_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Guid(id) => id.to_string(),
        Value::Int(number) => number.to_string(),
        _ => String::new(),
    }
}

/// Who writes, where and when.
pub(crate) struct Writer {
    pub(crate) division: i32,
    pub(crate) user: Uuid,
    pub(crate) at: Timestamp,
}

/// Carries out a POST; gives back the key of what was made.
pub(crate) type Post = fn(&mut Core, &Writer, &Fields) -> Result<Uuid, Failure>;
/// Carries out a PUT.
pub(crate) type Put = fn(&mut Core, &Writer, Uuid, &Fields) -> Result<(), Failure>;
/// Carries out a DELETE.
pub(crate) type Delete = fn(&mut Core, &Writer, Uuid) -> Result<(), Failure>;

/// A collection inside an entity.
pub(crate) struct Child {
    /// Name of the property.
    pub(crate) name: &'static str,
    pub(crate) table: &'static Table,
    /// Path of the endpoint that serves it, as documented.
    pub(crate) path: &'static str,
    /// Key property of its entities.
    pub(crate) key: &'static str,
}

/// What is asked of a read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadRule {
    /// Nothing.
    Free,
    /// `$select` or `$top=1`.
    Select,
    /// `$select` or `$top=1`, and a filter on one of these.
    Filtered(&'static [&'static str]),
    /// Only `Timestamp` may be filtered.
    Sync,
}

/// Which companies the path may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Only one that the app was let into.
    Granted,
    /// Any number; the path's company is not looked at.
    Any,
}

/// An endpoint.
pub(crate) struct Endpoint {
    /// The path after the company, as documented.
    pub(crate) path: &'static str,
    pub(crate) table: &'static Table,
    /// Names of the key properties, in the order of the key.
    pub(crate) key: &'static [&'static str],
    /// Scope area, such as `crm.accounts`; empty for none.
    pub(crate) scope: &'static str,
    pub(crate) page: usize,
    pub(crate) reach: Reach,
    pub(crate) rule: ReadRule,
    pub(crate) children: &'static [Child],
    pub(crate) rows: for<'a> fn(&'a View<'a>, &Wanted<'_>) -> Rows<'a>,
    pub(crate) post: Option<Post>,
    pub(crate) put: Option<Put>,
    pub(crate) delete: Option<Delete>,
}

impl Endpoint {
    /// A read-only endpoint with the usual rules, to be completed with `..`.
    pub(crate) const fn reading(
        path: &'static str,
        table: &'static Table,
        scope: &'static str,
        rows: for<'a> fn(&'a View<'a>, &Wanted<'_>) -> Rows<'a>,
    ) -> Endpoint {
        Endpoint {
            path,
            table,
            key: &["ID"],
            scope,
            page: PAGE,
            reach: Reach::Granted,
            rule: ReadRule::Select,
            children: &[],
            rows,
            post: None,
            put: None,
            delete: None,
        }
    }

    /// A sync endpoint.
    pub(crate) const fn syncing(
        path: &'static str,
        table: &'static Table,
        scope: &'static str,
        rows: for<'a> fn(&'a View<'a>, &Wanted<'_>) -> Rows<'a>,
    ) -> Endpoint {
        Endpoint {
            key: &["Timestamp"],
            page: SYNC_PAGE,
            rule: ReadRule::Sync,
            ..Endpoint::reading(path, table, scope, rows)
        }
    }
}
