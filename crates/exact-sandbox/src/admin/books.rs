//! `/_sandbox/books?division=N`: the books of a company as JSON, for comparing.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::items::{ItemView, PostingView, items, postings};
use super::{json, refused};
use crate::books::{Company, Index, SalesEntry, SalesLine};
use crate::money::Money;
use crate::state::Shared;

/// A company's books.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "each field is what its name says; amounts are decimal strings"
)]
pub struct BooksSnapshot {
    pub division: i32,
    pub name: String,
    pub accounts: Vec<AccountView>,
    pub gl_accounts: Vec<GlAccountView>,
    pub journals: Vec<JournalView>,
    /// In the order of journal, year and number.
    pub entries: Vec<EntryView>,
    /// In the order of their numbers.
    #[serde(default)]
    pub documents: Vec<DocumentView>,
    /// Entries in bank, cash and general journals, in the order of journal, year and number.
    #[serde(default)]
    pub postings: Vec<PostingView>,
    /// All open and matched items, by relation, date and number.
    #[serde(default)]
    pub items: Vec<ItemView>,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is what its name says")]
pub struct DocumentView {
    pub id: Uuid,
    pub number: i32,
    pub subject: String,
    #[serde(rename = "type")]
    pub kind: i32,
    pub account_id: Option<Uuid>,
    pub date: Option<Date>,
    /// The entry that it names.
    pub entry_id: Option<Uuid>,
    pub invoice_number: Option<i32>,
    pub attachments: Vec<AttachmentView>,
}

/// A file of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is what its name says")]
pub struct AttachmentView {
    pub id: Uuid,
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// In lower-case hex.
    pub sha256: String,
}

/// A relation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is what its name says")]
pub struct AccountView {
    pub id: Uuid,
    pub code: String,
    pub name: String,
    pub status: String,
    pub blocked: bool,
    pub address_line1: String,
    pub postcode: String,
    pub city: String,
    pub country: String,
    pub vat_number: String,
    pub email: String,
}

/// A ledger account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is what its name says")]
pub struct GlAccountView {
    pub id: Uuid,
    pub code: String,
    pub description: String,
    #[serde(rename = "type")]
    pub kind: i32,
    pub blocked: bool,
}

/// A journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is what its name says")]
pub struct JournalView {
    pub code: String,
    pub description: String,
    #[serde(rename = "type")]
    pub kind: i32,
    pub blocked: bool,
    /// Entries still to be processed.
    pub open: usize,
}

/// A sales entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "each field is what its name says; amounts are decimal strings"
)]
pub struct EntryView {
    pub id: Uuid,
    pub number: i32,
    pub journal: String,
    pub customer_code: String,
    pub customer_id: Uuid,
    pub customer_name: String,
    pub date: Date,
    pub due_date: Date,
    pub year: i16,
    pub period: i16,
    pub your_ref: String,
    pub payment_reference: String,
    pub payment_condition: String,
    pub description: String,
    pub external_link: String,
    /// 20 open, 50 processed.
    pub status: i64,
    /// 20 sales entry, 21 credit note.
    #[serde(rename = "type")]
    pub kind: i64,
    pub currency: String,
    pub net: String,
    pub vat: String,
    pub total: String,
    pub lines: Vec<LineView>,
    pub terms: Vec<TermView>,
}

/// A line of a sales entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "each field is what its name says; amounts are decimal strings"
)]
pub struct LineView {
    pub id: Uuid,
    pub number: i32,
    pub gl_code: String,
    pub vat_code: String,
    pub vat_percentage: String,
    pub net: String,
    pub vat: String,
    pub description: String,
    pub cost_centre: String,
}

/// What is to be received, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "each field is what its name says; amounts are decimal strings"
)]
pub struct TermView {
    pub id: Uuid,
    pub amount: String,
    pub due_date: Date,
    /// 20 open, 50 matched.
    #[serde(default)]
    pub status: i64,
}

/// Which company.
#[derive(Debug, Deserialize)]
pub(super) struct Which {
    division: i32,
}

/// The books.
pub(super) async fn show(
    State(shared): State<Shared>,
    which: Result<Query<Which>, QueryRejection>,
) -> Response {
    let which = match which {
        Ok(Query(which)) => which,
        Err(why) => return refused(StatusCode::BAD_REQUEST, &why.body_text()),
    };
    let core = shared.lock();
    match core.books.company(which.division) {
        Some(company) => json(&snapshot(company)),
        None => refused(
            StatusCode::NOT_FOUND,
            "there is no company with this division",
        ),
    }
}

