//! `documents/Documents` with its sync and bulk twins (facts 4.14, point 35).

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::{Fields, shown};
use crate::api::tables;
use crate::books::{Deed, Document, DocumentDeed, DocumentType, Field, Index, PlainKind};
use crate::odata::Value;
use crate::state::Core;

use super::shared::{self, account_code, audit, chosen_key, keep};

/// The scope of everything about documents.
pub(super) const SCOPE: &str = "organization.documents";

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    post: Some(post),
    put: Some(put),
    delete: Some(delete),
    ..Endpoint::reading(
        "documents/Documents",
        &tables::documents::TABLE,
        SCOPE,
        rows,
    )
};

pub(crate) static SYNC: Endpoint = Endpoint::syncing(
    "sync/Documents/Documents",
    &tables::sync_documents::TABLE,
    SCOPE,
    changes,
);

pub(crate) static BULK: Endpoint = Endpoint::bulk(
    "bulk/Documents/Documents",
    &tables::bulk_documents::TABLE,
    (SCOPE, FILTERS),
    rows,
);

/// What a bulk read may filter (facts 2.6).
const FILTERS: &[&str] = &[
    "Account",
    "Category",
    "Contact",
    "Created",
    "Creator",
    "Division",
    "DocumentDate",
    "DocumentFolder",
    "FinancialTransactionEntryID",
    "HID",
    "ID",
    "Modified",
    "Opportunity",
    "Project",
    "SalesInvoiceNumber",
    "Subject",
    "Type",
];

const INDEXED: &[(&str, Index)] = &[
    ("FinancialTransactionEntryID", Index::Entry),
    ("HID", Index::Code),
    ("Account", Index::Account),
];

struct Paper<'a> {
    view: &'a View<'a>,
    document: &'a Document,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let found = candidates(&view.company.documents, wanted, "ID", INDEXED);
    let seen = found.filter(|document| view.sees(&document.stamp));
    Box::new(seen.map(move |document| Box::new(Paper { view, document }) as Box<dyn Row>))
}

fn changes<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let changed = view.company.documents.changed_after(wanted.since());
    let seen = view.seen_changes(changed, |document| &document.stamp);
    Box::new(seen.map(move |document| Box::new(Paper { view, document }) as Box<dyn Row>))
}

impl Row for Paper<'_> {
    fn get(&self, property: &str) -> Value {
        let (document, view) = (self.document, self.view);
        let account = document
            .account
            .and_then(|id| view.company.accounts.get(id));
        match property {
            "ID" => document.id.into(),
            "HID" => document.hid.into(),
            "Subject" => Value::text(&document.subject),
            "Type" => document.kind.into(),
            "TypeDescription" => DocumentType::of(document.kind)
                .map_or(Value::Null, |kind| Value::text(kind.description)),
            "Body" => Value::text(&document.body),
            "HasEmptyBody" => document.body.is_empty().into(),
            "Account" => document.account.into(),
            "AccountCode" => account.map_or(Value::Null, |it| account_code(&it.code)),
            "AccountName" => account.map_or(Value::Null, |it| Value::text(&it.name)),
            "DocumentDate" => document.date.into(),
            "FinancialTransactionEntryID" => document.entry.into(),
            "SalesInvoiceNumber" => document.invoice_number.into(),
            "DocumentViewUrl" => Value::Text(format!(
                "{}/docs/DocView.aspx?DocumentID={}&_Division_={}",
                view.origin, document.id, view.division
            )),
            "InheritShare" => document
                .other
                .get("InheritShare")
                .map_or(Value::Bool(false), |it| shown(Some(it))),
            "DocumentFolderCode" => self.listed("DocumentFolder", "Code"),
            "DocumentFolderDescription" => self.listed("DocumentFolder", "Description"),
            "CategoryDescription" => self.listed("Category", "Description"),
            other => audit(view, &document.stamp, other)
                .unwrap_or_else(|| shown(document.other.get(other))),
        }
    }
}

impl Paper<'_> {
    /// What the folder or category that the document names is called.
    fn listed(&self, names: &str, property: &str) -> Value {
        let kind = match names {
            "Category" => PlainKind::DocumentCategory,
            _ => PlainKind::DocumentFolder,
        };
        let row = match self.document.other.get(names) {
            Some(Field::Guid(id)) => self.view.company.plain(kind, *id),
            _ => None,
        };
        row.map_or(Value::Null, |row| Value::text(row.text(property)))
    }
}

/// Takes the sent properties over; those that were not sent stay as they are.
fn fill(document: &mut Document, fields: &Fields) {
    for (name, value) in fields.ones() {
        match name {
            "ID" | "CreatorFullName" => {}
            "HID" => document.hid = fields.int(name).unwrap_or(document.hid),
            "Subject" => document.subject = fields.text(name).unwrap_or_default(),
            "Type" => document.kind = fields.int(name).unwrap_or_default(),
            "Body" => document.body = fields.text(name).unwrap_or_default(),
            "Account" => document.account = fields.guid(name),
            "DocumentDate" => document.date = fields.date(name),
            "FinancialTransactionEntryID" => document.entry = fields.guid(name),
            "SalesInvoiceNumber" => document.invoice_number = fields.int(name),
            _ => keep(&mut document.other, name, value),
        }
    }
}

/// Carries a deed on documents out.
pub(super) fn act(core: &mut Core, writer: &Writer, deed: DocumentDeed) -> Result<(), Failure> {
    shared::act(core, writer, Deed::Document(deed))
}

fn post(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    let id = chosen_key(core, fields, "ID")?;
    let mut document = Document {
        id,
        ..Document::default()
    };
    fill(&mut document, fields);
    act(core, writer, DocumentDeed::Create(Box::new(document)))?;
    Ok(id)
}

fn put(core: &mut Core, writer: &Writer, id: Uuid, fields: &Fields) -> Result<(), Failure> {
    let company = core.books.company(writer.division);
    let known = company.and_then(|company| company.documents.get(id));
    let mut document = known.ok_or(Failure::NotFound)?.clone();
    fill(&mut document, fields);
    act(core, writer, DocumentDeed::Change(Box::new(document)))
}

fn delete(core: &mut Core, writer: &Writer, id: Uuid) -> Result<(), Failure> {
    act(core, writer, DocumentDeed::Delete(id))
}
