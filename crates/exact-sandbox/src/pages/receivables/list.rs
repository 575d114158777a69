//! Financieel → Openstaande posten: what every relation owes by age, or every item by its due date.

use askama::Template;
use axum::response::Response;

use super::super::frame::{Frame, Part};
use super::super::grid::{Cell, Grid, Row};
use super::super::names::Names;
use super::super::paging::{Pager, page_of, position};
use super::super::relations::found;
use super::super::text;
use super::super::visit::{Scene, Visit};
use super::items::ItemRow;
use crate::books::{Account, Ages, List, PaymentTerm, Record, Shelf};
use crate::money::Money;

/// One age group as a share of the whole.
struct Age {
    label: &'static str,
    amount: String,
    /// Where its bar begins and how wide it is, of 1000.
    from: i64,
    width: i64,
}

#[derive(Template)]
#[template(path = "receivables.html")]
struct ReceivablesPage {
    frame: Frame,
    /// Whether items are shown, not relations.
    by_item: bool,
    search: String,
    count: u64,
    total: String,
    overdue: String,
    ages: Vec<Age>,
    grid: Grid,
    pager: Pager,
}

/// Names of the age groups: days since the due date.
pub(super) const AGE_NAMES: [&str; 4] = ["0 – 30", "31 – 60", "61 – 90", "> 90"];

/// The list.
pub(in super::super) async fn show(visit: Visit) -> Response {
    visit.show((Part::Finance, "debiteuren"), |scene, frame| {
        let by_item = visit.query.get("per") == "post";
        let all = scene.company.receivable(None, scene.today());
        let (grid, pager) = if by_item {
            by_items(scene, &frame.base)
        } else {
            by_relations(scene, &frame.base)
        };
        Some(ReceivablesPage {
            by_item,
            search: visit.query.get("zoek").to_owned(),
            count: all.count,
            total: text::amount(all.total()),
            overdue: text::amount(all.overdue),
            ages: shares(&all),
            grid,
            pager,
            frame,
        })
    })
}

/// The age groups with their bars; what is below zero has none.
fn shares(ages: &Ages) -> Vec<Age> {
    let positive = |amount: Money| amount.0.max(0);
    let whole: i64 = ages.groups.iter().copied().map(positive).sum();
    let mut from = 0;
    let pairs = AGE_NAMES.into_iter().zip(ages.groups);
    let share = |(label, amount): (&'static str, Money)| {
        let width = positive(amount)
            .saturating_mul(1_000)
            .checked_div(whole)
            .unwrap_or(0);
        let age = Age {
            label,
            amount: text::amount(amount),
            from,
            width,
        };
        from += width;
        age
    };
    pairs.map(share).collect()
}

fn by_relations(scene: &Scene<'_>, base: &str) -> (Grid, Pager) {
    let (company, query) = (scene.company, &scene.visit.query);
    let (today, search) = (scene.today(), query.get("zoek"));
    let rows = company
        .accounts
        .listed(Shelf::of(List::Accounts, ()), position(query));
    let owes = |account: &&Account| company.has_receivables(account.id) && found(account, search);
    let page = page_of(rows, owes, |it| it.position());
    let row = |account: &&Account| {
        let ages = company.receivable(Some(account.id), today);
        let items = format!("{base}/debiteuren/{}", account.id);
        let mut cells = vec![Cell::coded(&account.code, &account.name).to(items)];
        cells.extend(ages.groups.map(Cell::amount_or_none));
        cells.push(
            Cell::amount(ages.total()).class(if ages.total().is_negative() {
                "negative strong"
            } else {
                "strong"
            }),
        );
        let receipt = format!("{base}/ontvangst?relatie={}", account.id);
        cells.push(Cell::text("Ontvangst").to(receipt).class("go"));
        Row::of(cells)
    };
    let mut heads = vec!["Relatie"];
    heads.extend(["#0 – 30", "#31 – 60", "#61 – 90", "#> 90", "#Totaal", ""]);
    let grid = Grid::new(&heads, "Er staat niets open.").with(page.rows.iter().map(row));
    (grid, Pager::of(query, &page))
}

fn by_items(scene: &Scene<'_>, base: &str) -> (Grid, Pager) {
    let (company, query) = (scene.company, &scene.visit.query);
    let search = query.get("zoek");
    let shelf = Shelf::of(List::OpenReceivables, ());
    let rows = company.terms.listed(shelf, position(query));
    let fits = |term: &&PaymentTerm| {
        search.is_empty()
            || term.your_ref.eq_ignore_ascii_case(search)
            || term.payment_reference == search
            || term.entry_number.to_string() == search
            || company
                .accounts
                .get(term.account)
                .is_some_and(|account| found(account, search))
    };
    let page = page_of(rows, fits, |it| it.position());
    let items = ItemRow {
        names: Names { company, base },
        today: scene.today(),
    };
    let grid = Grid::new(&ItemRow::HEADS, "Er staat niets open.")
        .with(page.rows.iter().map(|term| items.with_relation(term)));
    (grid, Pager::of(query, &page))
}
