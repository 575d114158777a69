//! The card of a relation: who it is, how it pays, what is open, and what was booked and filed for it.

use askama::Template;
use axum::response::Response;
use uuid::Uuid;

use super::super::blocking::blocking;
use super::super::documents::document_row;
use super::super::field::Wrong;
use super::super::frame::{Frame, Part};
use super::super::grid::{Cell, Grid, Row};
use super::super::mistake::Mistake;
use super::super::names::{Names, item_kind};
use super::super::receivables::{ItemRow, open_items};
use super::super::text;
use super::super::typed::Typed;
use super::super::visit::{Scene, Visit};
use super::prospect::status_name;
use crate::books::{
    Account, CardKind, Company, Document, Index, List, PaymentTerm, Shelf, TermStatus, text_in,
};

/// Rows of each list on the card; the rest is a click away.
const SOME: usize = 10;

/// A fact with the way to more of it.
struct Fact {
    label: &'static str,
    value: String,
    href: String,
}

#[derive(Template)]
#[template(path = "relation.html")]
struct RelationPage {
    frame: Frame,
    wrong: Wrong,
    id: Uuid,
    code: String,
    name: String,
    status: &'static str,
    blocked: bool,
    facts: [Vec<Fact>; 3],
    contacts: Vec<String>,
    total: String,
    overdue: String,
    is_overdue: bool,
    count: u64,
    items: Grid,
    more_items: bool,
    history: Grid,
    more_history: bool,
    documents: Grid,
    more_documents: bool,
}

/// The card.
pub(in super::super) async fn show(visit: Visit) -> Response {
    card(&visit, &[])
}

/// Blocks the relation or frees it.
pub(in super::super) async fn act(visit: Visit, typed: Typed) -> Response {
    let code = visit.look(|scene| {
        let account = scene.company.accounts.get(visit.key("account")?)?;
        Some(account.code.clone())
    });
    let said = format!("Relatie {}", code.clone().unwrap_or_default());
    let (gl_account, customer) = (None, code);
    let Some((order, notice)) = blocking(&typed, gl_account, customer) else {
        return card(&visit, &[]);
    };
    let here = format!("relatie/{}", visit.path("account"));
    match visit.order(order) {
        Ok(_) => visit.lead(&here, notice, &said),
        Err(mistakes) => card(&visit, &mistakes),
    }
}

fn card(visit: &Visit, mistakes: &[Mistake]) -> Response {
    visit.show((Part::Relations, ""), |scene, frame| {
        let company = scene.company;
        let account = company.accounts.get(visit.key("account")?)?;
        let names = Names {
            company,
            base: &frame.base,
        };
        let ages = company.receivable(Some(account.id), scene.today());
        let (items, more_items) = items(scene, names, account.id);
        let (history, more_history) = history(names, account.id);
        let (documents, more_documents) = documents(names, account.id);
        Some(RelationPage {
            wrong: Wrong::of(mistakes),
            id: account.id,
            code: account.code.clone(),
            name: account.name.clone(),
            status: status_name(&account.status),
            blocked: account.blocked,
            facts: facts(company, account),
            contacts: contacts(company, account.id),
            total: text::amount(ages.total()),
            overdue: text::amount(ages.overdue),
            is_overdue: ages.overdue.0 > 0,
            count: ages.count,
            items,
            more_items,
            history,
            more_history,
            documents,
            more_documents,
            frame,
        })
    })
}

fn facts(company: &Company, account: &Account) -> [Vec<Fact>; 3] {
    let fact = |label, value: &str| Fact {
        label,
        value: value.to_owned(),
        href: String::new(),
    };
    let city = format!("{} {}", account.postcode, account.city);
    let country = country_name(&account.country);
    let address = [&*account.address_line1, city.trim(), country];
    let address: Vec<&str> = address.into_iter().filter(|it| !it.is_empty()).collect();
    let condition = company.condition(&account.payment_condition);
    let condition = condition.map(|it| format!("{} – {}", it.code, it.description));
    let receivable = account
        .receivable
        .and_then(|id| company.gl_accounts.get(id));
    let receivable = receivable.map(|it| format!("{} {}", it.code, it.description));
    let banks = company
        .bank_accounts
        .find(Index::Account, &account.id.to_string());
    let banks: Vec<String> = banks.map(|it| iban(it.text("BankAccount"))).collect();
    let mail = Fact {
        href: format!("mailto:{}", account.email),
        ..fact("E-mail", &account.email)
    };
    [
        vec![
            fact("Adres", &address.join("\n")),
            fact("Btw-nummer", &account.vat_number),
            fact(
                "Ondernemingsnummer",
                text_in(&account.other, "ChamberOfCommerce"),
            ),
        ],
        vec![
            if account.email.is_empty() {
                fact("E-mail", "")
            } else {
                mail
            },
            fact("Telefoon", &account.phone),
            fact("Website", text_in(&account.other, "Website")),
            fact("Taal", &account.language),
        ],
        vec![
            fact("Betalingsconditie", &condition.unwrap_or_default()),
            fact("Btw-code verkoop", &account.sales_vat_code),
            fact("Debiteurenrekening", &receivable.unwrap_or_default()),
            fact("Bankrekening", &banks.join("\n")),
        ],
    ]
}

