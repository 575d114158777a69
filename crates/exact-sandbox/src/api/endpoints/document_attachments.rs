//! `documents/DocumentAttachments` with its sync and bulk twins (facts 4.15, point 35). The content goes to the blobs;
//! a read gives the address where it can be had, not the content.

use base64::Engine as _;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::Fields;
use crate::api::tables;
use crate::books::{Attachment, DocumentDeed, Index};
use crate::error::SandboxError;
use crate::odata::Value;
use crate::state::Core;

use super::documents::{SCOPE, act};
use super::shared::{audit, chosen_key};

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    post: Some(post),
    delete: Some(delete),
    ..Endpoint::reading(
        "documents/DocumentAttachments",
        &tables::document_attachments::TABLE,
        SCOPE,
        rows,
    )
};

pub(crate) static SYNC: Endpoint = Endpoint::syncing(
    "sync/Documents/DocumentAttachments",
    &tables::sync_document_attachments::TABLE,
    SCOPE,
    changes,
);

pub(crate) static BULK: Endpoint = Endpoint::bulk(
    "bulk/Documents/DocumentAttachments",
    &tables::bulk_document_attachments::TABLE,
    (SCOPE, &["Document", "ID"]),
    rows,
);

struct File<'a> {
    view: &'a View<'a>,
    attachment: &'a Attachment,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let indexed = [("Document", Index::Document)];
    let found = candidates(&view.company.attachments, wanted, "ID", &indexed);
    let seen = found.filter(|attachment| view.sees(&attachment.stamp));
    Box::new(seen.map(move |attachment| Box::new(File { view, attachment }) as Box<dyn Row>))
}

fn changes<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let changed = view.company.attachments.changed_after(wanted.since());
    let seen = view.seen_changes(changed, |attachment| &attachment.stamp);
    Box::new(seen.map(move |attachment| Box::new(File { view, attachment }) as Box<dyn Row>))
}

impl Row for File<'_> {
    fn get(&self, property: &str) -> Value {
        let (attachment, view) = (self.attachment, self.view);
        match property {
            "ID" => attachment.id.into(),
            "Document" => attachment.document.into(),
            "FileName" => Value::text(&attachment.file_name),
            "FileSize" => Value::Decimal(Decimal::from(attachment.size)),
            "Url" => Value::Text(format!(
                "{}/docs/SysAttachment.aspx?ID={}&_Division_={}",
                view.origin, attachment.id, view.division
            )),
            other => audit(view, &attachment.stamp, other).unwrap_or(Value::Null),
        }
    }
}

fn post(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    let id = chosen_key(core, fields, "ID")?;
    let content = base64::engine::general_purpose::STANDARD
        .decode(fields.text("Attachment").unwrap_or_default())
        .unwrap_or_default();
    let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
    // First the content, then the row that tells of it.
    let sha256 = core.blobs.keep(content).map_err(SandboxError::Write)?;
    let attachment = Attachment {
        id,
        document: fields.guid("Document").unwrap_or_default(),
        file_name: fields.text("FileName").unwrap_or_default(),
        size,
        sha256,
        ..Attachment::default()
    };
    act(core, writer, DocumentDeed::Attach(attachment))?;
    Ok(id)
}

fn delete(core: &mut Core, writer: &Writer, id: Uuid) -> Result<(), Failure> {
    act(core, writer, DocumentDeed::Detach(id))
}
