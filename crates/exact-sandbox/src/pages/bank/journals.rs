//! Financieel → Bank en kas: every journal through which money flows, with its balance and its latest entries.

use askama::Template;
use axum::response::Response;

use super::super::frame::{Frame, Part};
use super::super::grid::{Cell, Grid, Row};
use super::super::names::{Names, journal_kind, journal_name, urlencoded};
use super::super::text;
use super::super::visit::{Scene, Visit};
use crate::books::{
    Company, GlAccount, Journal, List, Posting, Record, Shelf, Status, gl_type, journal_type,
};

/// Latest entries of each journal.
const LATEST: usize = 5;

/// A journal.
struct JournalView {
    code: String,
    name: String,
    kind: &'static str,
    iban: String,
    blocked: bool,
    balance: String,
    latest: Grid,
}

#[derive(Template)]
#[template(path = "bank.html")]
struct BankPage {
    frame: Frame,
    journals: Vec<JournalView>,
}

/// The page.
pub(in super::super) async fn show(visit: Visit) -> Response {
    visit.show((Part::Finance, "bank"), |scene, frame| {
        let journals = flows(scene.company);
        Some(BankPage {
            journals: journals
                .into_iter()
                .map(|it| view(scene, &frame.base, it))
                .collect(),
            frame,
        })
    })
}

/// The journals through which money flows: banks first, by code.
pub(super) fn flows(company: &Company) -> Vec<&Journal> {
    let mut journals: Vec<&Journal> = company.journals.iter().filter(|it| it.is_flow()).collect();
    journals.sort_by_key(|it| (it.kind != journal_type::BANK, &it.code));
    journals
}

/// Ledger accounts that may bear a payment difference, as choices: costs first.
pub(in super::super) fn cost_accounts(company: &Company) -> Vec<(String, String)> {
    let fits = |gl: &&GlAccount| {
        let not = [
            gl_type::RECEIVABLE,
            gl_type::PAYABLE,
            gl_type::BANK,
            gl_type::CASH,
            gl_type::VAT,
        ];
        !gl.blocked && !not.contains(&gl.kind)
    };
    let mut accounts: Vec<&GlAccount> = company.gl_accounts.iter().filter(fits).collect();
    accounts.sort_by_key(|gl| (gl.kind != gl_type::COSTS, &gl.code));
    let choice = |gl: &GlAccount| (gl.code.clone(), format!("{} {}", gl.code, gl.description));
    accounts.into_iter().map(choice).collect()
}

fn view(scene: &Scene<'_>, base: &str, journal: &Journal) -> JournalView {
    let company = scene.company;
    let names = Names { company, base };
    let shelf = |status| Shelf::of(List::Entries, (&*journal.code, status));
    let back = |status| company.postings.listed_back(shelf(status), None);
    let mut latest: Vec<&Posting> = back(Status::Open).take(LATEST).collect();
    latest.extend(back(Status::Processed).take(LATEST));
    latest.sort_by_key(|it| std::cmp::Reverse(it.order()));
    latest.truncate(LATEST);
    let row = |posting: &Posting| {
        let first = posting.lines.first();
        let relation = first.and_then(|line| line.draft.account);
        Row::of([
            names.entry(posting.id, posting.number),
            Cell::date(posting.date),
            relation.map(|id| names.relation(id)).unwrap_or_default(),
            Cell::amount(posting.opening),
            Cell::amount(posting.total()),
            Cell::amount(posting.closing),
        ])
    };
    let heads = [
        "Boekstuk",
        "Datum",
        "Relatie",
        "#Beginsaldo",
        "#Bij en af",
        "#Eindsaldo",
    ];
    let balance = company.balances.get(&journal.code).copied();
    JournalView {
        code: urlencoded(&journal.code),
        name: journal_name(journal),
        kind: journal_kind(journal.kind),
        iban: journal.iban.clone(),
        blocked: journal.blocked,
        balance: text::amount(balance.unwrap_or_default()),
        latest: Grid::new(&heads, "Nog geen boekingen.").with(latest.into_iter().map(row)),
    }
}