/// In groups of four.
fn iban(number: &str) -> String {
    let plain: Vec<char> = number.chars().filter(|c| !c.is_whitespace()).collect();
    let groups: Vec<String> = plain
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}

fn country_name(code: &str) -> &str {
    let found = super::form::COUNTRIES
        .iter()
        .find(|(known, _)| *known == code);
    found.map_or(code, |(_, name)| name)
}

fn contacts(company: &Company, account: Uuid) -> Vec<String> {
    let found = company
        .cards(CardKind::Contact)
        .find(Index::Account, &account.to_string());
    let told = |card: &crate::books::Card| {
        let parts = ["FirstName", "MiddleName", "LastName"].map(|part| card.text(part));
        let name: Vec<&str> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        let ways = ["JobTitleDescription", "Email", "Phone"].map(|part| card.text(part));
        let ways = ways.into_iter().filter(|it| !it.is_empty());
        let all: Vec<String> = std::iter::once(name.join(" "))
            .chain(ways.map(str::to_owned))
            .collect();
        all.join(" · ")
    };
    found.map(told).collect()
}

/// The first rows of a list, and whether there are more.
fn some<'a, T>(rows: impl Iterator<Item = &'a T>) -> (Vec<&'a T>, bool) {
    let mut rows: Vec<&T> = rows.take(SOME + 1).collect();
    let more = rows.len() > SOME;
    rows.truncate(SOME);
    (rows, more)
}

fn items(scene: &Scene<'_>, names: Names<'_>, account: Uuid) -> (Grid, bool) {
    let (rows, more) = some(open_items(names.company, account, None));
    let items = ItemRow {
        names,
        today: scene.today(),
    };
    let grid = Grid::new(&ItemRow::OWN_HEADS, "Er staat niets open.");
    (
        grid.with(rows.into_iter().map(|it| items.of_relation(it))),
        more,
    )
}

/// Open and matched items, newest first: everything that was booked for the relation.
fn history(names: Names<'_>, account: Uuid) -> (Grid, bool) {
    let shelf = |open| Shelf::of(List::Items, (account, open));
    let back = |open| names.company.terms.listed_back(shelf(open), None);
    let mut both: Vec<&PaymentTerm> = back(true).take(SOME + 1).collect();
    both.extend(back(false).take(SOME + 1));
    both.sort_by_key(|term| std::cmp::Reverse((term.due_date, term.id)));
    let (rows, more) = some(both.into_iter());
    let row = |term: &PaymentTerm| {
        let status = match term.status {
            TermStatus::Open => Cell::text("Open"),
            TermStatus::Matched => Cell::text("Afgepunt").class("muted"),
        };
        Row::of([
            names.item(term),
            Cell::text(item_kind(term.kind)),
            Cell::date(term.date),
            names.journal(&term.journal),
            Cell::text(&term.your_ref).class("nowrap"),
            status,
            Cell::amount(term.amount),
        ])
    };
    let heads = [
        "Boekstuk", "Soort", "Datum", "Dagboek", "Uw ref.", "Status", "#Bedrag",
    ];
    let grid = Grid::new(&heads, "Er is nog niets geboekt.");
    (grid.with(rows.into_iter().map(row)), more)
}

fn documents(names: Names<'_>, account: Uuid) -> (Grid, bool) {
    let shelf = Shelf::of(List::DocumentsOfAccount, account);
    let found = names.company.documents.listed_back(shelf, None);
    let (rows, more) = some(found);
    let heads = ["Nummer", "Datum", "Onderwerp", "Type", "Bijlage"];
    let row = |document: &Document| {
        let mut row = document_row(names, document);
        // The relation is this one.
        row.cells.remove(3);
        row
    };
    let grid = Grid::new(&heads, "Geen documenten.");
    (grid.with(rows.into_iter().map(row)), more)
}
