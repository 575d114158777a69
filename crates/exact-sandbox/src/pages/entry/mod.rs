//! One entry of whatever journal: its head, lines, VAT and totals, what it left in the ledger and among the open
//! items, its documents; and what can still be done with it.

mod posting;
mod sale;

use askama::Template;
use axum::response::Response;
use uuid::Uuid;

use super::field::Wrong;
use super::frame::{Frame, Part};
use super::grid::{Cell, Grid, Row};
use super::mistake::Mistake;
use super::names::{Names, item_kind};
use super::notice::Notice;
use super::text;
use super::typed::Typed;
use super::visit::{Scene, Visit};
use crate::admin::Order;
use crate::books::{Index, PaymentTerm, Stamp, Status, TermStatus};

/// A fact of the head.
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) value: Cell,
    /// A second line.
    pub(super) below: String,
}

impl Fact {
    pub(super) fn new(label: &'static str, value: Cell) -> Fact {
        Fact {
            label,
            value,
            below: String::new(),
        }
    }

    pub(super) fn text(label: &'static str, value: impl Into<String>) -> Fact {
        Fact::new(label, Cell::text(value))
    }

    pub(super) fn below(self, below: impl Into<String>) -> Fact {
        Fact {
            below: below.into(),
            ..self
        }
    }
}

/// What differs between entries of sales and others.
struct Told {
    id: Uuid,
    /// `Verkoopboeking`, `Bankboeking`, …
    kind: &'static str,
    number: i32,
    /// Code and name of the journal.
    journal: Cell,
    status: Status,
    facts: [Vec<Fact>; 3],
    lines: Grid,
    vat: Option<Grid>,
    /// Label and amount; the last one is the sum.
    totals: Vec<(String, String)>,
    /// A document that it names.
    document: Option<Uuid>,
}

