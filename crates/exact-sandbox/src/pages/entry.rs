//! One entry: its head, lines, VAT and totals, and what it left in the ledger.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use uuid::Uuid;

use super::frame::{Frame, Part};
use super::{missing, page, text};
use crate::books::{Company, SalesEntry, Status};
use crate::money::Money;
use crate::state::Shared;

struct Line {
    gl_code: String,
    gl_name: String,
    description: String,
    cost_centre: String,
    vat_code: String,
    net: String,
    vat: String,
}

struct VatRow {
    code: String,
    description: String,
    percentage: String,
    base: String,
    vat: String,
}

struct LedgerRow {
    gl_code: String,
    gl_name: String,
    debit: String,
    credit: String,
}

struct Head {
    number: i32,
    date: String,
    due_date: String,
    customer: String,
    customer_code: String,
    customer_place: String,
    journal_code: String,
    journal: String,
    your_ref: String,
    payment_reference: String,
    payment_condition: String,
    description: String,
    external_link: String,
    /// The same, when a browser may follow it.
    external_address: Option<String>,
    period: String,
    processed: bool,
    credit_note: bool,
    created: String,
    creator: String,
}

#[derive(Template)]
#[template(path = "entry.html")]
struct EntryPage {
    frame: Frame,
    division: i32,
    head: Head,
    lines: Vec<Line>,
    has_cost_centre: bool,
    vat: Vec<VatRow>,
    ledger: Vec<LedgerRow>,
    net: String,
    vat_total: String,
    total: String,
    currency: String,
}

/// The entry.
pub(super) async fn show(
    State(shared): State<Shared>,
    Path((division, id)): Path<(i32, Uuid)>,
) -> Response {
    let core = shared.lock();
    let company = core.books.company(division);
    let frame = Frame::new(&core.books, company, Part::Finance);
    let Some((company, entry)) =
        company.and_then(|company| Some((company, company.entries.get(id)?)))
    else {
        return missing(frame);
    };
    let creator = core
        .books
        .user(entry.stamp.creator)
        .map(|user| user.full_name.clone())
        .unwrap_or_default();
    page(&EntryPage {
        frame,
        division,
        head: head(company, entry, creator),
        lines: lines(company, entry),
        has_cost_centre: entry
            .lines()
            .iter()
            .any(|line| line.draft.cost_centre.is_some()),
        vat: vat(company, entry),
        ledger: ledger(company, entry),
        net: text::amount(entry.net()),
        vat_total: text::amount(entry.vat()),
        total: text::amount(entry.total()),
        currency: entry.currency.clone(),
    })
}

fn head(company: &Company, entry: &SalesEntry, creator: String) -> Head {
    let customer = company.accounts.get(entry.customer);
    let draft = &entry.draft;
    let link = &draft.external_link;
    let followable = link.starts_with("http://") || link.starts_with("https://");
    Head {
        number: entry.number,
        date: text::date(entry.date),
        due_date: text::date(entry.due_date),
        customer: customer.map(|it| it.name.clone()).unwrap_or_default(),
        customer_code: customer.map(|it| it.code.clone()).unwrap_or_default(),
        customer_place: customer
            .map(|it| format!("{}, {} {}", it.address_line1, it.postcode, it.city))
            .unwrap_or_default(),
        journal_code: entry.journal.clone(),
        journal: company
            .journal(&entry.journal)
            .map(|it| it.description.clone())
            .unwrap_or_default(),
        your_ref: draft.your_ref.clone(),
        payment_reference: draft.payment_reference.clone(),
        payment_condition: company
            .condition(&entry.payment_condition)
            .map(|it| format!("{} – {}", it.code, it.description))
            .unwrap_or_default(),
        description: draft.description.clone(),
        external_link: link.clone(),
        external_address: followable.then(|| link.clone()),
        period: format!("{} – {}", entry.year, entry.period),
        processed: entry.status == Status::Processed,
        credit_note: entry.kind() == 21,
        created: entry
            .stamp
            .created
            .strftime("%d-%m-%Y %H:%M UTC")
            .to_string(),
        creator,
    }
}

fn lines(company: &Company, entry: &SalesEntry) -> Vec<Line> {
    let line = |line: &crate::books::SalesLine| {
        let gl = company.gl_accounts.get(line.gl_account);
        Line {
            gl_code: gl.map(|gl| gl.code.clone()).unwrap_or_default(),
            gl_name: gl.map(|gl| gl.description.clone()).unwrap_or_default(),
            description: line.draft.description.clone(),
            cost_centre: line.draft.cost_centre.clone().unwrap_or_default(),
            vat_code: line.vat_code.clone(),
            net: text::amount(line.net),
            vat: text::amount(line.vat),
        }
    };
    entry.lines().iter().map(line).collect()
}

fn vat(company: &Company, entry: &SalesEntry) -> Vec<VatRow> {
    let mut codes: BTreeMap<&str, (Money, Money)> = BTreeMap::new();
    let lines = entry.lines();
    for line in &lines {
        let slot = codes.entry(&line.vat_code).or_default();
        slot.0 += line.net;
        slot.1 += line.vat;
    }
    let row = |(code, (base, vat)): (&str, (Money, Money))| {
        let known = company.vat_code(code);
        VatRow {
            code: code.to_owned(),
            description: known
                .map_or_else(|| "Zonder btw-code".to_owned(), |it| it.description.clone()),
            percentage: known
                .map(|it| text::percentage(it.percentage))
                .unwrap_or_default(),
            base: text::amount(base),
            vat: text::amount(vat),
        }
    };
    codes.into_iter().map(row).collect()
}

fn ledger(company: &Company, entry: &SalesEntry) -> Vec<LedgerRow> {
    let row = |line: crate::books::TransactionLine| {
        let gl = company.gl_accounts.get(line.gl_account);
        let (debit, credit) = if line.amount.is_negative() {
            (String::new(), text::amount(-line.amount))
        } else {
            (text::amount(line.amount), String::new())
        };
        LedgerRow {
            gl_code: gl.map(|gl| gl.code.clone()).unwrap_or_default(),
            gl_name: gl.map(|gl| gl.description.clone()).unwrap_or_default(),
            debit,
            credit,
        }
    };
    company.lines_of(entry.id).into_iter().map(row).collect()
}
