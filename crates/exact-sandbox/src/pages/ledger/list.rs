//! Financieel → Grootboek: the ledger accounts by number, with what they come to this year.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;

use super::super::frame::{Frame, Part};
use super::super::grid::{Cell, Grid, Row};
use super::super::names::Names;
use super::super::paging::{Pager, page_of, position};
use super::super::visit::{Scene, Visit};
use crate::books::{GlAccount, Position, gl_type};

#[derive(Template)]
#[template(path = "ledger.html")]
struct LedgerPage {
    frame: Frame,
    year: i16,
    search: String,
    grid: Grid,
    pager: Pager,
}

/// The list.
pub(in super::super) async fn show(visit: Visit) -> Response {
    visit.show((Part::Finance, "grootboek"), |scene, frame| {
        let (grid, pager) = rows(scene, &frame.base);
        Some(LedgerPage {
            year: scene.today().year(),
            search: visit.query.get("zoek").to_owned(),
            grid,
            pager,
            frame,
        })
    })
}

/// The days whose lines make the balance at the end of a day: all of them for the balance sheet, those of the year for
/// profit and loss.
pub(super) fn days_until(account: &GlAccount, last: Date) -> (Date, Date) {
    let year = Date::new(last.year(), 1, 1).unwrap_or(Date::MIN);
    if account.balance_type == "W" {
        (year, last)
    } else {
        (Date::MIN, last)
    }
}

fn rows(scene: &Scene<'_>, base: &str) -> (Grid, Pager) {
    let (company, query) = (scene.company, &scene.visit.query);
    let search = query.get("zoek").to_lowercase();
    let names = Names { company, base };
    // A chart of accounts is short however large the books are.
    let mut accounts: Vec<&GlAccount> = company.gl_accounts.iter().collect();
    accounts.sort_by(|a, b| (&a.code, a.id).cmp(&(&b.code, b.id)));
    let after = position(query);
    let at = after.and_then(|after| accounts.iter().position(|it| it.id == after.id));
    let rest = accounts.into_iter().skip(at.map_or(0, |at| at + 1));
    let fits = |it: &&GlAccount| {
        it.code.starts_with(&search) || it.description.to_lowercase().contains(&search)
    };
    let page = page_of(rest, fits, |it| Position {
        order: 0,
        id: it.id,
    });
    let last = Date::new(scene.today().year(), 12, 31).unwrap_or(Date::MAX);
    let row = |account: &&GlAccount| {
        let name = names.ledger(account.id);
        let name = if account.blocked {
            name.tagged("geblokkeerd")
        } else {
            name
        };
        let total = company.ledger_total(account.id, days_until(account, last));
        let [debit, credit] = if total.count == 0 {
            [Cell::none(), Cell::none()]
        } else {
            Cell::sides(total.balance())
        };
        let side = match account.balance_type.as_str() {
            "W" => "Winst en verlies",
            "B" => "Balans",
            _ => "",
        };
        Row::of([
            name,
            Cell::text(kind_name(account.kind)),
            Cell::text(side),
            debit,
            credit,
        ])
    };
    let heads = ["Grootboekrekening", "Type", "Soort", "#Debet", "#Credit"];
    let grid =
        Grid::new(&heads, "Geen grootboekrekening gevonden.").with(page.rows.iter().map(row));
    (grid, Pager::of(query, &page))
}

/// Kinds of ledger account in words.
pub(super) fn kind_name(kind: i32) -> &'static str {
    match kind {
        gl_type::CASH => "Kas",
        gl_type::BANK => "Bank",
        14 => "Kredietkaart",
        16 => "Betaaldienst",
        gl_type::RECEIVABLE => "Debiteuren",
        gl_type::PAYABLE => "Crediteuren",
        gl_type::VAT => "Btw",
        25 => "Personeel",
        30 => "Vaste activa",
        40 => "Voorraad",
        50 => "Kapitaal",
        90 => "Neutraal",
        gl_type::REVENUE => "Omzet",
        111 => "Kostprijs omzet",
        gl_type::COSTS => "Overige kosten",
        121 => "Verkoop- en beheerskosten",
        122 => "Afschrijvingen",
        125 => "Personeelskosten",
        130 => "Buitengewone lasten",
        140 => "Buitengewone baten",
        _ => "Overige",
    }
}
