//! `salesinvoice/SalesInvoiceLines` and its bulk twin: the lines of invoices by themselves. The sync twin of invoices has
//! a row for each line as well, with what its head says beside it (facts 4.25).

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::{Fields, shown};
use crate::api::tables;
use crate::books::{
    Deed, Index, InvoiceDeed, InvoiceItem, InvoiceLine, Label, Refusal, SalesInvoice,
};
use crate::money::Money;
use crate::odata::Value;
use crate::state::Core;

use super::sales_invoices::{SCOPE, head};
use super::shared::{Names, act, audit, chosen_key, company, keep, vat_code};

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    post: Some(post),
    put: Some(put),
    delete: Some(delete),
    ..Endpoint::reading(
        "salesinvoice/SalesInvoiceLines",
        &tables::sales_invoice_lines::TABLE,
        SCOPE,
        rows,
    )
};

/// What may be filtered is not published for this one: the keys.
pub(crate) static BULK: Endpoint = Endpoint::bulk(
    "bulk/SalesInvoice/SalesInvoiceLines",
    &tables::bulk_sales_invoice_lines::TABLE,
    (
        SCOPE,
        &[
            "ID",
            "CostCenter",
            "CostUnit",
            "Employee",
            "GLAccount",
            "InvoiceID",
            "Item",
            "Project",
            "SalesOrder",
            "SalesOrderLine",
            "Subscription",
            "VATCode",
        ],
    ),
    rows,
);

pub(crate) static SYNC: Endpoint = Endpoint::syncing(
    "sync/SalesInvoice/SalesInvoices",
    &tables::sync_sales_invoices::TABLE,
    SCOPE,
    changes,
);

/// A line, with its invoice.
pub(super) struct InvoiceRow<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) invoice: &'a SalesInvoice,
    pub(super) line: &'a InvoiceLine,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let indexed = [
        ("InvoiceID", Index::Entry),
        ("Item", Index::Item),
        ("GLAccount", Index::GlAccount),
    ];
    let found = candidates(&view.company.invoice_lines, wanted, "ID", &indexed);
    let seen = found.filter(|line| view.sees(&line.stamp));
    Box::new(seen.filter_map(|line| row(view, line)))
}

fn row<'a>(view: &'a View<'a>, line: &'a InvoiceLine) -> Option<Box<dyn Row + 'a>> {
    let invoice = view.company.invoices.get(line.invoice)?;
    Some(Box::new(InvoiceRow {
        view,
        invoice,
        line,
    }))
}

/// A row of the sync twin: what the line says goes before what the head says.
struct Flat<'a>(InvoiceRow<'a>);

fn changes<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let changed = view.company.invoice_lines.changed_after(wanted.since());
    let seen = view.seen_changes(changed, |line| &line.stamp);
    Box::new(seen.filter_map(move |line| {
        let invoice = view.company.invoices.get(line.invoice)?;
        let row = InvoiceRow {
            view,
            invoice,
            line,
        };
        Some(Box::new(Flat(row)) as Box<dyn Row>)
    }))
}

impl Row for Flat<'_> {
    fn get(&self, property: &str) -> Value {
        let InvoiceRow {
            view,
            invoice,
            line,
        } = self.0;
        let of_line = own(view, line, property).or_else(|| audit(view, &line.stamp, property));
        let of_both = of_line.or_else(|| head(view, invoice, property));
        of_both.unwrap_or_else(|| {
            let kept = line.draft.other.get(property);
            shown(kept.or_else(|| invoice.draft.other.get(property)))
        })
    }
}

impl Row for InvoiceRow<'_> {
    fn get(&self, property: &str) -> Value {
        let (view, line) = (self.view, self.line);
        own(view, line, property)
            .or_else(|| audit(view, &line.stamp, property))
            .unwrap_or_else(|| shown(line.draft.other.get(property)))
    }
}

/// What a line says of itself; `None` for what it only keeps.
fn own(view: &View<'_>, line: &InvoiceLine, property: &str) -> Option<Value> {
    let (draft, names) = (&line.draft, Names(view));
    let item = view.company.items.get(line.item);
    let decimal = |value: Option<rust_decimal::Decimal>| value.map_or(Value::Null, Value::Decimal);
    let text = |value: &Option<String>| value.as_deref().map_or(Value::Null, Value::text);
    Some(match property {
        "ID" => draft.id.into(),
        "InvoiceID" => line.invoice.into(),
        "LineNumber" => line.number.into(),
        "AmountFC" | "AmountDC" => line.net.into(),
        "VATAmountFC" | "VATAmountDC" => line.vat.into(),
        "VATCode" => vat_code(&line.vat_code, view.switches),
        "VATCodeDescription" => names.vat(&line.vat_code),
        "VATPercentage" => Value::Decimal(line.vat_percentage),
        "Item" => line.item.into(),
        "ItemCode" => item.map_or(Value::Null, |it| Value::text(&it.code)),
        "ItemDescription" => item.map_or(Value::Null, |it| Value::text(&it.description)),
        "Description" => text(&draft.description),
        "GLAccount" => line.gl_account.into(),
        "GLAccountDescription" => names.gl_name(line.gl_account),
        "Quantity" => Value::Decimal(draft.count()),
        "UnitPrice" => decimal(draft.unit_price),
        "NetPrice" => decimal(draft.price()),
        "Discount" => Value::Decimal(draft.discount.unwrap_or_default()),
        "UnitCode" if !draft.other.contains_key("UnitCode") => {
            item.map_or(Value::Null, |it| shown(it.other.get("Unit")))
        }
        "Notes" => Value::text(&draft.notes),
        "CostCenter" => text(&draft.cost_centre),
        "CostUnit" => text(&draft.cost_unit),
        other => {
            let code = |code: &Option<String>| code.clone().unwrap_or_default();
            let (centre, unit) = (code(&draft.cost_centre), code(&draft.cost_unit));
            return names
                .beside(other, None, (&centre, &unit))
                .filter(|_| other.starts_with("Cost"));
        }
    })
}

