//! What an endpoint is: a path, a table, rules, and functions that find rows and carry out writes. A new endpoint is
//! one file in `endpoints` and one line in `registry`.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::books::{Books, Company, Index, Source, User};
use crate::gate::App;
use crate::hooks::{Heard, Hooks};
use crate::odata::{Bounds, Filter, Value};
use crate::state::Core;
use crate::switches::Switches;

use super::call::Call;
use super::failure::Failure;
use super::fields::Fields;
use super::parameters::Parameter;
use super::prop::Table;

/// What the paths of endpoints begin with that stand at `/api/v1/beta/{division}/…`.
pub(crate) const BETA: &str = "beta/";
/// Rows on a page of an ordinary endpoint.
pub(crate) const PAGE: usize = 60;
/// Rows on a page of a sync or bulk endpoint.
pub(crate) const SYNC_PAGE: usize = 1_000;

/// Everything that a read may look at.
pub(crate) struct View<'a> {
    pub(crate) books: &'a Books,
    pub(crate) company: &'a Company,
    pub(crate) division: i32,
    pub(crate) user: &'a User,
    pub(crate) granted: &'a [i32],
    pub(crate) switches: &'a Switches,
    /// `http://host`, for addresses inside entities.
    pub(crate) origin: &'a str,
    /// The query as sent: some reports take parameters like a function.
    pub(crate) query: &'a str,
    /// The app that calls.
    pub(crate) app: Option<&'a App>,
    pub(crate) hooks: &'a Hooks,
    pub(crate) now: Timestamp,
    /// Milliseconds until new rows are seen; none for the answer to a write.
    pub(crate) delay_ms: i64,
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

    /// The values that a property must have one of, by the filter.
    fn values(&self, property: &str) -> Option<Vec<&Value>> {
        self.filter.and_then(|filter| filter.required(property))
    }

    /// The values that a property must have one of, as an index keeps them.
    pub(crate) fn texts(&self, property: &str) -> Option<Vec<String>> {
        let values = self.values(property)?;
        Some(values.into_iter().map(index_text).collect())
    }

    /// Between which values a property must lie, by the filter.
    fn bounds(&self, property: &str) -> Option<Bounds> {
        self.filter.and_then(|filter| filter.bounds(property))
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

/// More hits than this are not worth sorting: walking in the order of keys finds a page sooner.
const MOST_HITS: usize = 5_000;

/// The records that can match, found by key or index where the filter allows it, in the order of their keys. The
/// filter itself is applied later.
pub(crate) fn candidates<'a, S: Source<'a>>(
    records: S,
    wanted: &Wanted<'_>,
    key: &str,
    indexed: &[(&str, Index)],
) -> Box<dyn Iterator<Item = S::Row> + 'a> {
    let after = wanted.after_key();
    let found = match wanted.key(key) {
        Some(ids) => Some(ids.into_iter().filter_map(|id| records.get(id)).collect()),
        None => by_index(records, wanted, indexed),
    };
    let Some(mut found) = found else {
        return Box::new(records.iter_after(after));
    };
    found.sort_by_key(S::id);
    found.dedup_by_key(|record| S::id(record));
    Box::new(
        found
            .into_iter()
            .filter(move |record| after.is_none_or(|after| S::id(record) > after)),
    )
}

/// The fewest records that an index of the filter's properties finds; `None` when no index helps.
fn by_index<'a, S: Source<'a>>(
    records: S,
    wanted: &Wanted<'_>,
    indexed: &[(&str, Index)],
) -> Option<Vec<S::Row>> {
    let mut best: Option<Vec<S::Row>> = None;
    let mut offer = |hits: &mut dyn Iterator<Item = S::Row>| {
        let most = best.as_ref().map_or(MOST_HITS, Vec::len);
        let hits: Vec<S::Row> = hits.take(most + 1).collect();
        if hits.len() <= most {
            best = Some(hits);
        }
    };
    for (property, index) in indexed {
        if *index == Index::JournalDate {
            let pairs = journal_dates(wanted, property);
            if let Some(pairs) = pairs {
                offer(&mut pairs.iter().flat_map(|pair| records.find(*index, pair)));
            }
        } else if let Some(values) = wanted.values(property) {
            let values = values.into_iter().map(index_text);
            offer(&mut values.flat_map(|value| records.find(*index, &value)));
        }
        if *index == Index::Date
            && let Some(Bounds { from, to }) = wanted.bounds(property)
        {
            let from = from.map_or_else(|| "0".to_owned(), |from| index_text(&from));
            let to = to.map_or_else(|| "9".to_owned(), |to| index_text(&to));
            offer(&mut records.between(*index, (&from, &to)));
        }
    }
    if let Some(Bounds {
        from: Some(Value::Moment(ms)),
        ..
    }) = wanted.bounds("Modified")
        && let Ok(from) = Timestamp::from_millisecond(ms)
    {
        offer(&mut records.modified_since(from));
    }
    best
}

/// Journal and date together: what is looked for before a receipt is booked.
fn journal_dates(wanted: &Wanted<'_>, journal: &str) -> Option<Vec<String>> {
    let journals = wanted.values(journal)?;
    let dates = wanted
        .values("Date")
        .or_else(|| wanted.values("EntryDate"))?;
    let pair = |journal: &&Value| {
        let journal = index_text(journal);
        dates
            .iter()
            .map(move |date| format!("{}|{}", journal.trim(), index_text(date)))
            .collect::<Vec<_>>()
    };
    Some(journals.iter().flat_map(pair).collect())
}

fn index_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Guid(id) => id.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Decimal(number) => number.normalize().to_string(),
        Value::Moment(ms) => Timestamp::from_millisecond(*ms)
            .map(|moment| TimeZone::UTC.to_datetime(moment).date().to_string())
            .unwrap_or_default(),
        _ => String::new(),
    }
}

/// Who writes, where and when.
pub(crate) struct Writer {
    pub(crate) division: i32,
    pub(crate) user: Uuid,
    pub(crate) at: Timestamp,
    /// The app that calls.
    pub(crate) client: String,
    /// `http://host` that the app called.
    pub(crate) origin: String,
    /// What the world answered to the question that the write asked, when it was asked already.
    pub(crate) heard: Option<Heard>,
}

/// Answers a GET of something that is not a list; gives back the body.
pub(crate) type Function = fn(&View<'_>, &Call) -> Result<String, Failure>;
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
    /// `$select`, and only these may be filtered.
    Bulk(&'static [&'static str]),
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
    /// Parameters of a report, each with what it must be.
    pub(crate) parameters: &'static [Parameter],
    pub(crate) rows: for<'a> fn(&'a View<'a>, &Wanted<'_>) -> Rows<'a>,
    /// Whether it can be read at all.
    pub(crate) readable: bool,
    /// For what is asked like a function, instead of rows.
    pub(crate) function: Option<Function>,
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
            parameters: &[],
            rows,
            readable: true,
            function: None,
            post: None,
            put: None,
            delete: None,
        }
    }

    /// A bulk endpoint: read-only, in large pages; `filters` are the properties that may be filtered.
    pub(crate) const fn bulk(
        path: &'static str,
        table: &'static Table,
        (scope, filters): (&'static str, &'static [&'static str]),
        rows: for<'a> fn(&'a View<'a>, &Wanted<'_>) -> Rows<'a>,
    ) -> Endpoint {
        Endpoint {
            page: SYNC_PAGE,
            rule: ReadRule::Bulk(filters),
            ..Endpoint::reading(path, table, scope, rows)
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
