//! Open items: `cashflow/Receivables`, `cashflow/Payments`, their bulk twins and `sync/Cashflow/PaymentTerms`.
//! Nothing here tells what was matched with what; the real service does not either.

use std::cell::OnceCell;

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::Fields;
use crate::api::tables;
use crate::books::{Deed, Index, PaymentTerm, TermStatus, TransactionLine};
use crate::money::Money;
use crate::odata::Value;
use crate::state::Core;

use super::shared::{Names, act, audit, company, country};

const RECEIVABLES: &str = "financial.receivables";
const CASHFLOW: &str = "financial.cashflow";

pub(crate) static RECEIVABLE: Endpoint = Endpoint {
    put: Some(put_receivable),
    ..Endpoint::reading(
        "cashflow/Receivables",
        &tables::receivables::TABLE,
        RECEIVABLES,
        receivables,
    )
};

pub(crate) static PAYMENT: Endpoint = Endpoint {
    put: Some(put_payment),
    ..Endpoint::reading(
        "cashflow/Payments",
        &tables::payments::TABLE,
        CASHFLOW,
        payments,
    )
};

pub(crate) static BULK_RECEIVABLE: Endpoint = Endpoint::bulk(
    "bulk/Cashflow/Receivables",
    &tables::bulk_receivables::TABLE,
    (RECEIVABLES, RECEIVABLE_FILTERS),
    receivables,
);

pub(crate) static BULK_PAYMENT: Endpoint = Endpoint::bulk(
    "bulk/Cashflow/Payments",
    &tables::bulk_payments::TABLE,
    (CASHFLOW, PAYMENT_FILTERS),
    payments,
);

pub(crate) static SYNC: Endpoint = Endpoint::syncing(
    "sync/Cashflow/PaymentTerms",
    &tables::sync_payment_terms::TABLE,
    CASHFLOW,
    changes,
);

/// What a bulk read may filter (facts 2.6).
const RECEIVABLE_FILTERS: &[&str] = &[
    "Account",
    "Document",
    "EndDate",
    "EndToEndID",
    "EntryDate",
    "EntryID",
    "GLAccount",
    "ID",
    "InvoiceDate",
    "InvoiceNumber",
    "Source",
    "Status",
    "TransactionID",
    "TransactionType",
];

const PAYMENT_FILTERS: &[&str] = &[
    "Account",
    "AccountBankAccountID",
    "AccountContact",
    "BankAccountID",
    "Document",
    "EndDate",
    "EntryDate",
    "EntryID",
    "GLAccount",
    "ID",
    "InvoiceDate",
    "InvoiceNumber",
    "Source",
    "Status",
    "TransactionID",
    "TransactionType",
];

/// Where the filter can use an index.
const INDEXED: &[(&str, Index)] = &[
    ("TransactionEntryID", Index::Entry),
    ("TransactionID", Index::Line),
    ("EntryID", Index::Group),
    ("YourRef", Index::YourRef),
    ("InvoiceNumber", Index::InvoiceNumber),
    ("EntryNumber", Index::EntryNumber),
    ("PaymentReference", Index::PaymentReference),
    ("Account", Index::Account),
    ("Status", Index::Status),
    ("Journal", Index::Journal),
];

struct Term<'a> {
    view: &'a View<'a>,
    term: &'a PaymentTerm,
    /// Its ledger line, unpacked when something is asked that only the line says.
    line: OnceCell<Option<TransactionLine>>,
}

impl<'a> Term<'a> {
    fn row(view: &'a View<'a>, term: &'a PaymentTerm) -> Box<dyn Row + 'a> {
        let line = OnceCell::new();
        Box::new(Term { view, term, line })
    }
}

fn receivables<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let hidden = |term: &PaymentTerm| {
        let posting = view.company.postings.get(term.entry);
        view.switches.hide_imported_receipts && posting.is_some_and(|it| it.draft.imported)
    };
    let found = candidates(&view.company.terms, wanted, "ID", INDEXED);
    let seen = found.filter(move |term| !term.payable && view.sees(&term.stamp) && !hidden(term));
    Box::new(seen.map(move |term| Term::row(view, term)))
}

fn payments<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let found = candidates(&view.company.terms, wanted, "ID", INDEXED);
    let seen = found.filter(|term| term.payable && view.sees(&term.stamp));
    Box::new(seen.map(move |term| Term::row(view, term)))
}

/// Customers and suppliers mixed.
fn changes<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let changed = view.company.terms.changed_after(wanted.since());
    let seen = view.seen_changes(changed, |term| &term.stamp);
    Box::new(seen.map(move |term| Term::row(view, term)))
}

