//! Financieel → Boekingen → Overzicht: how the books stand, and per journal the number of entries to be processed.

use askama::Template;
use axum::response::Response;

use super::frame::{Frame, Part};
use super::names::{journal_kind, urlencoded};
use super::text;
use super::visit::Visit;
use crate::books::{Company, Journal, List, Shelf};
use crate::money::Money;

/// Loose receipts are counted up to this many.
const COUNTED: usize = 1_000;

struct Row {
    code: String,
    name: String,
    kind: &'static str,
    blocked: bool,
    open: u64,
    processed: u64,
    last: String,
}

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage {
    frame: Frame,
    rows: Vec<Row>,
    open: u64,
    receivable: String,
    items: u64,
    overdue: String,
    is_overdue: bool,
    loose: String,
    bank: String,
}

/// The overview of a company.
pub(super) async fn show(visit: Visit) -> Response {
    visit.show((Part::Finance, "boekingen"), |scene, frame| {
        let company = scene.company;
        let mut journals: Vec<&Journal> = company.journals.iter().collect();
        journals.sort_by(|a, b| a.code.cmp(&b.code));
        let rows: Vec<Row> = journals.iter().map(|it| row(company, it)).collect();
        let ages = company.receivable(None, scene.today());
        let loose = company
            .terms
            .listed(Shelf::of(List::LooseReceipts, ()), None);
        let loose = loose.take(COUNTED).count();
        let flows = journals.iter().filter(|it| it.is_flow());
        let balances = flows.filter_map(|it| company.balances.get(&it.code));
        Some(OverviewPage {
            open: rows.iter().map(|row| row.open).sum(),
            rows,
            receivable: text::amount(ages.total()),
            items: ages.count,
            overdue: text::amount(ages.overdue),
            is_overdue: ages.overdue.0 > 0,
            loose: if loose == COUNTED {
                format!("{COUNTED} of meer")
            } else {
                loose.to_string()
            },
            bank: text::amount(balances.copied().sum::<Money>()),
            frame,
        })
    })
}

fn row(company: &Company, journal: &Journal) -> Row {
    let standing = company.journal_standing(&journal.code);
    Row {
        code: urlencoded(&journal.code),
        name: super::names::journal_name(journal),
        kind: journal_kind(journal.kind),
        blocked: journal.blocked,
        open: standing.open,
        processed: standing.processed,
        last: standing.last.map(text::date).unwrap_or_default(),
    }
}
