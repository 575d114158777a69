//! Grootboekkaart: the lines of one ledger account by date, with opening and closing balance.
//!
//! Lines are not kept in order per account: there are millions of them. The sums per day and journal say where the
//! account has lines, and only there is looked.

use askama::Template;
use axum::response::Response;
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::super::blocking::blocking;
use super::super::field::{Field, Wrong};
use super::super::frame::{Frame, Part};
use super::super::grid::{Cell, Grid, Row};
use super::super::mistake::Mistake;
use super::super::names::Names;
use super::super::paging::{Pager, page_of, position};
use super::super::text;
use super::super::typed::{Typed, date};
use super::super::visit::{Scene, Visit};
use super::list::{days_until, kind_name};
use crate::books::{
    Company, GlAccount, Index, Position, Sum, SumKey, Total, TransactionLine, date_order,
    ordered_date,
};

#[derive(Template)]
#[template(path = "ledger_card.html")]
struct CardPage {
    frame: Frame,
    wrong: Wrong,
    code: String,
    name: String,
    kind: &'static str,
    vat_code: String,
    blocked: bool,
    fields: Vec<Field>,
    count: u64,
    opening: String,
    debit: String,
    credit: String,
    closing: String,
    grid: Grid,
    pager: Pager,
}

/// The card.
pub(in super::super) async fn show(visit: Visit) -> Response {
    card(&visit, &[])
}

/// Blocks the account or frees it.
pub(in super::super) async fn act(visit: Visit, typed: Typed) -> Response {
    let code = visit.path("account").to_owned();
    let (gl_account, customer) = (Some(code.clone()), None);
    let Some((order, notice)) = blocking(&typed, gl_account, customer) else {
        return card(&visit, &[]);
    };
    let here = format!("grootboek/{}", super::super::names::urlencoded(&code));
    match visit.order(order) {
        Ok(_) => visit.lead(&here, notice, &format!("Rekening {code}")),
        Err(mistakes) => card(&visit, &mistakes),
    }
}

fn card(visit: &Visit, mistakes: &[Mistake]) -> Response {
    visit.show((Part::Finance, "grootboek"), |scene, frame| {
        let company = scene.company;
        let account = company.gl_by_code(visit.path("account"))?;
        let (from, to) = days(scene);
        let before = from.checked_sub(1.day()).unwrap_or(from);
        let opening = company.ledger_total(account.id, days_until(account, before));
        let opening = if account.balance_type == "W" && before.year() != from.year() {
            Total::default()
        } else {
            opening
        };
        let moved = company.ledger_total(account.id, (from, to));
        let (grid, pager) = rows(scene, &frame.base, account, (from, to));
        let fields = [("van", "Van", from), ("tot", "Tot en met", to)];
        let field = |(name, label, day): (&'static str, &'static str, Date)| Field {
            value: text::date(day),
            ..Field::new(name, label)
        };
        Some(CardPage {
            wrong: Wrong::of(mistakes),
            code: account.code.clone(),
            name: account.description.clone(),
            kind: kind_name(account.kind),
            vat_code: account.vat_code.clone(),
            blocked: account.blocked,
            fields: fields.map(field).to_vec(),
            count: moved.count,
            opening: text::amount(opening.balance()),
            debit: text::amount(moved.debit),
            credit: text::amount(moved.credit),
            closing: text::amount(opening.balance() + moved.balance()),
            grid,
            pager,
            frame,
        })
    })
}

/// The days that are asked for; this year else.
fn days(scene: &Scene<'_>) -> (Date, Date) {
    let query = &scene.visit.query;
    let year = scene.today().year();
    let first = Date::new(year, 1, 1).unwrap_or(Date::MIN);
    let last = Date::new(year, 12, 31).unwrap_or(Date::MAX);
    let from = date(query.get("van")).unwrap_or(first);
    (from, date(query.get("tot")).unwrap_or(last.max(from)))
}

fn rows(
    scene: &Scene<'_>,
    base: &str,
    account: &GlAccount,
    (from, to): (Date, Date),
) -> (Grid, Pager) {
    let (company, query) = (scene.company, &scene.visit.query);
    let names = Names { company, base };
    let lines = lines(company, account, (from, to), position(query));
    let own = |line: &TransactionLine| line.gl_account == account.id;
    let page = page_of(lines, own, |line| Position {
        order: date_order(line.date),
        id: line.id,
    });
    let row = |line: &TransactionLine| {
        let [debit, credit] = Cell::sides(line.amount);
        let relation = if line.account.is_nil() {
            Cell::none()
        } else {
            names.relation(line.account)
        };
        Row::of([
            Cell::date(line.date),
            names.journal(&line.journal),
            names.entry(line.entry, line.entry_number),
            relation,
            Cell::text(&*line.description),
            debit,
            credit,
        ])
    };
    let heads = [
        "Datum",
        "Dagboek",
        "Boekstuk",
        "Relatie",
        "Omschrijving",
        "#Debet",
        "#Credit",
    ];
    let grid = Grid::new(&heads, "Geen mutaties in deze periode.").with(page.rows.iter().map(row));
    (grid, Pager::of(query, &page))
}

/// The lines of the days and journals in which the account has any, after the one that was shown last. Where that is
/// gone or has another date since, its day is shown anew.
fn lines<'a>(
    company: &'a Company,
    account: &'a GlAccount,
    (from, to): (Date, Date),
    after: Option<Position>,
) -> impl Iterator<Item = TransactionLine> + use<'a> {
    let begun = after.and_then(|it| ordered_date(it.order));
    let from = begun.map_or(from, |day| day.max(from));
    let last = after.and_then(|it| company.lines.get(it.id));
    let last = last.filter(|line| Some(line.date) == begun);
    let last = last.map(|line| {
        let key = SumKey::new(Sum::Ledger, account.id, line.date);
        (key.in_journal(&line.journal), line.id)
    });
    let sums = company.lines.sums((Sum::Ledger, account.id), (from, to));
    let sums = sums.filter(move |(key, _)| last.is_none_or(|(begun, _)| **key >= begun));
    sums.flat_map(move |(key, _)| {
        let mut journals = company.journals.iter();
        let journal = journals.find(|journal| key.is_of(&journal.code));
        let day = journal.map(|journal| format!("{}|{}", journal.code, key.date()));
        // No line has the nil key: then it is the whole day.
        let shown = last.filter(|(begun, _)| begun == key);
        let shown = shown.map(|(_, id)| id).unwrap_or_default();
        let day = day.unwrap_or_default();
        company.lines.find_after(Index::JournalDate, &day, shown)
    })
}
