//! `salesinvoice/SalesInvoices` and its bulk twin: invoices from items, which are not in the books until they are
//! printed (facts 4.13).

use uuid::Uuid;

use crate::api::endpoint::{
    Child, Endpoint, ReadRule, Row, Rows, SYNC_PAGE, View, Wanted, Writer, candidates,
};
use crate::api::failure::Failure;
use crate::api::fields::{Fields, shown};
use crate::api::tables;
use crate::books::{
    Deed, Index, InvoiceDeed, InvoiceDraft, InvoiceStatus, SalesInvoice, invoice_type,
};
use crate::odata::Value;
use crate::state::Core;

use super::sales_invoice_lines::{InvoiceRow, line};
use super::shared::{Names, act, audit, chosen_key, company, keep};

/// The scope of everything about invoices.
pub(super) const SCOPE: &str = "sales.invoices";

/// Fields that satisfy the mandatory filter (facts 2.6).
const FILTERS: &[&str] = &[
    "InvoiceID",
    "Created",
    "DeliverTo",
    "DeliverToAddress",
    "DeliverToContactPerson",
    "Description",
    "Document",
    "InvoiceDate",
    "InvoiceNumber",
    "InvoiceTo",
    "InvoiceToContactPerson",
    "Journal",
    "Modified",
    "OrderedBy",
    "OrderedByContactPerson",
    "OrderNumber",
    "PaymentReference",
    "Salesperson",
    "SelectionCode",
    "Status",
    "TaxSchedule",
    "Type",
    "Warehouse",
    "YourRef",
];

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    key: &["InvoiceID"],
    rule: ReadRule::Filtered(FILTERS),
    children: &[Child {
        name: "SalesInvoiceLines",
        table: &tables::sales_invoice_lines::TABLE,
        path: "salesinvoice/SalesInvoiceLines",
        key: "ID",
    }],
    post: Some(post),
    put: Some(put),
    delete: Some(|core, writer, id| act(core, writer, Deed::Invoice(InvoiceDeed::Delete(id)))),
    ..Endpoint::reading(
        "salesinvoice/SalesInvoices",
        &tables::sales_invoices::TABLE,
        SCOPE,
        rows,
    )
};

pub(crate) static BULK: Endpoint = Endpoint {
    key: &["InvoiceID"],
    rule: ReadRule::Filtered(FILTERS),
    page: SYNC_PAGE,
    children: ENDPOINT.children,
    ..Endpoint::reading(
        "bulk/SalesInvoice/SalesInvoices",
        &tables::bulk_sales_invoices::TABLE,
        SCOPE,
        rows,
    )
};

/// Where the filter can use an index.
const INDEXED: &[(&str, Index)] = &[
    ("InvoiceNumber", Index::EntryNumber),
    ("YourRef", Index::YourRef),
    ("PaymentReference", Index::PaymentReference),
    ("OrderedBy", Index::Account),
    ("InvoiceTo", Index::Account),
    ("DeliverTo", Index::Account),
    ("Document", Index::Document),
    ("Journal", Index::Journal),
    ("InvoiceDate", Index::Date),
    ("Status", Index::Status),
];

struct Head<'a> {
    view: &'a View<'a>,
    invoice: &'a SalesInvoice,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let found = candidates(&view.company.invoices, wanted, "InvoiceID", INDEXED);
    let seen = found.filter(|invoice| view.sees(&invoice.stamp));
    Box::new(seen.map(move |invoice| Box::new(Head { view, invoice }) as Box<dyn Row>))
}

impl Row for Head<'_> {
    fn get(&self, property: &str) -> Value {
        let (invoice, view) = (self.invoice, self.view);
        head(view, invoice, property)
            .or_else(|| audit(view, &invoice.stamp, property))
            .unwrap_or_else(|| shown(invoice.draft.other.get(property)))
    }

    fn children(&self, _: &str) -> Vec<Box<dyn Row + '_>> {
        let (view, invoice) = (self.view, self.invoice);
        let lines = view.company.invoice_lines_of(invoice.draft.id).into_iter();
        let row = |line| InvoiceRow {
            view,
            invoice,
            line,
        };
        lines
            .map(|line| Box::new(row(line)) as Box<dyn Row>)
            .collect()
    }
}

