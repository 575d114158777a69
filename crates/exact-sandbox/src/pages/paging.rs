//! Long lists, a page at a time: where a page begins is in its address, by order and key, so that it stays right while
//! rows come and go and costs the same however far one is.

use askama::Template;
use uuid::Uuid;

use super::typed::Typed;
use crate::books::Position;

/// Rows on a page.
pub(super) const ON_A_PAGE: usize = 50;
/// Rows that are looked at for one page of a search; the next page goes on from there.
pub(super) const LOOKED_AT: usize = 20_000;

/// The name in the address.
const AFTER: &str = "na";

/// The links below a list.
#[derive(Debug, Default, Template)]
#[template(path = "pager.html")]
pub(super) struct Pager {
    /// To the first page; on every other page.
    pub(super) first: Option<String>,
    /// To the next page, when there is one.
    pub(super) next: Option<String>,
    /// Whether the page ended because enough was looked at, not because it is full.
    pub(super) unfinished: bool,
}

/// The rows of a page, where it ended, and why.
pub(super) struct Page<T> {
    pub(super) rows: Vec<T>,
    /// The position of the last row that was looked at, when there are more.
    pub(super) last: Option<Position>,
    pub(super) unfinished: bool,
}

/// Where the page begins, by its address.
pub(super) fn position(query: &Typed) -> Option<Position> {
    let (order, id) = query.get(AFTER).split_once('.')?;
    Some(Position {
        order: order.parse().ok()?,
        id: Uuid::try_parse(id).ok()?,
    })
}

/// Takes a page of the rows that fit. `at` says where a row stands.
pub(super) fn page_of<T>(
    rows: impl Iterator<Item = T>,
    fits: impl Fn(&T) -> bool,
    at: impl Fn(&T) -> Position,
) -> Page<T> {
    let mut page = Page {
        rows: Vec::new(),
        last: None,
        unfinished: false,
    };
    let mut looked_at = None;
    for (count, row) in rows.enumerate() {
        if page.rows.len() == ON_A_PAGE || count == LOOKED_AT {
            page.unfinished = page.rows.len() < ON_A_PAGE;
            page.last = looked_at;
            break;
        }
        looked_at = Some(at(&row));
        if fits(&row) {
            page.rows.push(row);
        }
    }
    page
}

impl Pager {
    /// The links of a page.
    pub(super) fn of<T>(query: &Typed, page: &Page<T>) -> Pager {
        let link = |position: Option<&str>| {
            query.with(&[(AFTER, position), ("melding", None), ("nr", None)])
        };
        let next = page
            .last
            .map(|last| format!("{}.{}", last.order, last.id.simple()));
        Pager {
            first: query.has(AFTER).then(|| link(None)),
            next: next.map(|next| link(Some(&next))),
            unfinished: page.unfinished,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LOOKED_AT, ON_A_PAGE, Pager, page_of, position};
    use crate::books::Position;
    use crate::pages::typed::Typed;
    use uuid::Uuid;

    fn at(row: &u64) -> Position {
        Position {
            order: *row,
            id: Uuid::from_u128(u128::from(*row)),
        }
    }

    #[test]
    fn a_page_is_full_or_ends_when_enough_was_looked_at() {
        let full = page_of(0..60, |_| true, at);
        assert_eq!(full.rows.len(), ON_A_PAGE);
        assert_eq!(full.last.map(|it| it.order), Some(49));
        let exact = page_of(0..50, |_| true, at);
        assert!(exact.last.is_none());
        let rare = page_of(0..1_000_000, |row| *row == 7, at);
        assert_eq!((rare.rows, rare.unfinished), (vec![7], true));
        assert_eq!(
            rare.last,
            u64::try_from(LOOKED_AT - 1).ok().map(|it| at(&it))
        );
    }

    #[test]
    fn the_next_page_begins_where_this_one_ended() {
        let query = Typed::parse(b"zoek=x&melding=geboekt");
        let pager = Pager::of(&query, &page_of(0..60, |_| true, at));
        assert!(pager.first.is_none());
        let next = pager.next.unwrap();
        let next = Typed::parse(next.trim_start_matches('?').as_bytes());
        assert_eq!(position(&next), Some(at(&49)));
        assert_eq!((next.get("zoek"), next.get("melding")), ("x", ""));
    }
}
