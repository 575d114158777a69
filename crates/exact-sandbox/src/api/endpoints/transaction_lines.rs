//! `financialtransaction/TransactionLines` and its sync and bulk twins: the lines of the general ledger.

use crate::api::endpoint::{Endpoint, ReadRule, Row, Rows, SYNC_PAGE, View, Wanted, candidates};
use crate::api::tables;
use crate::books::{Index, TransactionLine};
use crate::odata::Value;

use super::shared::{Names, account_code, audit, vat_code};

const SCOPE: &str = "financial.accounting";

/// Fields that satisfy the mandatory filter (facts 2.6). PaymentReference is not on the published list; a live client
/// filters on it, so it is taken as well.
const FILTERS: &[&str] = &[
    "ID",
    "Account",
    "AccountCode",
    "Asset",
    "CostCenter",
    "CostUnit",
    "Date",
    "Description",
    "Document",
    "EntryID",
    "EntryNumber",
    "FinancialPeriod",
    "FinancialYear",
    "GLAccount",
    "GLAccountCode",
    "InvoiceNumber",
    "Item",
    "JournalCode",
    "Modified",
    "OffsetID",
    "OrderNumber",
    "Project",
    "ProjectCode",
    "ShopOrder",
    "Status",
    "Subscription",
    "Type",
    "VATCode",
    "VATType",
    "YourRef",
    "PaymentReference",
];

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    rule: ReadRule::Filtered(FILTERS),
    ..Endpoint::reading(
        "financialtransaction/TransactionLines",
        &tables::transaction_lines::TABLE,
        SCOPE,
        rows,
    )
};

pub(crate) static BULK: Endpoint = Endpoint {
    page: SYNC_PAGE,
    rule: ReadRule::Filtered(FILTERS),
    ..Endpoint::reading(
        "bulk/Financial/TransactionLines",
        &tables::bulk_transaction_lines::TABLE,
        SCOPE,
        rows,
    )
};

pub(crate) static SYNC: Endpoint = Endpoint::syncing(
    "sync/Financial/TransactionLines",
    &tables::sync_transaction_lines::TABLE,
    SCOPE,
    changes,
);

/// Where the filter can use an index.
pub(super) const INDEXED: &[(&str, Index)] = &[
    ("EntryID", Index::Entry),
    ("YourRef", Index::YourRef),
    ("EntryNumber", Index::EntryNumber),
    ("InvoiceNumber", Index::InvoiceNumber),
    ("PaymentReference", Index::PaymentReference),
    ("JournalCode", Index::JournalDate),
    ("Account", Index::Account),
    ("Date", Index::Date),
];

/// A line of the ledger.
pub(super) struct LedgerLine<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) line: TransactionLine,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let found = candidates(&view.company.lines, wanted, "ID", INDEXED);
    let seen = found.filter(|line| view.sees(&line.stamp));
    Box::new(seen.map(move |line| Box::new(LedgerLine { view, line }) as Box<dyn Row>))
}

fn changes<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let changed = view.company.lines.changed_after(wanted.since());
    let seen = view.seen_changes(changed, |line| &line.stamp);
    Box::new(seen.map(move |line| Box::new(LedgerLine { view, line }) as Box<dyn Row>))
}

impl Row for LedgerLine<'_> {
    fn get(&self, property: &str) -> Value {
        let (line, company) = (&self.line, self.view.company);
        match property {
            "ID" => line.id.into(),
            "EntryID" => line.entry.into(),
            "EntryNumber" => line.entry_number.into(),
            "InvoiceNumber" => line.invoice_number.into(),
            "LineNumber" => line.number.into(),
            "LineType" => Value::Int(0),
            "Type" => line.kind.into(),
            "Status" => line.status.number().into(),
            "JournalCode" => Value::text(&line.journal),
            "JournalDescription" => company
                .journal(&line.journal)
                .map_or(Value::Null, |it| Value::text(&it.description)),
            "Account" => line.account.into(),
            "AccountCode" => company
                .accounts
                .get(line.account)
                .map_or(Value::Null, |it| account_code(&it.code)),
            "AccountName" => company
                .accounts
                .get(line.account)
                .map_or(Value::Null, |it| Value::text(&it.name)),
            "GLAccount" => line.gl_account.into(),
            "GLAccountCode" => company
                .gl_accounts
                .get(line.gl_account)
                .map_or(Value::Null, |it| Value::text(&it.code)),
            "GLAccountDescription" => company
                .gl_accounts
                .get(line.gl_account)
                .map_or(Value::Null, |it| Value::text(&it.description)),
            "AmountDC" | "AmountFC" => line.amount.into(),
            "Currency" => Value::text(&line.currency),
            "ExchangeRate" => Value::Int(1),
            "Date" => line.date.into(),
            "FinancialYear" => line.year.into(),
            "FinancialPeriod" => line.period.into(),
            "Description" => Value::text(&line.description),
            "Notes" => Value::text(&line.notes),
            "OffsetID" => line.offset.into(),
            other => self
                .vat(other)
                .or_else(|| self.header(other))
                .unwrap_or(Value::Null),
        }
    }
}

impl LedgerLine<'_> {
    fn vat(&self, property: &str) -> Option<Value> {
        let line = &self.line;
        let code = self.view.company.vat_code(&line.vat_code);
        Some(match property {
            "VATCode" => vat_code(&line.vat_code, self.view.switches),
            "VATCodeDescription" => code.map_or(Value::Null, |it| Value::text(&it.description)),
            "VATPercentage" => line.vat_percentage.into(),
            "VATType" => line.vat_type.into(),
            "AmountVATBaseFC" => line.vat_base.into(),
            "AmountVATFC" => line.vat_amount.into(),
            _ => return None,
        })
    }

    fn header(&self, property: &str) -> Option<Value> {
        let line = &self.line;
        Some(match property {
            "DueDate" => line.due_date.into(),
            "YourRef" => Value::text(&line.your_ref),
            "PaymentReference" => Value::text(&line.payment_reference),
            "ExternalLinkReference" => Value::text(&line.external_link),
            "CostCenter" => Value::text(&line.cost_centre),
            "CostUnit" => Value::text(&line.cost_unit),
            "Quantity" => line.quantity.into(),
            "OrderNumber" => line.order_number.into(),
            "Document" => line.document.into(),
            other => {
                let codes = (line.cost_centre.as_ref(), line.cost_unit.as_ref());
                let beside = Names(self.view).beside(other, line.document, codes);
                return beside.or_else(|| audit(self.view, &line.stamp, other));
            }
        })
    }
}