/// The books of a company.
pub(crate) fn snapshot(company: &Company) -> BooksSnapshot {
    let mut entries: Vec<&SalesEntry> = company.entries.iter().collect();
    entries.sort_by_key(|entry| (entry.journal.clone(), entry.year, entry.number));
    BooksSnapshot {
        division: company.profile.division,
        name: company.profile.name.clone(),
        accounts: accounts(company),
        gl_accounts: gl_accounts(company),
        journals: journals(company),
        entries: entries
            .into_iter()
            .map(|entry| entry_view(company, entry))
            .collect(),
        documents: documents(company),
        postings: postings(company),
        items: items(company),
    }
}

fn documents(company: &Company) -> Vec<DocumentView> {
    let file = |it: &crate::books::Attachment| AttachmentView {
        id: it.id,
        name: it.file_name.clone(),
        size: it.size,
        sha256: it.sha256.clone(),
    };
    let view = |it: &crate::books::Document| DocumentView {
        id: it.id,
        number: it.hid,
        subject: it.subject.clone(),
        kind: it.kind,
        account_id: it.account,
        date: it.date,
        entry_id: it.entry,
        invoice_number: it.invoice_number,
        attachments: company.attachments_of(it.id).map(file).collect(),
    };
    let mut views: Vec<_> = company.documents.iter().map(view).collect();
    views.sort_by_key(|it| it.number);
    views
}

fn accounts(company: &Company) -> Vec<AccountView> {
    let view = |it: &crate::books::Account| AccountView {
        id: it.id,
        code: it.code.clone(),
        name: it.name.clone(),
        status: it.status.clone(),
        blocked: it.blocked,
        address_line1: it.address_line1.clone(),
        postcode: it.postcode.clone(),
        city: it.city.clone(),
        country: it.country.clone(),
        vat_number: it.vat_number.clone(),
        email: it.email.clone(),
    };
    let mut views: Vec<_> = company.accounts.iter().map(view).collect();
    views.sort_by_key(|it| (it.code.len(), it.code.clone()));
    views
}

fn gl_accounts(company: &Company) -> Vec<GlAccountView> {
    let view = |it: &crate::books::GlAccount| GlAccountView {
        id: it.id,
        code: it.code.clone(),
        description: it.description.clone(),
        kind: it.kind,
        blocked: it.blocked,
    };
    let mut views: Vec<_> = company.gl_accounts.iter().map(view).collect();
    views.sort_by(|a, b| a.code.cmp(&b.code));
    views
}

fn journals(company: &Company) -> Vec<JournalView> {
    let open = |code: &str| {
        let entries = company.entries.find(Index::Journal, code);
        entries
            .filter(|entry| entry.status == crate::books::Status::Open)
            .count()
    };
    let view = |it: &crate::books::Journal| JournalView {
        code: it.code.clone(),
        description: it.description.clone(),
        kind: it.kind,
        blocked: it.blocked,
        open: open(&it.code),
    };
    let mut views: Vec<_> = company.journals.iter().map(view).collect();
    views.sort_by(|a, b| a.code.cmp(&b.code));
    views
}

fn entry_view(company: &Company, entry: &SalesEntry) -> EntryView {
    let customer = company.accounts.get(entry.customer);
    let terms = company.terms.find(Index::Entry, &entry.id.to_string());
    let text = Money::to_string;
    EntryView {
        id: entry.id,
        number: entry.number,
        journal: entry.journal.clone(),
        customer_code: customer.map(|it| it.code.clone()).unwrap_or_default(),
        customer_id: entry.customer,
        customer_name: customer.map(|it| it.name.clone()).unwrap_or_default(),
        date: entry.date,
        due_date: entry.due_date,
        year: entry.year,
        period: entry.period,
        your_ref: entry.draft.your_ref.clone(),
        payment_reference: entry.draft.payment_reference.clone(),
        payment_condition: entry.payment_condition.clone(),
        description: entry.draft.description.clone(),
        external_link: entry.draft.external_link.clone(),
        status: entry.status.number(),
        kind: entry.kind(),
        currency: entry.currency.clone(),
        net: text(&entry.net()),
        vat: text(&entry.vat()),
        total: text(&entry.total()),
        lines: entry
            .lines()
            .iter()
            .map(|line| line_view(company, line))
            .collect(),
        terms: terms
            .map(|term| TermView {
                id: term.id,
                amount: text(&term.amount),
                due_date: term.due_date,
                status: term.status.number(),
            })
            .collect(),
    }
}

fn line_view(company: &Company, line: &SalesLine) -> LineView {
    LineView {
        id: line.draft.id,
        number: line.number,
        gl_code: company
            .gl_accounts
            .get(line.gl_account)
            .map(|it| it.code.clone())
            .unwrap_or_default(),
        vat_code: line.vat_code.clone(),
        vat_percentage: line.vat_percentage.normalize().to_string(),
        net: line.net.to_string(),
        vat: line.vat.to_string(),
        description: line.draft.description.clone(),
        cost_centre: line.draft.cost_centre.clone().unwrap_or_default(),
    }
}
