//! Bank afpunten: money that came in and is not matched yet, with what it seems to pay.

use askama::Template;
use axum::response::Response;
use uuid::Uuid;

use super::super::field::Wrong;
use super::super::frame::{Frame, Part};
use super::super::grid::{Cell, Grid, Row};
use super::super::mistake::Mistake;
use super::super::names::Names;
use super::super::notice::Notice;
use super::super::paging::{Pager, page_of, position};
use super::super::typed::Typed;
use super::super::visit::{Scene, Visit};
use super::suggest::suggested;
use crate::admin::Order;
use crate::books::{Company, List, PaymentTerm, Record, Shelf, TermStatus};

#[derive(Template)]
#[template(path = "loose.html")]
struct LoosePage {
    frame: Frame,
    wrong: Wrong,
    grid: Grid,
    pager: Pager,
    /// How many rows of the page have a suggestion.
    suggestions: usize,
}

/// The list.
pub(in super::super) async fn show(visit: Visit) -> Response {
    list(&visit, &[])
}

/// Matches one payment with what it seems to pay, or all on the page.
pub(in super::super) async fn act(visit: Visit, typed: Typed) -> Response {
    let wanted = match typed.get("doe") {
        "gekozen" => typed.keys("kies"),
        one => Uuid::try_parse(one).into_iter().collect(),
    };
    if wanted.is_empty() {
        return list(
            &visit,
            &[Mistake::at("", "Kies eerst welke ontvangsten u afpunt.")],
        );
    }
    let mut mistakes = Vec::new();
    for id in wanted {
        let terms = visit.look(|scene| Some(set(scene.company, id)));
        let (entries, terms) = (Vec::new(), terms.unwrap_or_default());
        let done = visit.order(Order::Match { entries, terms });
        mistakes.extend(done.err().unwrap_or_default());
    }
    if mistakes.is_empty() {
        visit.lead("afpunten", Notice::Matched, "")
    } else {
        list(&visit, &mistakes)
    }
}

/// The payment and what it seems to pay, as long as it is open.
fn set(company: &Company, id: Uuid) -> Vec<Uuid> {
    let term = company.terms.get(id);
    let term = term.filter(|term| term.status == TermStatus::Open);
    let mut all = term
        .map(|term| suggested(company, term))
        .unwrap_or_default();
    all.push(id);
    all
}

fn list(visit: &Visit, mistakes: &[Mistake]) -> Response {
    visit.show((Part::Finance, "afpunten"), |scene, frame| {
        let (grid, pager) = rows(scene, &frame.base);
        let suggestions = grid.rows.iter().filter(|row| row.pick.is_some()).count();
        Some(LoosePage {
            wrong: Wrong::of(mistakes),
            grid,
            pager,
            suggestions,
            frame,
        })
    })
}

fn rows(scene: &Scene<'_>, base: &str) -> (Grid, Pager) {
    let (company, query) = (scene.company, &scene.visit.query);
    let names = Names { company, base };
    let shelf = Shelf::of(List::LooseReceipts, ());
    let loose = company.terms.listed(shelf, position(query));
    let page = page_of(loose, |_| true, |it| it.position());
    let heads = [
        "Datum",
        "Dagboek",
        "Boekstuk",
        "Relatie",
        "Omschrijving",
        "#Bedrag",
        "Voorstel",
        "#Open",
        "",
    ];
    let rows = page.rows.iter().map(|term| row(names, term));
    let grid = Grid::new(&heads, "Alle ontvangsten zijn afgepunt.").with(rows);
    (grid, Pager::of(query, &page))
}

fn row(names: Names<'_>, term: &PaymentTerm) -> Row {
    let paid = suggested(names.company, term);
    let items: Vec<&PaymentTerm> = paid
        .iter()
        .filter_map(|id| names.company.terms.get(*id))
        .collect();
    let suggestion = match items.as_slice() {
        [] => Cell::text("geen").class("muted"),
        [one] => names.item(one),
        several => Cell::text(format!("{} posten", several.len())),
    };
    let choose = format!(
        "{}/debiteuren/{}?kies={}",
        names.base, term.account, term.id
    );
    let said = [&term.description, &term.payment_reference, &term.your_ref];
    let said = said.into_iter().find(|text| !text.is_empty());
    let row = Row::of([
        Cell::date(term.date),
        names.journal(&term.journal).class("nowrap"),
        names.item(term),
        names.relation(term.account),
        Cell::text(said.cloned().unwrap_or_default()),
        // What came in lowers what is to be received; a bookkeeper reads it as money.
        Cell::amount(-term.amount),
        suggestion,
        items
            .iter()
            .map(|it| it.amount)
            .reduce(|sum, it| sum + it)
            .map(Cell::amount)
            .unwrap_or_default(),
        Cell::text("Kiezen").to(choose).class("go"),
    ]);
    if items.is_empty() {
        row
    } else {
        row.picked(term.id, true)
    }
}
