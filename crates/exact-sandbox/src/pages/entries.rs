//! The entries of a journal, page by page: sales entries, bank and cash entries, general entries.

use askama::Template;
use axum::response::Response;

use super::field::Wrong;
use super::frame::{Frame, Part};
use super::grid::{Cell, Grid, Row};
use super::mistake::Mistake;
use super::names::{Names, journal_name, urlencoded};
use super::notice::Notice;
use super::paging::{ON_A_PAGE, Page, Pager, page_of, position};
use super::typed::Typed;
use super::visit::{Scene, Visit};
use crate::admin::Order;
use crate::books::{
    Journal, JournalStanding, List, Posting, Record, SalesEntry, Shelf, Status, Table,
};

#[derive(Template)]
#[template(path = "entries.html")]
struct EntriesPage {
    frame: Frame,
    wrong: Wrong,
    code: String,
    journal: String,
    blocked: bool,
    /// Whether money flows through it.
    flow: bool,
    shown: Shown,
    standing: JournalStanding,
    grid: Grid,
    pager: Pager,
}

/// Which entries are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// To be processed, oldest first.
    Open,
    /// Processed, newest first.
    Processed,
    /// All, newest first.
    All,
}

impl Shown {
    /// What the address asks for; the first tab else.
    fn asked(query: &Typed, flow: bool) -> Shown {
        match query.get("status") {
            "20" => Shown::Open,
            "50" => Shown::Processed,
            "alle" => Shown::All,
            _ if flow => Shown::All,
            _ => Shown::Open,
        }
    }

    fn is(&self, other: &str) -> bool {
        let own = match self {
            Shown::Open => "20",
            Shown::Processed => "50",
            Shown::All => "alle",
        };
        own == other
    }
}

/// The list.
pub(super) async fn show(visit: Visit) -> Response {
    list(&visit, &[])
}

/// Processes entries, blocks the journal or frees it.
pub(super) async fn act(visit: Visit, typed: Typed) -> Response {
    let code = visit.path("journal").to_owned();
    let path = format!("boekingen/{}", urlencoded(&code));
    let (order, notice) = match typed.get("doe") {
        "verwerken" => return process(&visit, &path, typed.keys("kies")),
        "alles-verwerken" => return process_all(&visit, &path, code),
        "blokkeren" => (Order::BlockJournal { code: code.clone() }, Notice::Blocked),
        "vrijgeven" => (Order::UnblockJournal { code: code.clone() }, Notice::Freed),
        _ => return list(&visit, &[]),
    };
    match visit.order(order) {
        Ok(_) => visit.lead(&path, notice, &format!("Dagboek {code}")),
        Err(mistakes) => list(&visit, &mistakes),
    }
}

fn process(visit: &Visit, path: &str, entries: Vec<uuid::Uuid>) -> Response {
    if entries.is_empty() {
        return list(
            visit,
            &[Mistake::at("", "Kies eerst welke boekingen u verwerkt.")],
        );
    }
    let said = counted(entries.len());
    let journal = None;
    match visit.order(Order::ProcessEntries { entries, journal }) {
        Ok(_) => visit.lead(path, Notice::Processed, &said),
        Err(mistakes) => list(visit, &mistakes),
    }
}

fn process_all(visit: &Visit, path: &str, code: String) -> Response {
    let standing = visit.look(|scene| Some(scene.company.journal_standing(&code)));
    let open = standing.unwrap_or_default().open;
    let order = Order::ProcessEntries {
        entries: Vec::new(),
        journal: Some(code),
    };
    let said = counted(usize::try_from(open).unwrap_or(usize::MAX));
    match visit.order(order) {
        Ok(_) => visit.lead(path, Notice::Processed, &said),
        Err(mistakes) => list(visit, &mistakes),
    }
}

fn counted(count: usize) -> String {
    if count == 1 {
        "1 boeking".to_owned()
    } else {
        format!("{count} boekingen")
    }
}

fn list(visit: &Visit, mistakes: &[Mistake]) -> Response {
    visit.show((Part::Finance, "boekingen"), |scene, frame| {
        let journal = scene.company.journal(visit.path("journal"))?;
        let shown = Shown::asked(&visit.query, journal.is_flow());
        let (grid, pager) = rows(scene, &frame.base, journal, shown);
        Some(EntriesPage {
            frame,
            wrong: Wrong::of(mistakes),
            code: urlencoded(&journal.code),
            journal: journal_name(journal),
            blocked: journal.blocked,
            flow: journal.is_flow(),
            shown,
            standing: scene.company.journal_standing(&journal.code),
            grid,
            pager,
        })
    })
}

