//! One invoice: its head, its lines and what it comes to; printing and deleting it.

use askama::Template;
use axum::response::Response;

use super::status_word;
use crate::admin::Order;
use crate::books::{InvoiceLine, InvoiceStatus, SalesInvoice, invoice_type};
use crate::pages::entry::{Fact, entered};
use crate::pages::field::Wrong;
use crate::pages::frame::{Frame, Part};
use crate::pages::grid::{Cell, Grid, Row};
use crate::pages::mistake::Mistake;
use crate::pages::names::Names;
use crate::pages::notice::Notice;
use crate::pages::text;
use crate::pages::typed::Typed;
use crate::pages::visit::{Scene, Visit};

#[derive(Template)]
#[template(path = "invoice.html")]
struct InvoicePage {
    frame: Frame,
    wrong: Wrong,
    kind: &'static str,
    number: Option<i32>,
    printed: bool,
    status: &'static str,
    facts: [Vec<Fact>; 3],
    lines: Grid,
    /// Label and amount; the last one is the sum.
    totals: [(&'static str, String); 3],
}

/// The invoice.
pub(in crate::pages) async fn show(visit: Visit) -> Response {
    invoice(&visit, &[])
}

/// Prints it, or deletes it.
pub(in crate::pages) async fn act(visit: Visit, typed: Typed) -> Response {
    let Some(id) = visit.key("invoice") else {
        return invoice(&visit, &[]);
    };
    let (order, path, notice) = match typed.get("doe") {
        "printen" => {
            let (invoice, date) = (id, None);
            let order = Order::PrintInvoice { invoice, date };
            (order, format!("factuur/{id}"), Notice::Printed)
        }
        "verwijderen" => {
            let order = Order::DeleteInvoice { invoice: id };
            (order, "facturen".to_owned(), Notice::InvoiceDeleted)
        }
        _ => return invoice(&visit, &[]),
    };
    match visit.order(order) {
        Ok(done) => visit.lead(&path, notice, &done.number.unwrap_or_default()),
        Err(mistakes) => invoice(&visit, &mistakes),
    }
}

fn invoice(visit: &Visit, mistakes: &[Mistake]) -> Response {
    visit.show((Part::Finance, "facturen"), |scene, frame| {
        let invoice = scene.company.invoices.get(visit.key("invoice")?)?;
        let names = Names {
            company: scene.company,
            base: &frame.base,
        };
        let credit = [invoice_type::CREDIT, invoice_type::DIRECT_CREDIT];
        Some(InvoicePage {
            wrong: Wrong::of(mistakes),
            kind: if credit.contains(&invoice.kind) {
                "Creditnota"
            } else {
                "Factuur"
            },
            number: invoice.number,
            printed: invoice.status == InvoiceStatus::Printed,
            status: status_word(invoice.status),
            facts: facts(scene, names, invoice),
            lines: lines(names, invoice),
            totals: [
                ("Totaal excl. btw", text::amount(invoice.net)),
                ("Btw", text::amount(invoice.vat)),
                ("Totaal", text::amount(invoice.total())),
            ],
            frame,
        })
    })
}

fn facts(scene: &Scene<'_>, names: Names<'_>, invoice: &SalesInvoice) -> [Vec<Fact>; 3] {
    let (draft, company) = (&invoice.draft, names.company);
    let date = |date: Option<jiff::civil::Date>| date.map(Cell::date).unwrap_or_default();
    let mut parties = vec![Fact::new(
        "Factuur voor",
        names.relation(invoice.invoice_to),
    )];
    let others = [
        ("Besteld door", draft.ordered_by),
        ("Leveren aan", draft.deliver_to),
    ];
    let other = |(label, party): (&'static str, Option<uuid::Uuid>)| {
        let party = party.filter(|id| *id != invoice.invoice_to)?;
        Some(Fact::new(label, names.relation(party)))
    };
    parties.extend(others.into_iter().filter_map(other));
    parties.push(Fact::new("Dagboek", names.journal(invoice.journal())));
    parties.push(Fact::text("Omschrijving", &draft.description));
    let condition = company.condition(&invoice.payment_condition);
    let condition = condition.map(|it| format!("{} – {}", it.code, it.description));
    let booked = invoice.entry.zip(invoice.number);
    let booked = booked.map(|(entry, number)| names.entry(entry, number));
    let not_yet = || Cell::text("nog niet geboekt").class("muted");
    [
        parties,
        vec![
            Fact::new("Factuurdatum", date(invoice.date)),
            Fact::new("Vervaldatum", date(invoice.due_date)),
            Fact::text("Betalingsconditie", condition.unwrap_or_default()),
            Fact::new("Boeking", booked.unwrap_or_else(not_yet)),
        ],
        vec![
            Fact::text("Uw ref.", &draft.your_ref),
            Fact::text("Betalingsreferentie", &draft.payment_reference),
            entered(scene, &invoice.stamp),
        ],
    ]
}

fn lines(names: Names<'_>, invoice: &SalesInvoice) -> Grid {
    let heads = [
        "Artikel",
        "Omschrijving",
        "Grootboekrekening",
        "Btw",
        "#Aantal",
        "#Prijs",
        "#Korting",
        "#Bedrag excl.",
        "#Btw-bedrag",
    ];
    let row = |line: &InvoiceLine| {
        let draft = &line.draft;
        let item = names.company.items.get(line.item);
        let discount = draft.discount.filter(|it| !it.is_zero());
        Row::of([
            Cell::text(item.map_or("", |it| &it.code)),
            Cell::text(draft.description.clone().unwrap_or_default()),
            names.ledger(line.gl_account),
            Cell::text(&line.vat_code),
            Cell::text(text::number(draft.count())),
            Cell::text(text::price(draft.unit_price.unwrap_or_default())),
            Cell::text(discount.map(text::percentage).unwrap_or_default()),
            Cell::amount(line.net),
            Cell::amount(line.vat),
        ])
    };
    let lines = names.company.invoice_lines_of(invoice.draft.id);
    let rows: Vec<Row> = lines.into_iter().map(row).collect();
    Grid::new(&heads, "Geen regels.").with(rows)
}
