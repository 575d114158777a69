//! The entries of a journal, page by page.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::frame::{Frame, Part};
use super::{missing, page, text};
use crate::books::{Company, Index, SalesEntry, Status};
use crate::state::Shared;

/// Entries on a page.
const ON_A_PAGE: usize = 50;

struct Row {
    id: Uuid,
    number: i32,
    date: String,
    due_date: String,
    customer_code: String,
    customer: String,
    your_ref: String,
    description: String,
    total: String,
    negative: bool,
}

#[derive(Template)]
#[template(path = "entries.html")]
struct EntriesPage {
    frame: Frame,
    division: i32,
    code: String,
    journal: String,
    processed: bool,
    count: usize,
    rows: Vec<Row>,
    /// Where the next page begins.
    next: Option<String>,
    /// Whether this is not the first page.
    later: bool,
}

/// Which entries.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    /// 20 (to be processed) or 50 (processed).
    status: Option<u8>,
    /// Year and number of the entry after which the page begins, as `2026.26700001`.
    after: Option<String>,
}

impl Which {
    fn position(&self) -> Option<(i16, i32)> {
        let (year, number) = self.after.as_deref()?.split_once('.')?;
        Some((year.parse().ok()?, number.parse().ok()?))
    }
}

/// The list.
pub(super) async fn show(
    State(shared): State<Shared>,
    Path((division, code)): Path<(i32, String)>,
    Query(which): Query<Which>,
) -> Response {
    let core = shared.lock();
    let company = core.books.company(division);
    let frame = Frame::new(&core.books, company, Part::Finance);
    let Some((company, journal)) =
        company.and_then(|company| Some((company, company.journal(&code)?)))
    else {
        return missing(frame);
    };
    let processed = which.status == Some(50);
    let wanted = if processed {
        Status::Processed
    } else {
        Status::Open
    };
    let mut entries: Vec<&SalesEntry> = company
        .entries
        .find(Index::Journal, &journal.code)
        .filter(|entry| entry.status == wanted)
        .collect();
    entries.sort_by_key(|entry| (entry.year, entry.number));
    let count = entries.len();
    let after = which.position();
    entries.retain(|entry| after.is_none_or(|after| (entry.year, entry.number) > after));
    let more = entries.len() > ON_A_PAGE;
    entries.truncate(ON_A_PAGE);
    let next = entries
        .last()
        .filter(|_| more)
        .map(|last| format!("{}.{}", last.year, last.number));
    page(&EntriesPage {
        frame,
        division,
        code: journal.code.clone(),
        journal: journal.description.clone(),
        processed,
        count,
        rows: entries
            .into_iter()
            .map(|entry| row(company, entry))
            .collect(),
        next,
        later: after.is_some(),
    })
}

fn row(company: &Company, entry: &SalesEntry) -> Row {
    let customer = company.accounts.get(entry.customer);
    Row {
        id: entry.id,
        number: entry.number,
        date: text::date(entry.date),
        due_date: text::date(entry.due_date),
        customer_code: customer.map(|it| it.code.clone()).unwrap_or_default(),
        customer: customer.map(|it| it.name.clone()).unwrap_or_default(),
        your_ref: entry.draft.your_ref.clone(),
        description: entry.draft.description.clone(),
        total: text::amount(entry.total()),
        negative: entry.total().is_negative(),
    }
}
