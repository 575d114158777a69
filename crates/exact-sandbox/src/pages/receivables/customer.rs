//! The open items of one relation: tick, match, write off what is left; and what was matched, to be opened again.

use askama::Template;
use axum::response::Response;
use uuid::Uuid;

use super::super::bank::{cost_accounts, suggested};
use super::super::field::{Field, Wrong, elsewhere};
use super::super::frame::{Frame, Part};
use super::super::grid::{Cell, Grid, Row};
use super::super::mistake::Mistake;
use super::super::names::{Names, item_kind};
use super::super::notice::Notice;
use super::super::paging::{Pager, page_of, position};
use super::super::text;
use super::super::typed::{Typed, date};
use super::super::visit::{Scene, Visit};
use super::items::{ItemRow, open_items};
use super::list::AGE_NAMES;
use crate::admin::Order;
use crate::books::{List, PaymentTerm, Record, Shelf, TermStatus};
use crate::money::Money;

#[derive(Template)]
#[template(path = "customer.html")]
struct CustomerPage {
    frame: Frame,
    wrong: Wrong,
    id: Uuid,
    code: String,
    name: String,
    /// Label and amount of each age group.
    ages: Vec<(&'static str, String)>,
    total: String,
    count: u64,
    /// Whether matched items are shown.
    matched: bool,
    grid: Grid,
    pager: Pager,
    /// Sum of what is ticked; empty while nothing is.
    ticked: String,
    fields: Vec<Field>,
}

/// The items.
pub(in super::super) async fn show(visit: Visit) -> Response {
    let ticked = ticked(&visit, &visit.query);
    customer(&visit, &ticked, &visit.query, &[])
}

/// What is to be ticked: what the address says, and what a receipt in it seems to pay.
fn ticked(visit: &Visit, typed: &Typed) -> Vec<Uuid> {
    let mut ticked = typed.keys("kies");
    if let [one] = ticked.as_slice() {
        let one = *one;
        let more = visit.look(|scene| {
            let term = scene.company.terms.get(one)?;
            Some(suggested(scene.company, term))
        });
        ticked.extend(more.into_iter().flatten());
    }
    ticked
}

/// Matches what is ticked, or opens what was matched.
pub(in super::super) async fn act(visit: Visit, typed: Typed) -> Response {
    let (terms, entries) = (typed.keys("kies"), Vec::new());
    let here = format!("debiteuren/{}", visit.path("account"));
    let (order, notice, path) = match typed.get("doe") {
        "afpunten" if terms.len() < 2 => {
            let text = "Kies minstens twee posten: een factuur en een ontvangst of creditnota.";
            return customer(&visit, &terms, &typed, &[Mistake::at("", text)]);
        }
        "afpunten" => (
            Order::Match {
                entries,
                terms: terms.clone(),
            },
            Notice::Matched,
            here,
        ),
        "afboeken" => match write_off(&typed, &terms) {
            Ok(order) => (order, Notice::WrittenOff, here),
            Err(mistakes) => return customer(&visit, &terms, &typed, &mistakes),
        },
        set => match Uuid::try_parse(set) {
            Ok(id) => {
                let path = format!("{here}?toon=afgepunt");
                (Order::Unmatch { id }, Notice::Unmatched, path)
            }
            Err(_) => return customer(&visit, &terms, &typed, &[]),
        },
    };
    match visit.order(order) {
        Ok(_) => visit.lead(&path, notice, ""),
        Err(mistakes) => customer(&visit, &terms, &typed, &mistakes),
    }
}

fn write_off(typed: &Typed, terms: &[Uuid]) -> Result<Order, Vec<Mistake>> {
    let mut mistakes = Vec::new();
    if terms.is_empty() {
        mistakes.push(Mistake::at("", "Kies eerst welke posten u afboekt."));
    }
    let gl_account = typed.get("rekening").to_owned();
    if gl_account.is_empty() {
        mistakes.push(Mistake::at("rekening", "Verplicht: Grootboekrekening"));
    }
    let day = date(typed.get("datum"));
    if day.is_none() && !typed.get("datum").is_empty() {
        mistakes.push(Mistake::at("datum", "Ongeldig: Datum"));
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    Ok(Order::WriteOff {
        entries: Vec::new(),
        terms: terms.to_vec(),
        gl_account,
        journal: None,
        date: day,
        description: typed.get("omschrijving").to_owned(),
    })
}

fn customer(visit: &Visit, ticked: &[Uuid], typed: &Typed, mistakes: &[Mistake]) -> Response {
    visit.show((Part::Finance, "debiteuren"), |scene, frame| {
        let account = scene.company.accounts.get(visit.key("account")?)?;
        let matched = visit.query.get("toon") == "afgepunt";
        let (grid, pager) = if matched {
            matched_rows(scene, &frame.base, account.id)
        } else {
            open_rows(scene, &frame.base, account.id, ticked)
        };
        let ages = scene.company.receivable(Some(account.id), scene.today());
        let fields = fields(scene, typed, mistakes);
        let groups = AGE_NAMES.into_iter().zip(ages.groups.map(text::amount));
        let terms = ticked.iter().filter_map(|id| scene.company.terms.get(*id));
        let sum: Money = terms.map(|term| term.amount).sum();
        Some(CustomerPage {
            wrong: elsewhere(mistakes, &[&fields]),
            id: account.id,
            code: account.code.clone(),
            name: account.name.clone(),
            ages: groups.collect(),
            total: text::amount(ages.total()),
            count: ages.count,
            matched,
            grid,
            pager,
            ticked: if ticked.is_empty() {
                String::new()
            } else {
                text::amount(sum)
            },
            fields,
            frame,
        })
    })
}

fn fields(scene: &Scene<'_>, typed: &Typed, mistakes: &[Mistake]) -> Vec<Field> {
    let accounts = cost_accounts(scene.company);
    let mut fields = vec![
        Field::new("rekening", "Op rekening").of(accounts),
        Field::new("datum", "Datum").hint("dd-mm-jjjj"),
        Field::new("omschrijving", "Omschrijving"),
    ];
    for field in &mut fields {
        *field = std::mem::take(field).filled(typed, mistakes);
        if field.name == "datum" && field.value.is_empty() {
            field.value = text::date(scene.today());
        }
    }
    fields
}

fn open_rows(scene: &Scene<'_>, base: &str, account: Uuid, ticked: &[Uuid]) -> (Grid, Pager) {
    let (company, query) = (scene.company, &scene.visit.query);
    let after = position(query);
    let page = page_of(
        open_items(company, account, after),
        |_| true,
        |it| it.position(),
    );
    let items = ItemRow {
        names: Names { company, base },
        today: scene.today(),
    };
    let on_page = |id: &Uuid| page.rows.iter().any(|term| term.id == *id);
    // What is ticked stays in sight on every page.
    let ours = |term: &&PaymentTerm| term.account == account && term.status == TermStatus::Open;
    let mut kept: Vec<&PaymentTerm> = ticked
        .iter()
        .filter(|id| !on_page(id))
        .filter_map(|id| company.terms.get(*id))
        .filter(ours)
        .collect();
    kept.extend(&page.rows);
    let row = |term: &&PaymentTerm| {
        let row = items.of_relation(term);
        row.picked(term.id, ticked.contains(&term.id))
    };
    let grid = Grid::new(&ItemRow::OWN_HEADS, "Er staat niets open.").with(kept.iter().map(row));
    (grid, Pager::of(query, &page))
}

fn matched_rows(scene: &Scene<'_>, base: &str, account: Uuid) -> (Grid, Pager) {
    let (company, query) = (scene.company, &scene.visit.query);
    let shelf = Shelf::of(List::Items, (account, false));
    let rows = company.terms.listed_back(shelf, position(query));
    let page = page_of(rows, |_| true, |it| it.position());
    let names = Names { company, base };
    let row = |term: &&PaymentTerm| {
        let set = term.matching.unwrap_or_default();
        let known = company.matches.get(&set);
        let others = known.into_iter().flat_map(|set| &set.terms);
        let others = others.filter_map(|id| company.terms.get(*id));
        let other = others
            .filter(|it| it.entry != term.entry)
            .collect::<Vec<_>>();
        let with = match other.as_slice() {
            [] => Cell::none(),
            [one] => names.item(one),
            several => Cell::text(format!("{} posten", several.len())),
        };
        Row::of([
            names.item(term),
            Cell::text(item_kind(term.kind)),
            Cell::date(term.date),
            Cell::text(&term.your_ref).class("nowrap"),
            with,
            term.end_date.map(Cell::date).unwrap_or_default(),
            Cell::amount(term.amount),
            Cell::button("Ongedaan maken", set.to_string()),
        ])
    };
    let heads = [
        "Boekstuk",
        "Soort",
        "Datum",
        "Uw ref.",
        "Afgepunt met",
        "Op",
        "#Bedrag",
        "",
    ];
    let grid = Grid::new(&heads, "Er is nog niets afgepunt.").with(page.rows.iter().map(row));
    (grid, Pager::of(query, &page))
}