fn rows(scene: &Scene<'_>, base: &str, journal: &Journal, shown: Shown) -> (Grid, Pager) {
    let names = Names {
        company: scene.company,
        base,
    };
    let query = &scene.visit.query;
    let empty = match shown {
        Shown::Open => "Alles is verwerkt.",
        Shown::Processed => "Nog niets verwerkt.",
        Shown::All => "Nog geen boekingen.",
    };
    if journal.is_flow() || journal.kind == crate::books::journal_type::GENERAL {
        let page = page(&scene.company.postings, (journal, shown), query);
        let heads: &[&str] = if journal.is_flow() {
            &[
                "Boekstuk",
                "Datum",
                "Relatie",
                "Omschrijving",
                "#Bedrag",
                "#Eindsaldo",
            ]
        } else {
            &["Boekstuk", "Datum", "Relatie", "Omschrijving", "#Debet"]
        };
        let made = page.rows.iter().map(|it| posting_row(names, it, shown));
        (Grid::new(heads, empty).with(made), Pager::of(query, &page))
    } else {
        let page = page(&scene.company.entries, (journal, shown), query);
        let heads = [
            "Boekstuk",
            "Datum",
            "Relatie",
            "Uw ref.",
            "Omschrijving",
            "Vervaldatum",
            "#Bedrag",
        ];
        let made = page.rows.iter().map(|it| sale_row(names, it, shown));
        (Grid::new(&heads, empty).with(made), Pager::of(query, &page))
    }
}

fn page<'a, T: Record>(
    table: &'a Table<T>,
    (journal, shown): (&Journal, Shown),
    query: &Typed,
) -> Page<&'a T> {
    let at = position(query);
    let shelf = |status| Shelf::of(List::Entries, (&*journal.code, status));
    let position = |it: &&T| it.position();
    let back = |status| table.listed_back(shelf(status), at);
    match shown {
        Shown::Open => page_of(table.listed(shelf(Status::Open), at), |_| true, position),
        Shown::Processed => page_of(back(Status::Processed), |_| true, position),
        Shown::All => {
            // Of each no more than a page can come before the others.
            let open = back(Status::Open).take(ON_A_PAGE + 1);
            let mut both: Vec<&T> = open.collect();
            both.extend(back(Status::Processed).take(ON_A_PAGE + 1));
            both.sort_by_key(|it| std::cmp::Reverse((it.order(), it.id())));
            page_of(both.into_iter(), |_| true, position)
        }
    }
}

fn sale_row(names: Names<'_>, entry: &SalesEntry, shown: Shown) -> Row {
    let row = Row::of([
        names.entry(entry.id, entry.number),
        Cell::date(entry.date),
        names.relation(entry.customer),
        Cell::text(&entry.draft.your_ref).class("nowrap"),
        Cell::text(&entry.draft.description),
        Cell::date(entry.due_date),
        Cell::amount(entry.total()),
    ]);
    pick(row, entry.id, shown)
}

fn posting_row(names: Names<'_>, posting: &Posting, shown: Shown) -> Row {
    let relations = posting.lines.iter().map(|line| line.draft.account);
    let mut relations: Vec<_> = relations.flatten().collect();
    relations.sort_unstable();
    relations.dedup();
    let relation = match relations.as_slice() {
        [] => Cell::none(),
        [one] => names.relation(*one),
        several => Cell::text(format!("{} relaties", several.len())).class("muted"),
    };
    let text = match posting.lines.as_slice() {
        _ if !posting.draft.description.is_empty() => posting.draft.description.clone(),
        [one] => one.draft.description.clone(),
        several => format!("{} regels", several.len()),
    };
    let mut cells = vec![
        names.entry(posting.id, posting.number),
        Cell::date(posting.date),
        relation,
        Cell::text(text),
    ];
    if posting.is_flow() {
        cells.push(Cell::amount(posting.total()));
        cells.push(Cell::amount(posting.closing));
    } else {
        let debit = posting.lines.iter().map(|line| line.net + line.vat);
        cells.push(Cell::amount(debit.filter(|it| !it.is_negative()).sum()));
    }
    pick(Row::of(cells), posting.id, shown)
}

fn pick(row: Row, id: uuid::Uuid, shown: Shown) -> Row {
    if shown == Shown::Open {
        row.picked(id, false)
    } else {
        row
    }
}