/// One sent line.
pub(super) fn line(core: &mut Core, fields: &Fields) -> Result<InvoiceItem, Failure> {
    let id = chosen_key(core, fields, "ID")?;
    let mut line = InvoiceItem {
        id,
        ..InvoiceItem::default()
    };
    fill(&mut line, fields);
    Ok(line)
}

/// Takes the sent properties over; those that were not sent stay as they are.
fn fill(line: &mut InvoiceItem, fields: &Fields) {
    for (name, value) in fields.ones() {
        match name {
            // DC is a copy of FC.
            "ID" | "InvoiceID" | "VATAmountDC" => {}
            "Item" => line.item = fields.guid(name),
            "Quantity" => line.quantity = fields.decimal(name),
            "UnitPrice" => line.unit_price = fields.decimal(name),
            "Discount" => line.discount = fields.decimal(name),
            "NetPrice" => line.net_price = fields.decimal(name),
            // One that does not fit is as good as the highest, which is refused.
            "AmountFC" => {
                let fits = |amount| Money::from_decimal(amount).unwrap_or(Money(i64::MAX));
                line.amount = fields.decimal(name).map(fits);
            }
            "GLAccount" => line.gl_account = fields.guid(name),
            "VATCode" => line.vat_code = fields.text(name),
            "VATAmountFC" => line.vat_amount = fields.money(name),
            "VATPercentage" => line.vat_percentage = fields.decimal(name),
            "Description" => line.description = fields.text(name),
            "CostCenter" => line.cost_centre = fields.text(name),
            "CostUnit" => line.cost_unit = fields.text(name),
            "Notes" => line.notes = fields.text(name).unwrap_or_default(),
            other => keep(&mut line.other, other, value),
        }
    }
}

/// Another item brings its own price, account, code and text; a new price or quantity a new amount.
fn forget(line: &mut InvoiceItem, fields: &Fields) {
    if fields
        .guid("Item")
        .is_some_and(|item| line.item != Some(item))
    {
        line.unit_price = None;
        line.net_price = None;
        line.gl_account = None;
        line.vat_code = None;
        line.vat_percentage = None;
        line.description = None;
    }
    let sent = |name: &str| fields.value(name).is_some();
    if sent("UnitPrice") || sent("Discount") {
        line.net_price = None;
    }
    if ["Item", "Quantity", "UnitPrice", "Discount", "NetPrice"]
        .map(sent)
        .contains(&true)
    {
        line.amount = None;
        line.vat_amount = None;
    }
    if sent("AmountFC") || sent("VATCode") {
        line.vat_amount = None;
    }
}

fn post(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    let Some(invoice) = fields.guid("InvoiceID") else {
        return Err(Refusal::Mandatory(Label::Invoice).into());
    };
    let added = line(core, fields)?;
    let id = added.id;
    let company = company(core, writer)?;
    if company.invoice_lines.get(id).is_some() {
        return Err(Refusal::Exists(Label::Key).into());
    }
    let Some(mut draft) = company.invoice_as_entered(invoice) else {
        return Err(Refusal::InvalidReference(Label::Invoice).into());
    };
    draft.lines.push(added);
    let deed = InvoiceDeed::Edit(Box::new(draft));
    act(core, writer, Deed::Invoice(deed))?;
    Ok(id)
}

/// Changes what was sent of a line; the rest stays.
fn put(core: &mut Core, writer: &Writer, id: Uuid, fields: &Fields) -> Result<(), Failure> {
    let company = company(core, writer)?;
    let line = company.invoice_lines.get(id).ok_or(Failure::NotFound)?;
    let draft = company.invoice_as_entered(line.invoice);
    let mut draft = draft.ok_or(Failure::NotFound)?;
    let known = draft.lines.iter_mut().filter(|line| line.id == id);
    known.for_each(|line| {
        forget(line, fields);
        fill(line, fields);
    });
    let deed = InvoiceDeed::Edit(Box::new(draft));
    act(core, writer, Deed::Invoice(deed))
}

/// Takes a line off; with the last one the whole invoice goes, as an entry does (point 29).
fn delete(core: &mut Core, writer: &Writer, id: Uuid) -> Result<(), Failure> {
    let company = company(core, writer)?;
    let line = company.invoice_lines.get(id).ok_or(Failure::NotFound)?;
    let draft = company.invoice_as_entered(line.invoice);
    let mut draft = draft.ok_or(Failure::NotFound)?;
    draft.lines.retain(|line| line.id != id);
    let deed = if draft.lines.is_empty() {
        InvoiceDeed::Delete(draft.id)
    } else {
        InvoiceDeed::Edit(Box::new(draft))
    };
    act(core, writer, Deed::Invoice(deed))
}
