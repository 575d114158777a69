//! Relaties → Overzicht: search by number, name, VAT number or city.

use askama::Template;
use axum::response::Response;

use super::super::frame::{Frame, Part};
use super::super::grid::{Cell, Grid, Row};
use super::super::paging::{Pager, page_of, position};
use super::super::visit::{Scene, Visit};
use super::prospect::status_name;
use crate::books::{Account, List, Record, Shelf};

#[derive(Template)]
#[template(path = "relations.html")]
struct RelationsPage {
    frame: Frame,
    search: String,
    count: usize,
    grid: Grid,
    pager: Pager,
}

/// Shortest part of a VAT number that is searched for; shorter numbers are relation numbers.
const SHORTEST_PART: usize = 4;

/// Whether the relation is one that is searched for. Signs in numbers do not matter: `BE 0001.010.184`.
pub(in super::super) fn found(account: &Account, search: &str) -> bool {
    if search.is_empty() {
        return true;
    }
    let plain = |text: &str| -> String {
        let signs = [' ', '.', '-', '/'];
        let kept = text.chars().filter(|c| !signs.contains(c));
        kept.flat_map(char::to_lowercase).collect()
    };
    let search = plain(search);
    if search.is_empty() {
        return false;
    }
    account.code == search
        || plain(&account.name).contains(&search)
        || plain(&account.city).contains(&search)
        || (search.len() >= SHORTEST_PART && plain(&account.vat_number).contains(&search))
}

/// The list.
pub(in super::super) async fn show(visit: Visit) -> Response {
    visit.show((Part::Relations, "relaties"), |scene, frame| {
        let (grid, pager) = rows(scene, &frame.base);
        Some(RelationsPage {
            search: visit.query.get("zoek").to_owned(),
            count: scene.company.accounts.len(),
            grid,
            pager,
            frame,
        })
    })
}

fn rows(scene: &Scene<'_>, base: &str) -> (Grid, Pager) {
    let (company, query) = (scene.company, &scene.visit.query);
    let search = query.get("zoek");
    let all = company
        .accounts
        .listed(Shelf::of(List::Accounts, ()), position(query));
    let page = page_of(all, |it| found(it, search), |it| it.position());
    let today = scene.today();
    let row = |account: &&Account| {
        let name = Cell::text(&account.name).to(format!("{base}/relatie/{}", account.id));
        let name = if account.blocked {
            name.tagged("geblokkeerd")
        } else {
            name
        };
        let city = format!("{} {}", account.postcode, account.city);
        let ages = company.receivable(Some(account.id), today);
        Row::of([
            Cell::text(&account.code).class("code"),
            name,
            Cell::text(city.trim()),
            Cell::text(&account.vat_number).class("nowrap"),
            Cell::text(status_name(&account.status)),
            Cell::amount_or_none(ages.total()),
        ])
    };
    let heads = [
        "Code",
        "Naam",
        "Plaats",
        "Btw-nummer",
        "Soort",
        "#Openstaand",
    ];
    let grid = Grid::new(&heads, "Geen relatie gevonden.").with(page.rows.iter().map(row));
    (grid, Pager::of(query, &page))
}

#[cfg(test)]
mod tests {
    use super::found;
    use crate::books::Account;

    #[test]
    fn a_relation_is_found_by_what_a_bookkeeper_types() {
        let account = Account {
            code: "101".into(),
            name: "D'Essai Amélie".into(),
            city: "Proefdorp".into(),
            vat_number: "BE 0001.010.184".into(),
            ..Account::default()
        };
        for search in [
            "",
            "101",
            "essai",
            "AMÉLIE",
            "be0001010184",
            "0001 010",
            "dorp",
        ] {
            assert!(found(&account, search), "{search}");
        }
        for search in ["10", "001", "garage", "-"] {
            assert!(!found(&account, search), "{search}");
        }
    }
}
