//! `salesentry/SalesEntries`: bookings of invoices and credit notes.

use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::api::endpoint::{Child, Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::Fields;
use crate::api::tables;
use crate::books::{Deed, Index, SaleDraft, SaleLine, SalesEntry, Status};
use crate::odata::Value;
use crate::state::Core;

use super::sales_entry_lines::EntryLine;
use super::shared::{Names, act, audit, chosen_key, company};

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    key: &["EntryID"],
    children: &[Child {
        name: "SalesEntryLines",
        table: &tables::sales_entry_lines::TABLE,
        path: "salesentry/SalesEntryLines",
        key: "ID",
    }],
    post: Some(post),
    put: Some(put),
    delete: Some(delete),
    ..Endpoint::reading(
        "salesentry/SalesEntries",
        &tables::sales_entries::TABLE,
        "financial.accounting",
        rows,
    )
};

/// Where the filter can use an index.
const INDEXED: &[(&str, Index)] = &[
    ("YourRef", Index::YourRef),
    ("EntryNumber", Index::EntryNumber),
    ("InvoiceNumber", Index::EntryNumber),
    ("PaymentReference", Index::PaymentReference),
    ("Journal", Index::JournalDate),
    ("Customer", Index::Account),
    ("Document", Index::Document),
    ("EntryDate", Index::Date),
];

struct Sale<'a> {
    view: &'a View<'a>,
    entry: &'a SalesEntry,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let found = candidates(&view.company.entries, wanted, "EntryID", INDEXED);
    let seen = found.filter(|entry| view.sees(&entry.stamp));
    Box::new(seen.map(move |entry| Box::new(Sale { view, entry }) as Box<dyn Row>))
}

impl Row for Sale<'_> {
    fn get(&self, property: &str) -> Value {
        let (entry, view) = (self.entry, self.view);
        let (draft, company) = (&entry.draft, view.company);
        match property {
            "EntryID" => entry.id.into(),
            "EntryNumber" | "InvoiceNumber" => entry.number.into(),
            "EntryDate" => entry.date.into(),
            "DueDate" => entry.due_date.into(),
            "AmountFC" | "AmountDC" => entry.total().into(),
            "VATAmountFC" | "VATAmountDC" => entry.vat().into(),
            "Currency" => Value::text(&entry.currency),
            "Rate" => Value::Int(1),
            "Customer" => entry.customer.into(),
            "CustomerName" => company
                .accounts
                .get(entry.customer)
                .map_or(Value::Null, |it| Value::text(&it.name)),
            "Journal" => Value::text(&entry.journal),
            "JournalDescription" => company
                .journal(&entry.journal)
                .map_or(Value::Null, |it| Value::text(&it.description)),
            "Description" => Value::text(&draft.description),
            "YourRef" => Value::text(&draft.your_ref),
            "PaymentReference" => Value::text(&draft.payment_reference),
            "PaymentCondition" => Value::text(&entry.payment_condition),
            "PaymentConditionDescription" => company
                .condition(&entry.payment_condition)
                .map_or(Value::Null, |it| Value::text(&it.description)),
            "PaymentConditionPaymentMethod" => company
                .condition(&entry.payment_condition)
                .map_or(Value::Null, |it| Value::text(&it.method)),
            "ReportingPeriod" => entry.period.into(),
            "ReportingYear" => entry.year.into(),
            "Status" => entry.status.number().into(),
            "StatusDescription" => Value::text(if entry.status == Status::Open {
                "Open"
            } else {
                "Verwerkt"
            }),
            "Type" => entry.kind().into(),
            "TypeDescription" => Value::text(if entry.kind() == 20 {
                "Verkoopboeking"
            } else {
                "Verkoopcreditnota"
            }),
            "Document" => draft.document.into(),
            "ExternalLinkReference" => Value::text(&draft.external_link),
            "OrderNumber" => draft.order_number.into(),
            "Reversal" => draft.reversal.into(),
            "IsExtraDuty" => Value::Bool(false),
            other => audit(view, &entry.stamp, other)
                .or_else(|| Names(view).beside(other, draft.document, ("", "")))
                .unwrap_or(Value::Null),
        }
    }

    fn children(&self, _: &str) -> Vec<Box<dyn Row + '_>> {
        let lines = self.entry.lines().into_iter();
        lines
            .map(|line| {
                Box::new(EntryLine {
                    view: self.view,
                    entry: self.entry,
                    line,
                }) as Box<dyn Row>
            })
            .collect()
    }
}

