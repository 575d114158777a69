//! The invoices of one status, newest first, page by page.

use askama::Template;
use axum::response::Response;

use super::status_word;
use crate::books::{InvoiceStatus, List, Record as _, SalesInvoice, Shelf};
use crate::pages::frame::{Frame, Part};
use crate::pages::grid::{Cell, Grid, Row};
use crate::pages::names::Names;
use crate::pages::paging::{Pager, page_of, position};
use crate::pages::visit::{Scene, Visit};

/// A status that can be chosen.
struct Tab {
    number: i32,
    word: &'static str,
    here: bool,
}

#[derive(Template)]
#[template(path = "invoices.html")]
struct InvoicesPage {
    frame: Frame,
    tabs: Vec<Tab>,
    count: usize,
    grid: Grid,
    pager: Pager,
}

/// The tabs, in the order in which they are needed.
const TABS: [InvoiceStatus; 3] = [
    InvoiceStatus::Open,
    InvoiceStatus::Printed,
    InvoiceStatus::Concept,
];

/// The list.
pub(in crate::pages) async fn show(visit: Visit) -> Response {
    visit.show((Part::Finance, "facturen"), |scene, frame| {
        let asked = visit.query.get("status");
        let chosen = TABS.into_iter().find(|it| it.number().to_string() == asked);
        let chosen = chosen.unwrap_or_default();
        let tabs = TABS.map(|status| Tab {
            number: status.number(),
            word: status_word(status),
            here: status == chosen,
        });
        let (grid, pager) = rows(scene, &frame.base, chosen);
        Some(InvoicesPage {
            tabs: tabs.into(),
            count: scene.company.invoices.len(),
            grid,
            pager,
            frame,
        })
    })
}

fn rows(scene: &Scene<'_>, base: &str, status: InvoiceStatus) -> (Grid, Pager) {
    let (company, query) = (scene.company, &scene.visit.query);
    let shelf = Shelf::of(List::Invoices, status);
    let found = company.invoices.listed_back(shelf, position(query));
    let page = page_of(found, |_| true, |it| it.position());
    let names = Names { company, base };
    let printed = status == InvoiceStatus::Printed;
    let (heads, empty): (&[&str], _) = if printed {
        let heads = &[
            "Factuur",
            "Factuurdatum",
            "Relatie",
            "Uw ref.",
            "Omschrijving",
            "Vervaldatum",
            "#Bedrag",
            "Boeking",
        ];
        (heads, "Nog niets geprint.")
    } else {
        let heads = &[
            "Factuur",
            "Ingevoerd",
            "Relatie",
            "Uw ref.",
            "Omschrijving",
            "#Bedrag",
        ];
        (heads, "Geen facturen.")
    };
    let made = page.rows.iter().map(|it| row(names, it));
    (Grid::new(heads, empty).with(made), Pager::of(query, &page))
}

fn row(names: Names<'_>, invoice: &SalesInvoice) -> Row {
    let number = invoice.number.map(|number| number.to_string());
    let number = Cell::text(number.unwrap_or_else(|| "zonder nummer".to_owned()));
    let mut cells = vec![
        number
            .to(format!("{}/factuur/{}", names.base, invoice.draft.id))
            .class("nowrap"),
        Cell::date(invoice.day()),
        names.relation(invoice.invoice_to),
        Cell::text(&invoice.draft.your_ref).class("nowrap"),
        Cell::text(&invoice.draft.description),
    ];
    let booked = invoice.entry.zip(invoice.number);
    if booked.is_some() {
        cells.push(invoice.due_date.map(Cell::date).unwrap_or_default());
    }
    cells.push(Cell::amount(invoice.total()));
    cells.extend(booked.map(|(entry, number)| names.entry(entry, number)));
    Row::of(cells)
}
