//! `salesinvoice/PrintedSalesInvoices`: prints an invoice, which books it (facts 4.13). It cannot be read. Nothing leaves
//! the sandbox: paper, mail, postbox and Peppol are answered with what was not done.

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::{Fields, shown};
use crate::api::tables;
use crate::books::{
    Deed, Field, InvoiceDeed, InvoiceStatus, Label, PlainKind, Printing, Refusal, SalesInvoice,
};
use crate::odata::Value;
use crate::state::Core;

use super::sales_invoices::SCOPE;
use super::shared::{act, company, keep};

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    key: &["InvoiceID"],
    readable: false,
    post: Some(post),
    ..Endpoint::reading(
        "salesinvoice/PrintedSalesInvoices",
        &tables::printed_sales_invoices::TABLE,
        SCOPE,
        rows,
    )
};

struct Printed<'a> {
    view: &'a View<'a>,
    invoice: &'a SalesInvoice,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let found = candidates(&view.company.invoices, wanted, "InvoiceID", &[]);
    let printed = found.filter(|invoice| invoice.status == InvoiceStatus::Printed);
    Box::new(printed.map(move |invoice| Box::new(Printed { view, invoice }) as Box<dyn Row>))
}

impl Row for Printed<'_> {
    fn get(&self, property: &str) -> Value {
        let (invoice, view) = (self.invoice, self.view);
        let printing = &invoice.printing;
        let entry = || view.company.entries.get(invoice.entry.unwrap_or_default());
        let asked = |name: &str| match printing.other.get(name) {
            Some(Field::Bool(yes)) => *yes,
            other => other.is_some(),
        };
        let not = |asked: bool, what: &str| {
            if asked {
                Value::Text(format!("The sandbox {what}."))
            } else {
                Value::Null
            }
        };
        match property {
            "InvoiceID" => printing.invoice.into(),
            "Division" => view.division.into(),
            "Document" => invoice.draft.document.into(),
            "InvoiceDate" => invoice.date.into(),
            "ReportingYear" => entry().map(|it| it.year).into(),
            "ReportingPeriod" => entry().map(|it| it.period).into(),
            "DocumentCreationError" => not(asked("DocumentLayout"), "makes no document"),
            "EmailCreationError" => not(asked("SendEmailToCustomer"), "sends no mail"),
            "PostboxMessageCreationError" => not(
                asked("SendInvoiceToCustomerPostbox"),
                "sends nothing to a postbox",
            ),
            "PeppolCreationError" => not(asked("SendInvoiceViaPeppol"), "sends nothing by Peppol"),
            other => shown(printing.other.get(other)),
        }
    }
}

/// What a client may send, but is answered.
const ANSWERS: [&str; 6] = [
    "DocumentCreationError",
    "DocumentCreationSuccess",
    "EmailCreationError",
    "EmailCreationSuccess",
    "PostboxMessageCreationError",
    "PostboxMessageCreationSuccess",
];

fn post(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    let Some(invoice) = fields.guid("InvoiceID") else {
        return Err(Refusal::Mandatory(Label::Invoice).into());
    };
    let company = company(core, writer)?;
    if company.invoices.get(invoice).is_none() {
        return Err(Refusal::InvalidReference(Label::Invoice).into());
    }
    let layouts = ["DocumentLayout", "EmailLayout"].map(|name| fields.guid(name));
    let known = |id: Uuid| company.plain(PlainKind::Layout, id).is_some();
    if !layouts.into_iter().flatten().all(known) {
        return Err(Refusal::InvalidReference(Label::Layout).into());
    }
    // No year and no period is as high as one that does not fit.
    let number = |name: &str| {
        let sent: Option<i32> = fields.int(name);
        sent.map(|sent| i16::try_from(sent).unwrap_or(i16::MAX))
    };
    let mut printing = Printing {
        invoice,
        date: fields.date("InvoiceDate"),
        year: number("ReportingYear"),
        period: number("ReportingPeriod"),
        ..Printing::default()
    };
    let rest = fields.ones().filter(|(name, _)| {
        let read = ["InvoiceID", "Division", "InvoiceDate"].contains(name);
        !(read || name.starts_with("Reporting") || ANSWERS.contains(name))
    });
    rest.for_each(|(name, value)| keep(&mut printing.other, name, value));
    let deed = InvoiceDeed::Print(Box::new(printing));
    act(core, writer, Deed::Invoice(deed))?;
    Ok(invoice)
}