/// What the head of an invoice says of itself; `None` for what it only keeps.
pub(super) fn head(view: &View<'_>, invoice: &SalesInvoice, property: &str) -> Option<Value> {
    let (draft, names) = (&invoice.draft, Names(view));
    let deliver_to = draft.deliver_to.or(draft.ordered_by);
    let condition = || view.company.condition(&invoice.payment_condition);
    Some(match property {
        "InvoiceID" => draft.id.into(),
        "AmountFC" | "AmountDC" => invoice.total().into(),
        "AmountFCExclVat" => invoice.net.into(),
        "VATAmountFC" | "VATAmountDC" => invoice.vat.into(),
        "Currency" => Value::text(draft.currency.as_deref().unwrap_or(view.company.currency())),
        "OrderedBy" => draft.ordered_by.into(),
        "OrderedByName" => names.account(draft.ordered_by.unwrap_or_default()),
        "InvoiceTo" => invoice.invoice_to.into(),
        "InvoiceToName" => names.account(invoice.invoice_to),
        "DeliverTo" => deliver_to.into(),
        "DeliverToName" => names.account(deliver_to.unwrap_or_default()),
        "Description" => Value::text(&draft.description),
        "Document" => draft.document.into(),
        "DueDate" => invoice.due_date.into(),
        "InvoiceDate" => invoice.date.into(),
        "InvoiceNumber" => invoice.number.into(),
        "Journal" => Value::text(invoice.journal()),
        "JournalDescription" => names.journal(invoice.journal()),
        "OrderNumber" => draft.order_number.into(),
        "PaymentCondition" => Value::text(&invoice.payment_condition),
        "PaymentConditionDescription" => {
            condition().map_or(Value::Null, |it| Value::text(&it.description))
        }
        "PaymentReference" => Value::text(&draft.payment_reference),
        "Status" => invoice.status.number().into(),
        "StatusDescription" => Value::text(status_text(invoice.status)),
        "Type" => invoice.kind.into(),
        "TypeDescription" => Value::text(type_text(invoice.kind)),
        "YourRef" => Value::text(&draft.your_ref),
        "IsExtraDuty" => Value::Bool(false),
        other => return names.beside(other, draft.document, ("", "")),
    })
}

/// Dutch word for how far an invoice is.
pub(crate) fn status_text(status: InvoiceStatus) -> &'static str {
    match status {
        InvoiceStatus::Concept => "Concept",
        InvoiceStatus::Open => "Open",
        InvoiceStatus::Printed => "Verwerkt",
    }
}

fn type_text(kind: i32) -> &'static str {
    match kind {
        invoice_type::INVOICE => "Verkoopfactuur",
        invoice_type::CREDIT => "Creditfactuur",
        invoice_type::DIRECT => "Directe verkoopfactuur",
        invoice_type::DIRECT_CREDIT => "Directe creditfactuur",
        _ => "",
    }
}

/// Takes the sent header properties over; those that were not sent stay as they are.
fn fill(draft: &mut InvoiceDraft, fields: &Fields, truncate: bool) {
    for (name, value) in fields.ones() {
        let text = || fields.text(name).unwrap_or_default();
        match name {
            "InvoiceID" => {}
            "Journal" => draft.journal = fields.text(name).map(|code| code.trim().to_owned()),
            "Type" => draft.kind = fields.int(name),
            "OrderedBy" => draft.ordered_by = fields.guid(name),
            "InvoiceTo" => draft.invoice_to = fields.guid(name),
            "DeliverTo" => draft.deliver_to = fields.guid(name),
            "DueDate" => draft.due_date = fields.date(name),
            "YourRef" if truncate => draft.your_ref = text().chars().take(30).collect(),
            "YourRef" => draft.your_ref = text(),
            "PaymentReference" => draft.payment_reference = text(),
            "PaymentCondition" => draft.payment_condition = fields.text(name),
            "Description" => draft.description = text(),
            "Currency" => draft.currency = fields.text(name),
            "Document" => draft.document = fields.guid(name),
            "OrderNumber" => draft.order_number = fields.int(name),
            other => keep(&mut draft.other, other, value),
        }
    }
}

fn post(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    let id = chosen_key(core, fields, "InvoiceID")?;
    let mut draft = InvoiceDraft {
        id,
        ..InvoiceDraft::default()
    };
    fill(&mut draft, fields, core.switches.truncate_your_ref);
    for sent in fields.many("SalesInvoiceLines").unwrap_or_default() {
        draft.lines.push(line(core, sent)?);
    }
    let deed = InvoiceDeed::Enter(Box::new(draft));
    act(core, writer, Deed::Invoice(deed))?;
    Ok(id)
}

fn put(core: &mut Core, writer: &Writer, id: Uuid, fields: &Fields) -> Result<(), Failure> {
    let known = company(core, writer)?.invoice_as_entered(id);
    let mut draft = known.ok_or(Failure::NotFound)?;
    fill(&mut draft, fields, core.switches.truncate_your_ref);
    let deed = InvoiceDeed::Edit(Box::new(draft));
    act(core, writer, Deed::Invoice(deed))
}
