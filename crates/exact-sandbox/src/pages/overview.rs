//! Boekingen → Overzicht: one row per journal, with the number of entries to be processed.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::frame::{Frame, Part};
use super::{missing, page, text};
use crate::books::{Company, Index, Journal, Status, journal_type};
use crate::state::Shared;

struct Row {
    code: String,
    description: String,
    kind: &'static str,
    blocked: bool,
    open: usize,
    processed: usize,
    last: String,
}

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage {
    frame: Frame,
    division: i32,
    rows: Vec<Row>,
    open: usize,
}

/// The overview of a company.
pub(super) async fn show(State(shared): State<Shared>, Path(division): Path<i32>) -> Response {
    let core = shared.lock();
    let company = core.books.company(division);
    let frame = Frame::new(&core.books, company, Part::Finance);
    let Some(company) = company else {
        return missing(frame);
    };
    let mut journals: Vec<&Journal> = company.journals.iter().collect();
    journals.sort_by(|a, b| a.code.cmp(&b.code));
    let rows: Vec<Row> = journals
        .into_iter()
        .map(|journal| row(company, journal))
        .collect();
    let open = rows.iter().map(|row| row.open).sum();
    page(&OverviewPage {
        frame,
        division,
        rows,
        open,
    })
}

fn row(company: &Company, journal: &Journal) -> Row {
    let entries = || company.entries.find(Index::Journal, &journal.code);
    let open = entries()
        .filter(|entry| entry.status == Status::Open)
        .count();
    Row {
        code: journal.code.clone(),
        description: journal.description.clone(),
        kind: kind_text(journal.kind),
        blocked: journal.blocked,
        open,
        processed: entries().count() - open,
        last: entries()
            .map(|entry| entry.date)
            .max()
            .map(text::date)
            .unwrap_or_default(),
    }
}

/// Kinds of journal as Exact's screens call them.
pub(super) fn kind_text(kind: i32) -> &'static str {
    match kind {
        10 => "Kas",
        journal_type::BANK => "Bank",
        16 => "Betaaldienst",
        journal_type::SALES => "Verkoop",
        21 => "Verkoop: retour",
        journal_type::PURCHASE => "Aankoop",
        23 => "Aankoop: retour",
        journal_type::GENERAL => "Memoriaal",
        _ => "",
    }
}
