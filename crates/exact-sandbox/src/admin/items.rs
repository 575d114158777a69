//! The part of `/_sandbox/books` about money: entries in bank, cash and general journals, and open items. Unlike the
//! API it tells what was matched with what.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::books::{BookedLine, Company, PaymentTerm, Posting};

/// An entry in a bank, cash or general journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "each field is what its name says; amounts are decimal strings"
)]
pub struct PostingView {
    pub id: Uuid,
    pub number: i32,
    pub journal: String,
    /// 40 cash flow, 83 payment difference, 90 other.
    #[serde(rename = "type")]
    pub kind: i64,
    pub date: Date,
    pub year: i16,
    pub period: i16,
    /// 20 open, 50 processed.
    pub status: i64,
    pub opening: String,
    pub closing: String,
    pub lines: Vec<PostingLineView>,
}

/// A line of such an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "each field is what its name says; amounts are decimal strings"
)]
pub struct PostingLineView {
    pub id: Uuid,
    pub gl_code: String,
    pub account_code: String,
    /// Bank and cash: received is positive. General: debit is positive.
    pub amount: String,
    pub vat: String,
    pub description: String,
    pub your_ref: String,
    pub our_ref: Option<i32>,
}

/// An open or matched item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "each field is what its name says; amounts are decimal strings"
)]
pub struct ItemView {
    pub id: Uuid,
    /// Groups the parts of a split item.
    pub group: Uuid,
    pub entry: Uuid,
    pub entry_number: i32,
    pub journal: String,
    /// 20, 21, 40, 83, 90.
    #[serde(rename = "type")]
    pub kind: i64,
    pub account_code: String,
    pub payable: bool,
    /// Debit positive: to be received.
    pub amount: String,
    pub date: Date,
    pub due_date: Date,
    pub your_ref: String,
    /// 20 open, 50 matched.
    pub status: i64,
    pub end_date: Option<Date>,
    pub last_payment: Option<Date>,
    /// The set it was matched in.
    pub matching: Option<Uuid>,
}

pub(super) fn postings(company: &Company) -> Vec<PostingView> {
    let mut all: Vec<&Posting> = company.postings.iter().collect();
    all.sort_by_key(|it| (it.journal.clone(), it.year, it.number));
    all.into_iter().map(|it| posting(company, it)).collect()
}

fn account_code(company: &Company, id: Option<Uuid>) -> String {
    let account = id.and_then(|id| company.accounts.get(id));
    account.map(|it| it.code.clone()).unwrap_or_default()
}

fn posting(company: &Company, it: &Posting) -> PostingView {
    let line = |line: &BookedLine| PostingLineView {
        id: line.draft.id,
        gl_code: company
            .gl_accounts
            .get(line.gl_account)
            .map(|gl| gl.code.clone())
            .unwrap_or_default(),
        account_code: account_code(company, line.draft.account),
        amount: line.amount.to_string(),
        vat: line.vat.to_string(),
        description: line.draft.description.clone(),
        your_ref: line.draft.your_ref.clone(),
        our_ref: line.draft.our_ref,
    };
    PostingView {
        id: it.id,
        number: it.number,
        journal: it.journal.clone(),
        kind: it.kind,
        date: it.date,
        year: it.year,
        period: it.period,
        status: it.status.number(),
        opening: it.opening.to_string(),
        closing: it.closing.to_string(),
        lines: it.lines.iter().map(line).collect(),
    }
}

pub(super) fn items(company: &Company) -> Vec<ItemView> {
    let view = |it: &PaymentTerm| ItemView {
        id: it.id,
        group: it.group,
        entry: it.entry,
        entry_number: it.entry_number,
        journal: it.journal.clone(),
        kind: it.kind,
        account_code: account_code(company, Some(it.account)),
        payable: it.payable,
        amount: it.amount.to_string(),
        date: it.date,
        due_date: it.due_date,
        your_ref: it.your_ref.clone(),
        status: it.status.number(),
        end_date: it.end_date,
        last_payment: it.last_payment,
        matching: it.matching,
    };
    let mut views: Vec<_> = company.terms.iter().map(view).collect();
    views.sort_by_key(|it| (it.account_code.clone(), it.date, it.entry_number, it.id));
    views
}