/// Takes the sent header properties over; those that were not sent stay as they are.
fn fill(draft: &mut SaleDraft, fields: &Fields, truncate: bool) {
    for (name, _) in fields.ones() {
        let text = || fields.text(name).unwrap_or_default();
        match name {
            "Journal" => draft.journal = fields.text(name).map(|code| code.trim().to_owned()),
            "Customer" => draft.customer = fields.guid(name),
            "EntryNumber" => draft.number = fields.int(name),
            "EntryDate" => draft.date = fields.date(name),
            "DueDate" => draft.due_date = fields.date(name),
            "ReportingYear" => draft.year = fields.int(name),
            "ReportingPeriod" => draft.period = fields.int(name),
            "YourRef" if truncate => draft.your_ref = text().chars().take(30).collect(),
            "YourRef" => draft.your_ref = text(),
            "PaymentReference" => draft.payment_reference = text(),
            "PaymentCondition" => draft.payment_condition = fields.text(name),
            "Description" => draft.description = text(),
            "Currency" => draft.currency = fields.text(name),
            "Rate" => draft.rate = fields.decimal(name),
            "Document" => draft.document = fields.guid(name),
            "ExternalLinkReference" => draft.external_link = text(),
            "OrderNumber" => draft.order_number = fields.int(name),
            "Reversal" => draft.reversal = fields.flag(name),
            _ => {}
        }
    }
}

/// One sent line.
pub(super) fn line(core: &mut Core, fields: &Fields) -> Result<SaleLine, Failure> {
    let text = |name: &str| fields.text(name).unwrap_or_default();
    Ok(SaleLine {
        id: chosen_key(core, fields, "ID")?,
        gl_account: fields.guid("GLAccount"),
        amount: fields.money("AmountFC"),
        vat_code: fields.text("VATCode"),
        vat_amount: fields.money("VATAmountFC"),
        vat_percentage: fields.decimal("VATPercentage"),
        description: text("Description"),
        cost_centre: fields.text("CostCenter"),
        cost_unit: fields.text("CostUnit"),
        quantity: fields.decimal("Quantity"),
        notes: text("Notes"),
        from: fields.date("From"),
        to: fields.date("To"),
    })
}

fn post(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    let id = chosen_key(core, fields, "EntryID")?;
    let today = TimeZone::UTC.to_datetime(writer.at).date();
    let mut draft = SaleDraft {
        id,
        date: Some(today),
        ..SaleDraft::default()
    };
    fill(&mut draft, fields, core.switches.truncate_your_ref);
    if core.switches.ignore_entry_number {
        draft.number = None;
    }
    for sent in fields.many("SalesEntryLines").unwrap_or_default() {
        draft.lines.push(line(core, sent)?);
    }
    let deed = Deed::EnterSale(Box::new(draft));
    act(core, writer, deed)?;
    Ok(id)
}

fn put(core: &mut Core, writer: &Writer, id: Uuid, fields: &Fields) -> Result<(), Failure> {
    let known = company(core, writer)?.entries.get(id);
    let mut draft = known.ok_or(Failure::NotFound)?.as_entered();
    fill(&mut draft, fields, core.switches.truncate_your_ref);
    let deed = Deed::EditSale(Box::new(draft));
    act(core, writer, deed)
}

fn delete(core: &mut Core, writer: &Writer, id: Uuid) -> Result<(), Failure> {
    let deed = Deed::DeleteSale(id);
    act(core, writer, deed)
}