/// An open or matched item of the entry, or of the entry that it was matched with.
struct ItemView {
    kind: &'static str,
    due: String,
    amount: String,
    matched: Option<Matched>,
    /// Where a receipt for it is booked, or where it is matched.
    next: Option<(&'static str, String)>,
}

/// What an item was matched with.
struct Matched {
    set: Uuid,
    with: Vec<Cell>,
}

/// A file of a document of the entry.
struct FileView {
    name: String,
    href: String,
    subject: String,
    document: String,
}

#[derive(Template)]
#[template(path = "entry.html")]
struct EntryPage {
    frame: Frame,
    wrong: Wrong,
    told: Told,
    items: Vec<ItemView>,
    files: Vec<FileView>,
    ledger: Grid,
}

/// The entry.
pub(super) async fn show(visit: Visit) -> Response {
    entry(&visit, &[])
}

/// Processes it, deletes it, or opens what was matched.
pub(super) async fn act(visit: Visit, typed: Typed) -> Response {
    let Some(id) = visit.key("entry") else {
        return entry(&visit, &[]);
    };
    let here = format!("boeking/{id}");
    let number = visit.look(|scene| told(scene, "").map(|it| (it.number, it.journal.href)));
    let (number, journal) = number.unwrap_or_default();
    let (order, path, notice) = match (typed.get("doe"), typed.key("set")) {
        ("verwerken", _) => {
            let (entries, journal) = (vec![id], None);
            let order = Order::ProcessEntries { entries, journal };
            (order, here, Notice::Processed)
        }
        ("verwijderen", _) => {
            let list = journal.trim_start_matches('/').to_owned();
            (Order::DeleteEntry { entry: id }, list, Notice::Deleted)
        }
        (_, Some(set)) => (Order::Unmatch { id: set }, here, Notice::Unmatched),
        _ => return entry(&visit, &[]),
    };
    match visit.order(order) {
        Ok(_) => visit.lead(&path, notice, &number.to_string()),
        Err(mistakes) => entry(&visit, &mistakes),
    }
}

/// The entry that the address names, of whatever kind.
fn told(scene: &Scene<'_>, base: &str) -> Option<Told> {
    let id = scene.visit.key("entry")?;
    let company = scene.company;
    let names = Names { company, base };
    if let Some(entry) = company.entries.get(id) {
        return Some(sale::told(scene, names, entry));
    }
    let posting = company.postings.get(id)?;
    Some(posting::told(scene, names, posting))
}

fn entry(visit: &Visit, mistakes: &[Mistake]) -> Response {
    visit.show((Part::Finance, "boekingen"), |scene, frame| {
        let told = told(scene, &frame.base)?;
        let names = Names {
            company: scene.company,
            base: &frame.base,
        };
        Some(EntryPage {
            wrong: Wrong::of(mistakes),
            items: items(names, told.id),
            files: files(names, told.id, told.document),
            ledger: ledger(names, told.id),
            told,
            frame,
        })
    })
}

/// When and by whom something was entered.
pub(super) fn entered(scene: &Scene<'_>, stamp: &Stamp) -> Fact {
    let creator = scene.core.books.user(stamp.creator);
    let creator = creator.map(|user| user.full_name.clone());
    Fact::text("Ingevoerd", text::moment(stamp.created)).below(creator.unwrap_or_default())
}

fn items(names: Names<'_>, entry: Uuid) -> Vec<ItemView> {
    let of_entry = names.company.terms.find(Index::Entry, &entry.to_string());
    let mut terms: Vec<&PaymentTerm> = of_entry.collect();
    terms.sort_by_key(|term| (term.due_date, term.id));
    terms.into_iter().map(|term| item(names, term)).collect()
}

fn item(names: Names<'_>, term: &PaymentTerm) -> ItemView {
    let open = term.status == TermStatus::Open;
    let next = match (open, term.amount.is_negative() || term.payable) {
        (false, _) => None,
        (true, true) => Some((
            "Afpunten",
            format!(
                "{}/debiteuren/{}?kies={}",
                names.base, term.account, term.id
            ),
        )),
        (true, false) => Some((
            "Ontvangst",
            format!("{}/ontvangst?post={}", names.base, term.id),
        )),
    };
    ItemView {
        kind: item_kind(term.kind),
        due: text::date(term.due_date),
        amount: text::amount(term.amount),
        matched: term.matching.map(|set| matched(names, term, set)),
        next,
    }
}

/// What is matched with the item: the entries of the other items of its set.
fn matched(names: Names<'_>, term: &PaymentTerm, set: Uuid) -> Matched {
    let known = names.company.matches.get(&set);
    let others = known.into_iter().flat_map(|set| &set.terms);
    let others = others.filter_map(|id| names.company.terms.get(*id));
    let others = others.filter(|other| other.entry != term.entry);
    let mut with: Vec<Cell> = others
        .map(|other| names.item(other).tagged(item_kind(other.kind)))
        .collect();
    let mut met = std::collections::HashSet::new();
    with.retain(|cell| met.insert(cell.href.clone()));
    Matched { set, with }
}

fn files(names: Names<'_>, entry: Uuid, named: Option<Uuid>) -> Vec<FileView> {
    let (company, base) = (names.company, names.base);
    let mut files = Vec::new();
    for document in company.documents_of(entry, named) {
        let page = format!("{base}/document/{}", document.id);
        let before = files.len();
        for file in company.attachments_of(document.id) {
            files.push(FileView {
                name: file.file_name.clone(),
                href: super::documents::file_address(base, file),
                subject: document.subject.clone(),
                document: page.clone(),
            });
        }
        if files.len() == before {
            files.push(FileView {
                name: String::new(),
                href: String::new(),
                subject: document.subject.clone(),
                document: page,
            });
        }
    }
    files
}

fn ledger(names: Names<'_>, entry: Uuid) -> Grid {
    let lines = names.company.lines_of(entry);
    let row = |line: &crate::books::TransactionLine| {
        let [debit, credit] = Cell::sides(line.amount);
        Row::of([names.ledger(line.gl_account), debit, credit])
    };
    let rows: Vec<Row> = lines.iter().map(row).collect();
    Grid::new(&["Rekening", "#Debet", "#Credit"], "Geen grootboekregels.").with(rows)
}