impl Row for Term<'_> {
    fn get(&self, property: &str) -> Value {
        let term = self.term;
        match property {
            "ID" => term.id.into(),
            "EntryID" => term.group.into(),
            "Account" => term.account.into(),
            "GLAccount" => term.gl_account.into(),
            "AmountDC" | "AmountFC" => self.amount().into(),
            "AmountDiscountDC" | "AmountDiscountFC" => Value::from(Money::ZERO),
            "DueDate" => term.due_date.into(),
            "EndDate" => term.end_date.into(),
            "LastPaymentDate" => term.last_payment.into(),
            "IsFullyPaid" => Value::Bool(term.status == TermStatus::Matched),
            "Status" => term.status.number().into(),
            "LineType" => Value::Int(if term.payable { 22 } else { 20 }),
            "ApprovalStatus" if term.payable => Value::Int(1),
            "InvoiceNumber" => term.invoice_number.into(),
            "EntryNumber" => term.entry_number.into(),
            "InvoiceDate" | "EntryDate" => term.date.into(),
            "Journal" => Value::text(&term.journal),
            "YourRef" => Value::text(&term.your_ref),
            "PaymentReference" => Value::text(&term.payment_reference),
            "PaymentMethod" => Value::text(&term.payment_method),
            "Description" => Value::text(&term.description),
            "Currency" => Value::text(self.view.company.currency()),
            "RateFC" => Value::Int(1),
            "IsBatchBooking" => Value::Int(0),
            "TransactionID" => term.line.into(),
            "TransactionEntryID" => term.entry.into(),
            "TransactionType" => term.kind.into(),
            other => self
                .around(other)
                .or_else(|| audit(self.view, &term.stamp, other))
                .or_else(|| self.booking(other))
                .unwrap_or(Value::Null),
        }
    }
}

impl Term<'_> {
    /// The sign is disputed (point 34); a supplier's is the other way round.
    fn amount(&self) -> Money {
        let turned = self.view.switches.amount_dc_negative != self.term.payable;
        if turned {
            -self.term.amount
        } else {
            self.term.amount
        }
    }

    fn around(&self, property: &str) -> Option<Value> {
        let (term, names) = (self.term, Names(self.view));
        Some(match property {
            "AccountCode" => names.account_code(term.account),
            "AccountName" => names.account(term.account),
            "AccountCountry" => {
                let account = self.view.company.accounts.get(term.account)?;
                country(&account.country, self.view.switches)
            }
            "GLAccountCode" => names.gl_code(term.gl_account),
            "GLAccountDescription" => names.gl_name(term.gl_account),
            "JournalDescription" => names.journal(&term.journal),
            "EndYear" => term.end_date.map(|date| date.year()).into(),
            "EndPeriod" => {
                let period = self.view.company.period_of(term.end_date?)?;
                period.period.into()
            }
            _ => return None,
        })
    }

    /// What the linked booking says.
    fn booking(&self, property: &str) -> Option<Value> {
        let company = self.view.company;
        let line = self.line.get_or_init(|| company.lines.get(self.term.line));
        let line = line.as_ref()?;
        let sale = company.entries.get(self.term.entry);
        let condition = || company.condition(&sale?.payment_condition);
        let total = if self.term.payable {
            -line.amount
        } else {
            line.amount
        };
        Some(match property {
            "TransactionAmountDC" | "TransactionAmountFC" => total.into(),
            "TransactionStatus" => line.status.number().into(),
            "TransactionDueDate" => line.due_date.into(),
            "TransactionReportingYear" => line.year.into(),
            "TransactionReportingPeriod" => line.period.into(),
            "TransactionIsReversal" => sale.is_some_and(|sale| sale.draft.reversal).into(),
            "OrderNumber" => line.order_number.into(),
            "Document" => line.document.into(),
            "PaymentCondition" => Value::text(&sale?.payment_condition),
            "PaymentConditionDescription" => Value::text(&condition()?.description),
            "PaymentDays" => condition()?.days.into(),
            other => return Names(self.view).beside(other, line.document, ("", "")),
        })
    }
}

fn put_receivable(
    core: &mut Core,
    writer: &Writer,
    id: Uuid,
    fields: &Fields,
) -> Result<(), Failure> {
    put(core, writer, (id, false), fields)
}

fn put_payment(core: &mut Core, writer: &Writer, id: Uuid, fields: &Fields) -> Result<(), Failure> {
    put(core, writer, (id, true), fields)
}

/// Only text, method and reference: what prepares a collection.
fn put(
    core: &mut Core,
    writer: &Writer,
    (id, payable): (Uuid, bool),
    fields: &Fields,
) -> Result<(), Failure> {
    let term = company(core, writer)?.terms.get(id);
    term.filter(|term| term.payable == payable)
        .ok_or(Failure::NotFound)?;
    let sent = |name: &str| {
        let known = fields.ones().any(|(sent, _)| sent == name);
        known.then(|| fields.text(name).unwrap_or_default())
    };
    let deed = Deed::ChangeTerm {
        id,
        description: sent("Description"),
        payment_method: sent("PaymentMethod"),
        payment_reference: sent("PaymentReference"),
    };
    act(core, writer, deed)
}
