//! `financialtransaction/Transactions`: every entry of every journal as a header, with its ledger lines.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::api::endpoint::{Child, Endpoint, Row, Rows, View, Wanted, candidates};
use crate::api::tables;
use crate::books::{Index, Posting, Record, SalesEntry};
use crate::odata::Value;

use super::postings::{SCOPE, type_text};
use super::shared::{Names, audit, status_text};
use super::transaction_lines::LedgerLine;

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    key: &["EntryID"],
    children: &[Child {
        name: "TransactionLines",
        table: &tables::transaction_lines::TABLE,
        path: "financialtransaction/TransactionLines",
        key: "ID",
    }],
    ..Endpoint::reading(
        "financialtransaction/Transactions",
        &tables::transactions::TABLE,
        SCOPE,
        rows,
    )
};

/// Where the filter can use an index.
const INDEXED: &[(&str, Index)] = &[
    ("EntryNumber", Index::EntryNumber),
    ("PaymentReference", Index::PaymentReference),
    ("Date", Index::Date),
    ("JournalCode", Index::Journal),
];

/// Postings have no reference in their head: asking for one must not look through them all.
const POSTING_INDEXED: &[(&str, Index)] = &[
    ("EntryNumber", Index::EntryNumber),
    ("Date", Index::Date),
    ("JournalCode", Index::Journal),
];

#[derive(Clone, Copy)]
enum Booked<'a> {
    Sale(&'a SalesEntry),
    Posting(&'a Posting),
}

struct Entry<'a> {
    view: &'a View<'a>,
    booked: Booked<'a>,
}

/// Sales and postings, merged in the order of their keys; both are walked only as far as they are needed.
fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let sales = candidates(&view.company.entries, wanted, "EntryID", INDEXED);
    let postings = candidates(&view.company.postings, wanted, "EntryID", POSTING_INDEXED);
    let mut sales = sales.filter(|it| view.sees(&it.stamp)).peekable();
    let mut postings = postings.filter(|it| view.sees(&it.stamp)).peekable();
    Box::new(std::iter::from_fn(move || {
        let first = match (sales.peek(), postings.peek()) {
            (Some(sale), Some(posting)) => sale.id < posting.id,
            (sale, _) => sale.is_some(),
        };
        let booked = if first {
            Booked::Sale(sales.next()?)
        } else {
            Booked::Posting(postings.next()?)
        };
        Some(Box::new(Entry { view, booked }) as Box<dyn Row>)
    }))
}

impl Row for Entry<'_> {
    fn get(&self, property: &str) -> Value {
        match self.booked {
            Booked::Sale(sale) => self.sale(sale, property),
            Booked::Posting(posting) => self.posting(posting, property),
        }
    }

    fn children(&self, _: &str) -> Vec<Box<dyn Row + '_>> {
        let (view, id) = (self.view, self.id());
        let lines = view.company.lines_of(id).into_iter();
        lines
            .map(|line| Box::new(LedgerLine { view, line }) as Box<dyn Row>)
            .collect()
    }
}

impl Entry<'_> {
    fn id(&self) -> Uuid {
        match self.booked {
            Booked::Sale(sale) => sale.id,
            Booked::Posting(posting) => posting.id,
        }
    }

    fn sale(&self, sale: &SalesEntry, property: &str) -> Value {
        let draft = &sale.draft;
        match property {
            "EntryID" => sale.id.into(),
            "EntryNumber" => sale.number.into(),
            "Date" => sale.date.into(),
            "Description" => Value::text(&draft.description),
            "Document" => draft.document.into(),
            "ExternalLinkReference" => Value::text(&draft.external_link),
            "FinancialPeriod" => sale.period.into(),
            "FinancialYear" => sale.year.into(),
            "IsExtraDuty" => Value::Bool(false),
            "JournalCode" => Value::text(&sale.journal),
            "JournalDescription" => Names(self.view).journal(&sale.journal),
            "PaymentConditionCode" => Value::text(&sale.payment_condition),
            "PaymentConditionDescription" => {
                let condition = self.view.company.condition(&sale.payment_condition);
                condition.map_or(Value::Null, |it| Value::text(&it.description))
            }
            "PaymentReference" => Value::text(&draft.payment_reference),
            "Status" => sale.status.number().into(),
            "StatusDescription" => status_text(sale.status),
            "Type" => sale.kind().into(),
            "TypeDescription" => Value::text(type_text(sale.kind())),
            other => audit(self.view, sale.stamp(), other)
                .or_else(|| Names(self.view).beside(other, draft.document, ("", "")))
                .unwrap_or(Value::Null),
        }
    }

    fn posting(&self, posting: &Posting, property: &str) -> Value {
        match property {
            "EntryID" => posting.id.into(),
            "EntryNumber" => posting.number.into(),
            "Date" => posting.date.into(),
            "Description" => self.posting_text(posting),
            "FinancialPeriod" => posting.period.into(),
            "FinancialYear" => posting.year.into(),
            "IsExtraDuty" => Value::Bool(false),
            "JournalCode" => Value::text(&posting.journal),
            "JournalDescription" => Names(self.view).journal(&posting.journal),
            "OpeningBalanceFC" if posting.is_flow() => posting.opening.into(),
            "ClosingBalanceFC" if posting.is_flow() => posting.closing.into(),
            "Status" => posting.status.number().into(),
            "StatusDescription" => status_text(posting.status),
            "Type" => posting.kind.into(),
            "TypeDescription" => Value::text(type_text(posting.kind)),
            other => audit(self.view, posting.stamp(), other).unwrap_or(Value::Null),
        }
    }

    /// The head's text, or the one text that all lines have.
    fn posting_text(&self, posting: &Posting) -> Value {
        if !posting.draft.description.is_empty() {
            return Value::text(&posting.draft.description);
        }
        let texts = posting
            .lines
            .iter()
            .map(|line| line.draft.description.as_str());
        let texts: BTreeSet<&str> = texts.collect();
        match texts.first() {
            Some(text) if texts.len() == 1 => Value::text(text),
            _ => Value::Null,
        }
    }
}
